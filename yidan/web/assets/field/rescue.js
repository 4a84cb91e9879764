// The rescue file: everything that has not been delivered, in one file that can be carried to another phone or
// uploaded at a desktop. Layout: "YIDAN1\n", one line of JSON, then the bytes of each file in its order.
import { app, me } from "./app.js";
import * as clock from "./clock.js";
import * as outbox from "./outbox.js";
import { sha256 } from "./sha256.js";
import * as store from "./store.js";

const HEAD = "YIDAN1\n";
const LONGEST_LINE = 8 * 1024 * 1024;

export async function pack() {
  const entries = (await store.entries()).filter((each) => each.person === me().id && outbox.isOpen(each));
  const drafts = (await store.drafts()).filter((each) => each.person === me().id);
  const files = [];
  const parts = [];
  const pictures = drafts.flatMap((each) => each.pictures ?? []); // what is being written has pictures of its own
  for (const hash of new Set([...entries, ...pictures].flatMap((each) => each.files.map((file) => file.sha256)))) {
    const kept = await store.blob(hash);
    if (!kept) continue;
    files.push({ sha256: hash, size: kept.blob.size, type: kept.type, name: kept.name });
    parts.push(kept.blob);
  }
  const told = { made_at: clock.claimed(), device: app.device, person: me(), entries, drafts, files };
  return new Blob([HEAD, JSON.stringify(told), "\n", ...parts], { type: "application/x-yidan" });
}

export async function unpack(file) {
  const text = await file.slice(0, LONGEST_LINE).text();
  const end = text.indexOf("\n", HEAD.length);
  if (!text.startsWith(HEAD) || end < 0) throw new Error("not a rescue file");
  const line = text.slice(0, end + 1);
  const told = JSON.parse(line.slice(HEAD.length));
  let at = new Blob([line]).size;
  const blobs = new Map();
  for (const { sha256: hash, size, type, name } of told.files) {
    const blob = file.slice(at, at + size, type);
    at += size;
    if (blob.size !== size || (await sha256(blob)) !== hash) continue; // the others are whole, and come
    blobs.set(hash, { sha256: hash, blob: new Blob([await blob.arrayBuffer()], { type }), name, type, size });
  }
  return { ...told, blobs, lost: told.files.length - blobs.size };
}

// What is there already stays as it is: keys and hashes are the same, so nothing is doubled.
export async function bringIn(file) {
  const { entries, drafts, blobs, lost, person } = await unpack(file);
  if (person.id !== me().id) return { isForeign: true, name: person.name };
  const known = new Set((await store.entries()).map((each) => each.id));
  const fresh = entries.filter((each) => !known.has(each.id));
  for (const entry of fresh) {
    const files = entry.files.map((each) => blobs.get(each.sha256)).filter(Boolean);
    await store.keepAct({ ...entry, sending: null, next_at: 0 }, files);
  }
  for (const entry of entries.filter((each) => known.has(each.id))) {
    const files = entry.files.map((each) => blobs.get(each.sha256)).filter(Boolean);
    await store.keepBytes(files);
  }
  for (const draft of drafts) {
    if (await store.draft(draft.id)) continue;
    const files = (draft.pictures ?? []).flatMap((each) => each.files).map((each) => blobs.get(each.sha256)).filter(Boolean);
    await store.keepDraftWith(draft, files);
  }
  return { count: fresh.length, lost };
}
