// From a person's act to an entry of the outbox: hash first, then bytes and act are kept together or not at all.
import { app, me, measure, update } from "./app.js";
import * as clock from "./clock.js";
import { uuid } from "./dom.js";
import * as outbox from "./outbox.js";
import { hurry } from "./sending.js";
import { sha256 } from "./sha256.js";
import * as store from "./store.js";

const THUMB_PX = 160;

export async function keep(what, files = []) {
  const entry = outbox.entry({ person: me().id, made_at: clock.claimed(), ...what });
  await store.keepAct(entry, files);
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  measure().then(() => update("storage"));
  hurry();
  return entry;
}

// To hand in (报送) is to keep what stands in the form, then hand in exactly that; one act of the person, two of the journal.
export function reportItems(project, month, fields, answers, seenAt, isHandedIn, keys = [uuid(), uuid()]) {
  const subject = { type: "project", id: project };
  const at = clock.claimed();
  const save = { key: keys[0], verb: "report.save", subject, at, args: { month, seen_at: seenAt, ...fields, answers } };
  return isHandedIn ? [save, { key: keys[1], verb: "report.submit", subject, at, args: { month, answers }, after: keys[0] }] : [save];
}

// A picture or film with all that is claimed of it, and its bytes as they are: {evidence, files, thumb, bytes}.
export async function prepared({ blob, name, origin, takenAt, place, poster, thumb }, onProgress) {
  const hash = await sha256(blob, onProgress);
  const bytes = [{ sha256: hash, blob, name, type: blob.type, size: blob.size }];
  if (poster) bytes.push({ sha256: await sha256(poster), blob: poster, name: `${name}.jpg`, type: "image/jpeg", size: poster.size });
  const evidence = { sha256: hash, origin, taken_at: takenAt, place: place || null, nonce: app.nonce, poster: poster ? bytes[1].sha256 : null };
  return { evidence, files: bytes.map(({ blob: _bytes, ...known }) => known), thumb, bytes };
}

export async function keepPicture({ id, project, month, slot, milestone, caption, title, ...taken }, onProgress) {
  const { evidence, files, thumb, bytes } = await prepared(taken, onProgress);
  const args = { month, ...(slot ? { slot_name: slot } : {}), ...(milestone ? { milestone } : {}), ...(caption ? { caption } : {}) };
  return keep({
    id, kind: "picture", title, project, month, thumb,
    items: [{ key: uuid(), verb: "exhibit.add", subject: { type: "project", id: project }, at: clock.claimed(), args, evidence: [evidence] }],
    files,
  }, bytes);
}

// A small copy to look at on the phone; the original is never redrawn.
export async function thumbOf(source, width, height) {
  const scale = Math.min(1, THUMB_PX / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", 0.7);
}

export async function look(blob) {
  // what a chosen file looks like, where this phone can show it (HEIC often cannot); the file goes either way
  if (blob.type.startsWith("image/")) {
    const image = new Image();
    image.src = URL.createObjectURL(blob);
    try {
      await image.decode();
      return { thumb: await thumbOf(image, image.naturalWidth, image.naturalHeight), poster: null, seconds: null };
    } catch {
      return { thumb: null, poster: null, seconds: null };
    } finally {
      URL.revokeObjectURL(image.src);
    }
  }
  return blob.type.startsWith("video/") ? lookAtFilm(blob) : { thumb: null, poster: null, seconds: null };
}

async function lookAtFilm(blob) {
  const film = document.createElement("video");
  film.muted = true;
  film.playsInline = true;
  film.preload = "auto";
  film.src = URL.createObjectURL(blob);
  try {
    await new Promise((resolve, reject) => {
      film.onloadeddata = resolve;
      film.onerror = reject;
      setTimeout(reject, 8000);
    });
    const seconds = Number.isFinite(film.duration) ? film.duration : null;
    return { ...(await posterOf(film)), seconds };
  } catch {
    return { thumb: null, poster: null, seconds: null };
  } finally {
    URL.revokeObjectURL(film.src);
  }
}

export async function posterOf(film) {
  const canvas = document.createElement("canvas");
  const scale = Math.min(1, 1280 / Math.max(film.videoWidth, film.videoHeight, 1));
  canvas.width = Math.round(film.videoWidth * scale) || 1;
  canvas.height = Math.round(film.videoHeight * scale) || 1;
  canvas.getContext("2d").drawImage(film, 0, 0, canvas.width, canvas.height);
  const poster = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
  return { poster, thumb: await thumbOf(canvas, canvas.width, canvas.height) };
}
