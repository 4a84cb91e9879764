// One file to the server by tus, for the phone and for the desk: resumed at the byte where the server stands, also days
// later and after a restart of either side. `Upload` is tus-js-client's; whoever calls has brought it.
import * as pacing from "./pace.js";

const NO_MORE = [400, 410, 413, 415, 460]; // the file itself is refused; a log-in that ended or a full day is no refusal
let pace = pacing.START;

// Resolves with the moment of the receipt; what it rejects with is read by `refusal`. `held` is given what can be aborted.
export function carry(Upload, blob, { address = null, metadata, headers, onAddress, onProgress = () => {}, held = () => {} }) {
  return new Promise((resolve, reject) => {
    let receipt = "";
    const upload = new Upload(blob, {
      endpoint: "/uploads/",
      uploadUrl: address,
      chunkSize: pace.size,
      retryDelays: [200, 1000, 4000],
      storeFingerprintForResuming: false,
      metadata,
      headers,
      onUploadUrlAvailable: () => onAddress(upload.url),
      onProgress,
      onChunkComplete: () => { upload.options.chunkSize = (pace = pacing.went(pace)).size; },
      onAfterResponse: (_request, answer) => {
        const said = answer.getHeader("Yidan-Receipt");
        if (!said) return;
        receipt = said.split(" ").slice(1).join(" ");
        upload.abort();
        resolve(receipt);
      },
      onShouldRetry: (failure) => {
        const code = codeOf(failure);
        if (code === 409) upload.options.chunkSize = (pace = pacing.repeated(pace)).size;
        return code === 0 || code === 409 || code === 423 || code >= 500;
      },
      onError: reject,
      onSuccess: () => (receipt ? resolve(receipt) : reject(new Error("no receipt"))),
    });
    held(upload);
    upload.start();
  });
}

const codeOf = (failure) => (failure.originalResponse ? failure.originalResponse.getStatus() : 0);

// What the server said: its code (0: it was not reached), its sentence, and whether the file is refused for good.
export function refusal(failure) {
  const code = codeOf(failure);
  let sentence = "";
  try {
    sentence = JSON.parse(failure.originalResponse.getBody()).sentence;
  } catch { /* nobody answered, or not in words */ }
  return { code, sentence: sentence || (NO_MORE.includes(code) ? `HTTP ${code}` : ""), isFinal: NO_MORE.includes(code) };
}
