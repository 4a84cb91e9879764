// The postman: takes what waits to the server, file by file and act by act, and comes back until all is delivered.
// One at a time over all tabs; every step can be cut anywhere and is taken up where the server stands.
import { app, me, reread, update } from "./app.js";
import { later } from "./bringing.js";
import { uuid } from "./dom.js";
import * as net from "./net.js";
import * as outbox from "./outbox.js";
import * as pacing from "./pace.js";
import * as store from "./store.js";
import { languageCode, t } from "./words.js";

const BATCH = 40;
const TICK_MS = 4000;
const TAB = uuid();
let isBusy = false;
let isWanted = false;
let current = null;
let pace = pacing.START;

// Another look is wanted: at once, or as soon as the running round is over.
export function hurry() {
  isWanted = true;
  if (!isBusy) run();
}

export function start() {
  window.addEventListener("online", again);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && again());
  setInterval(hurry, TICK_MS);
  hurry();
}
async function again() {
  await store.change(outbox.hurried);
  hurry();
}

async function run() {
  isBusy = true;
  try {
    while (isWanted) {
      isWanted = false;
      await alone(round);
    }
  } finally {
    isBusy = false;
  }
}

async function alone(work) {
  if (navigator.locks) {
    await navigator.locks.request("yidan-sending", { ifAvailable: true }, async (lock) => { if (lock) await work(); });
  } else if (await store.lease(TAB, Date.now())) {
    const kept = setInterval(() => store.lease(TAB, Date.now()), 20000);
    try {
      await work();
    } finally {
      clearInterval(kept);
    }
  }
}

async function round() {
  if (!me() || navigator.onLine === false) return;
  const due = () => store.entries().then((all) => outbox.due(all, me().id, Date.now()).slice(0, BATCH));
  const first = await due();
  if (!first.length) return;
  try {
    let answers = await acts(first);
    for (const [entry, files] of answers ? outbox.wanted(first, answers) : []) {
      if (!(await bring(entry, files))) continue;
      const arrived = (await store.entries()).filter((each) => each.id === entry.id);
      answers = await acts(arrived);
      if (!answers) return;
    }
    const left = answers ? await due() : [];
    if (left.some((each) => !first.some((known) => known.id === each.id))) isWanted = true;
    // what the server still lets wait (an act whose elder was refused, a busy database) is asked about later
    const waiting = left.filter((each) => first.some((known) => known.id === each.id)).map((each) => each.id);
    if (waiting.length) await store.change((all) => outbox.failed(all, waiting, Date.now()));
    if (answers) await net.refresh();
  } catch (failure) {
    if (!(failure instanceof net.Unreached)) console.error(failure);
    await store.change((all) => outbox.failed(all, first.map((each) => each.id), Date.now()));
  } finally {
    await store.change(outbox.paused);
    await store.tidy(Date.now());
    await reread();
    update("outbox");
  }
}

// The acts of these entries; the answers, or null where nobody is logged in.
async function acts(entries) {
  const items = outbox.parcel(entries);
  if (!items.length) return [];
  const said = await net.send(items);
  if (!said) {
    update("session");
    return null;
  }
  if (said.sentence) throw new net.Unreached(said.sentence);
  await store.change((all) => outbox.answered(all, said.answers, Date.now()));
  await followDrafts(said.answers, entries);
  await reread();
  update("outbox");
  return said.answers;
}

// A draft written on while its report was on the way is on top of our own version now.
async function followDrafts(answers, entries) {
  const done = new Map(answers.filter((each) => each.state === "done").map((each) => [each.key, each.seen_at]));
  for (const entry of entries) {
    for (const item of entry.items) {
      if (item.verb !== "report.save" || !done.has(item.key)) continue;
      const draft = await store.draft(`${entry.person}-${entry.project}-${entry.month}`);
      if (draft && (draft.seen_at ?? null) === (item.args.seen_at ?? null)) await store.keepDraft({ ...draft, seen_at: done.get(item.key) });
    }
  }
}

// All files of one entry; false where one was refused or a connection broke.
async function bring(entry, files) {
  for (const file of files) {
    const kept = await store.blob(file.sha256);
    if (!kept) {
      await store.change((all) => outbox.refused(all, entry.id, t("手机里找不到这个文件了，可能被系统清理；请从救援文件恢复，或重新拍摄。")));
      return false;
    }
    try {
      const receipt = await upload(entry, file, kept);
      await store.change((all) => outbox.received(all, file.sha256, receipt));
      await reread();
      update("outbox");
    } catch (failure) {
      const sentence = failure.sentence;
      if (sentence) await store.change((all) => outbox.refused(all, entry.id, sentence));
      else await store.change((all) => outbox.failed(all, [entry.id], Date.now()));
      return false;
    } finally {
      current = null;
    }
  }
  return true;
}

export const isSending = () => current;

// One file by tus: resumed at the byte where the server stands, also days later and after a restart of either side.
async function upload(entry, file, kept) {
  const { Upload } = await later();
  const address = await store.get(`upload:${file.sha256}`);
  let shownAt = 0;
  const show = async (sent) => {
    if (current) current.sent = sent;
    if (Date.now() - shownAt < 500) return;
    shownAt = Date.now();
    await store.change((all) => outbox.progressed(all, entry.id, file.sha256, sent));
    await reread();
    update("progress");
  };
  current = { id: entry.id, sha256: file.sha256, sent: file.sent };
  await store.change((all) => outbox.progressed(all, entry.id, file.sha256, file.sent));
  return new Promise((resolve, reject) => {
    let receipt = "";
    const taken = () => {
      upload.abort();
      resolve(receipt);
    };
    const upload = new Upload(kept.blob, {
      endpoint: "/uploads/",
      uploadUrl: address || null,
      chunkSize: pace.size,
      retryDelays: [500, 1500, 4000],
      storeFingerprintForResuming: false,
      metadata: { filename: file.name, filetype: file.type, sha256: file.sha256 },
      headers: { "X-CSRFToken": net.token(), "Yidan-Language": languageCode() },
      onUploadUrlAvailable: () => { store.put(`upload:${file.sha256}`, upload.url); },
      onProgress: show,
      onChunkComplete: () => { upload.options.chunkSize = (pace = pacing.went(pace)).size; },
      onAfterResponse: (_request, answer) => {
        const said = answer.getHeader("Yidan-Receipt");
        if (!said) return;
        receipt = said.split(" ").slice(1).join(" ");
        taken();
      },
      onShouldRetry: (failure) => {
        const code = failure.originalResponse ? failure.originalResponse.getStatus() : 0;
        if (code === 0 || code === 409) upload.options.chunkSize = (pace = pacing.cut(pace)).size;
        return code === 0 || code === 409 || code === 423 || code >= 500;
      },
      onError: (failure) => reject(told(failure)),
      onSuccess: () => (receipt ? resolve(receipt) : reject(new net.Unreached("no receipt"))),
    });
    upload.start();
  });
}

// The server's sentence, where it refused the file for good; a log-in that ended or a full day is no refusal.
function told(failure) {
  const answer = failure.originalResponse;
  const code = answer ? answer.getStatus() : 0;
  if ([401, 403].includes(code)) app.session = "out";
  if ([400, 410, 413, 415, 460].includes(code)) {
    try {
      failure.sentence = JSON.parse(answer.getBody()).sentence;
    } catch {
      failure.sentence = "";
    }
    if (!failure.sentence) failure.sentence = `HTTP ${code}`;
  }
  return failure;
}
