// What the app knows while it is open; the truth is in the store, this is what the screens read.
import * as clock from "./clock.js";
import { uuid } from "./dom.js";
import * as store from "./store.js";
import { languageCode, setLanguage } from "./words.js";

export const app = {
  data: null, // what the server last gave
  etag: "",
  nonce: "",
  device: "",
  entries: [],
  drafts: new Map(),
  session: "in", // "in" · "out" (log in again) · "other" (somebody else is logged in) · "held" (the server said why)
  sessionWords: "",
  isReachable: true,
  heardAt: null,
  storage: { usage: 0, quota: 0, isPersistent: false },
  settings: { theme: "auto", size: "normal", language: "zh-hans", place: true },
};

const listeners = new Set();
export const onUpdate = (listener) => listeners.add(listener);
export const update = (what = "") => listeners.forEach((listener) => listener(what));

export const me = () => (app.data ? app.data.person : null);
export const mine = () => app.entries.filter((each) => me() && each.person === me().id);
export const project = (id) => (app.data ? app.data.projects.find((each) => each.id === Number(id)) : null);
export const month = () => app.data.month;
export const matter = (id) => (app.data ? app.data.matters.find((each) => each.id === Number(id)) : null);
// Who only visits sees visits first; who reports sees the own projects.
export const isVisitor = () => Boolean(app.data && app.data.patrol) && !app.data.projects.some((each) => each.may_report);

// What an older version kept lacks what came later; it is shown all the same until the server is heard of again.
const YOUNGER = { matters: [], acts: {}, raising: { label: "", types: [] }, patrol: null };

export async function load() {
  const [data, etag, nonce, device, settings, offset, heardAt] = await Promise.all(
    ["data", "etag", "nonce", "device", "settings", "offset", "heardAt"].map(store.get));
  Object.assign(app, { data: data ? { ...YOUNGER, ...data } : null, etag: etag ?? "", nonce: nonce ?? "", heardAt: heardAt ?? null });
  app.settings = { ...app.settings, ...settings };
  clock.setBehind(data?.behind_days ?? 0);
  clock.setOffset(offset ?? 0);
  app.device = device || uuid();
  if (!device) await store.put("device", app.device);
  await store.recover().catch(() => {});
  await reread();
  await dress();
}

export async function reread() {
  const [entries, drafts] = await Promise.all([store.entries(), store.drafts()]);
  app.entries = entries.sort((one, two) => (one.seq ?? 0) - (two.seq ?? 0));
  app.drafts = new Map(drafts.map((each) => [each.id, each]));
}

export async function choose(changes) {
  Object.assign(app.settings, changes);
  await store.put("settings", app.settings);
  await dress();
  update("settings");
}

async function dress() {
  const root = document.documentElement;
  if (app.settings.theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = app.settings.theme;
  root.dataset.size = app.settings.size;
  if (languageCode() !== app.settings.language) await setLanguage(app.settings.language).catch(() => {});
}

export async function measure() {
  if (!navigator.storage || !navigator.storage.estimate) return;
  const { usage, quota } = await navigator.storage.estimate();
  const isPersistent = navigator.storage.persisted ? await navigator.storage.persisted() : false;
  app.storage = { usage, quota, isPersistent };
}
const ROOM_BYTES = 150 * 1024 * 1024;
// A film needs room: warn while there is still some.
export const isRoomShort = () => store.isFull() || app.storage.quota > 0 && (app.storage.quota - app.storage.usage < ROOM_BYTES || app.storage.usage > 0.85 * app.storage.quota);
