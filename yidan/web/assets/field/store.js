// What the phone keeps, in IndexedDB. The database is the truth: every tab reads it anew when another changed it.
import { openDB } from "idb";
import * as outbox from "./outbox.js";

const NAME = "yidan-field";
let opening = null;
const channel = "BroadcastChannel" in self ? new BroadcastChannel("yidan-field") : null;
const listeners = new Set();

export function open() {
  opening ??= openDB(NAME, 1, {
    upgrade(db) {
      db.createObjectStore("kept"); // data, me, settings, lease, addresses of unfinished uploads
      db.createObjectStore("drafts", { keyPath: "id" });
      db.createObjectStore("outbox", { keyPath: "id" });
      db.createObjectStore("blobs", { keyPath: "sha256" }); // original bytes, never touched
    },
    blocking() { opening.then((db) => db.close()); opening = null; },
    terminated() { opening = null; },
  });
  return opening;
}

export const onChange = (listener) => listeners.add(listener);
function tell(what) {
  listeners.forEach((listener) => listener(what));
  if (channel) channel.postMessage(what);
}
if (channel) channel.onmessage = (event) => listeners.forEach((listener) => listener(event.data));

export const get = async (key) => (await open()).get("kept", key);
export const put = async (key, value) => (await open()).put("kept", value, key);
export const drop = async (key) => (await open()).delete("kept", key);

export const entries = async () => (await open()).getAll("outbox");

// One reducer over the whole outbox in one transaction, so that two tabs never lose each other's changes.
export async function change(reducer) {
  const tx = (await open()).transaction("outbox", "readwrite", { durability: "strict" });
  const before = await tx.store.getAll();
  const after = reducer(before);
  const known = new Map(before.map((each) => [each.id, each]));
  for (const each of after) {
    if (known.get(each.id) !== each) tx.store.put(each);
    known.delete(each.id);
  }
  for (const id of known.keys()) tx.store.delete(id);
  await tx.done;
  tell("outbox");
  return after;
}

export const drafts = async () => (await open()).getAll("drafts");
export const draft = async (id) => (await open()).get("drafts", id);
// A page that is closed under the fingers takes unfinished writes with it: until the database has confirmed, the
// draft also lies where writing is done at once.
const HELD = "yidan-field-draft:";
export async function keepDraft(value) {
  hold(HELD + value.id, JSON.stringify(value));
  await (await open()).put("drafts", value);
  if (held(HELD + value.id) === JSON.stringify(value)) hold(HELD + value.id, null);
  tell("drafts");
}
// A picture of a form: its bytes and the form that names them, together, so that no tidying finds bytes that nobody needs.
export const keepDraftWith = (value, files) => whole(async () => {
  const tx = (await open()).transaction(["drafts", "blobs"], "readwrite", { durability: "strict" });
  for (const file of files) tx.objectStore("blobs").put(file);
  tx.objectStore("drafts").put(value);
  await tx.done;
  tell("drafts");
});
export async function dropDraft(id) {
  hold(HELD + id, null);
  await (await open()).delete("drafts", id);
  tell("drafts");
}
export async function recover() {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(HELD));
  for (const name of names) await keepDraft(JSON.parse(held(name)));
}
function held(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
function hold(name, text) {
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch { /* full or forbidden: the database has it in a moment */ }
}

export const blob = async (sha256) => (await open()).get("blobs", sha256);

// What a browser says of its room is a guess (newer ones always say ten gigabytes); a write that found none is none.
let isRefused = false;
export const isFull = () => isRefused;
async function whole(write) {
  const was = isRefused;
  try {
    await write();
    isRefused = false;
  } catch (failure) {
    isRefused = Boolean(failure) && failure.name === "QuotaExceededError";
    throw failure;
  } finally {
    if (was !== isRefused) tell("room");
  }
}

// Bytes and the act that needs them are kept together or not at all.
export const keepAct = (entry, files) => whole(() => keepBoth(entry, files));
async function keepBoth(entry, files) {
  const db = await open();
  const tx = db.transaction(["outbox", "blobs"], "readwrite", { durability: "strict" });
  for (const file of files) tx.objectStore("blobs").put(file);
  const before = await tx.objectStore("outbox").getAll();
  const after = outbox.added(before, entry);
  const ids = new Set(after.map((each) => each.id));
  for (const each of after) if (!before.includes(each)) tx.objectStore("outbox").put(each);
  for (const each of before) if (!ids.has(each.id)) tx.objectStore("outbox").delete(each.id);
  await tx.done;
  tell("outbox");
}

// Bytes of an act or a form that stands here already, brought back by a rescue file.
export const keepBytes = (files) => whole(async () => {
  const tx = (await open()).transaction("blobs", "readwrite", { durability: "strict" });
  for (const file of files) tx.store.put(file);
  await tx.done;
});

// The bytes of what has been delivered are the server's now; delivered entries are shown for a week. One transaction
// over all of it: an act that is kept between two looks would lose the bytes it came with.
export async function tidy(now) {
  const WEEK = 7 * 24 * 3600 * 1000;
  const tx = (await open()).transaction(["outbox", "drafts", "blobs", "kept"], "readwrite", { durability: "strict" });
  const [outboxes, texts, blobs, kept] = ["outbox", "drafts", "blobs", "kept"].map((name) => tx.objectStore(name));
  const [all, written, hashes] = await Promise.all([outboxes.getAll(), texts.getAll(), blobs.getAllKeys()]);
  const shown = all.filter((each) => !each.delivered_at || Math.abs(now - each.delivered_at) < WEEK);
  for (const each of all) if (!shown.includes(each)) outboxes.delete(each.id);
  const spent = outbox.spent(shown, hashes, written);
  for (const sha256 of spent) {
    blobs.delete(sha256);
    kept.delete(`upload:${sha256}`);
  }
  await tx.done;
  if (shown.length < all.length) tell("outbox");
}

// Whoever holds the lease sends; a tab that died loses it after a minute. Only where the browser has no locks.
export async function lease(owner, now) {
  const tx = (await open()).transaction("kept", "readwrite");
  const held = await tx.store.get("lease");
  const free = !held || held.owner === owner || held.until < now || held.until > now + 120000;
  if (free) tx.store.put({ owner, until: now + 60000 }, "lease");
  await tx.done;
  return free;
}
