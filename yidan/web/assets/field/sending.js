// The postman: takes what waits to the server, file by file and act by act, and comes back until all is delivered.
// One at a time over all tabs; every step can be cut anywhere and is taken up where the server stands.
import { app, me, reread, update } from "./app.js";
import { later } from "./bringing.js";
import { carry, refusal } from "./carrying.js";
import { uuid } from "./dom.js";
import * as net from "./net.js";
import * as outbox from "./outbox.js";
import * as store from "./store.js";
import { languageCode, t } from "./words.js";

const BATCH = 40;
const TICK_MS = 4000;
const TAB = uuid();
let isBusy = false;
let isWanted = false;
let current = null;

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

// One file by tus; how far it is goes on record twice a second.
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
  try {
    return await carry(Upload, kept.blob, {
      address: address || null,
      metadata: { filename: file.name, filetype: file.type, sha256: file.sha256 },
      headers: { "X-CSRFToken": net.token(), "Yidan-Language": languageCode() },
      onAddress: (url) => { store.put(`upload:${file.sha256}`, url); },
      onProgress: show,
    });
  } catch (failure) {
    const { code, sentence, isFinal } = refusal(failure);
    if ([401, 403].includes(code)) app.session = "out";
    if (isFinal) failure.sentence = sentence;
    throw failure;
  }
}
