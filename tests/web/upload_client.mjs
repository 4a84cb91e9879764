// The real tus-js-client under Node: sends a file, gives up after a third if asked, goes on, prints what happened.
import fs from 'node:fs';
import * as tus from 'tus-js-client';

const asked = JSON.parse(process.argv[2]);
const size = fs.statSync(asked.file).size;
const told = { receipts: [], requests: [], offsets: [] };

function send(url, stopAfter) {
  return new Promise((resolve, reject) => {
    const upload = new tus.Upload(fs.createReadStream(asked.file), {
      endpoint: asked.endpoint,
      uploadUrl: url,
      uploadSize: size,
      chunkSize: asked.chunk ?? Infinity,
      uploadDataDuringCreation: asked.inOne ?? false,
      retryDelays: [0, 200, 500, 1000, 2000, 3000],
      headers: { Cookie: asked.cookie, 'X-CSRFToken': asked.token },
      metadata: { filename: asked.name, filetype: asked.type, sha256: asked.sha256 },
      onAfterResponse(request, response) {
        told.requests.push(`${request.getMethod()} ${response.getStatus()}`);
        const receipt = response.getHeader('Yidan-Receipt');
        if (receipt) told.receipts.push(receipt.split(' ')[0]);
        if (request.getMethod() === 'HEAD') told.offsets.push(Number(response.getHeader('Upload-Offset')));
      },
      onProgress(sent) {
        if (stopAfter && sent >= stopAfter) upload.abort().then(() => resolve(upload.url));
      },
      onError: reject,
      onSuccess: () => resolve(upload.url),
    });
    upload.start();
  });
}

try {
  let url = null;
  if (asked.stopAfter) {
    url = await send(null, asked.stopAfter);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  told.url = await send(url, 0);
  if (asked.again) told.again = await send(null, 0);
} catch (failure) {
  told.failure = String(failure);
  told.sentence = failure.originalResponse?.getBody();
}
console.log(JSON.stringify(told));
