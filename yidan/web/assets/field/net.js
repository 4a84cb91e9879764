// Talking to the server: never a page, always words; whatever fails says so and keeps everything.
import { app, update } from "./app.js";
import * as clock from "./clock.js";
import * as store from "./store.js";
import { languageCode } from "./words.js";

const PATIENCE_MS = 30000;
const AGAIN_MS = 400;

export class Unreached extends Error {}

export function token() {
  const found = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
  return found ? found[1] : "";
}

async function ask(address, options) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(address, { credentials: "same-origin", redirect: "manual", cache: "no-store", signal: patience.signal, ...options });
    app.isReachable = true;
    return answer;
  } catch (failure) {
    app.isReachable = false;
    throw new Unreached(failure.message);
  } finally {
    clearTimeout(timer);
  }
}

// Once more, soon, where no connection came about or it broke: only for what may come twice. One lost connection
// else sends a whole round of the outbox into its pause.
async function askAgain(address, options) {
  try {
    return await ask(address, options);
  } catch (failure) {
    if (navigator.onLine === false) throw failure;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    return ask(address, options);
  }
}

async function remember(nonce, now) {
  const offset = clock.heard(now);
  Object.assign(app, { nonce, heardAt: now });
  await Promise.all([store.put("nonce", nonce), store.put("offset", offset), store.put("heardAt", now)]);
}

// Whether somebody is logged in, and who: 401 asks to log in again, 409 says that another account is needed.
async function stopped(answer) {
  if (answer.type === "opaqueredirect" || answer.status === 401) app.session = "out";
  else if (answer.status === 409) app.session = "other";
  else if (answer.status === 403) app.session = "held";
  else return false;
  try {
    app.sessionWords = (await answer.json()).sentence;
  } catch {
    app.sessionWords = "";
  }
  return true;
}

// The answer that was asked for before the app had come (first.js), where nothing is kept and it speaks the language.
async function early() {
  const [asked] = [self.firstAnswer, (self.firstAnswer = null)];
  if (!asked || app.etag || languageCode() !== "zh-hans") return null;
  try {
    return await asked;
  } catch {
    return null;
  }
}

// What the phone keeps, as far as it changed. True where there is something new.
export async function refresh() {
  const answer = (await early()) || (await ask("/field/data/", { headers: { "If-None-Match": app.etag, "Yidan-Language": languageCode() } }));
  if (await stopped(answer)) {
    update("session");
    return false;
  }
  if (answer.status !== 200 && answer.status !== 304) throw new Unreached(`${answer.status}`);
  app.session = "in";
  const data = answer.status === 304 ? null : await answer.json();
  if (data) clock.setBehind(data.behind_days ?? 0);
  await remember(answer.headers.get("Yidan-Nonce"), answer.headers.get("Yidan-Now"));
  if (!data) return false;
  app.data = data;
  app.etag = answer.headers.get("ETag") || "";
  await Promise.all([store.put("data", data), store.put("etag", app.etag)]);
  update("data");
  return true;
}

// Anybody's next log-in starts from nothing; an answer of any kind that leads on is a log-out.
export async function logOut() {
  const answer = await ask("/account/logout/", { method: "POST", headers: { "X-CSRFToken": token() } });
  if (answer.type !== "opaqueredirect" && answer.status !== 200 && answer.status !== 401) throw new Unreached(`${answer.status}`);
}

// Send items; the answers, or null where the server wants somebody to log in (nothing is lost by that).
export async function send(items, isSecond = false) {
  const body = JSON.stringify({ device: app.device, person: app.data.person.id, items });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token(), "Yidan-Language": languageCode() };
  const answer = await askAgain("/sync/", { method: "POST", headers, body });
  if (answer.status === 403 && !isSecond && !(answer.headers.get("Content-Type") || "").includes("json")) {
    await ask("/field/data/", {}); // the form's token was too old: this brings a fresh one
    return send(items, true);
  }
  if (await stopped(answer)) return null;
  app.session = "in";
  if (answer.status === 400 || answer.status === 413) return { answers: [], sentence: (await answer.json()).sentence };
  if (answer.status !== 200) throw new Unreached(`${answer.status}`);
  const said = await answer.json();
  await remember(said.nonce, said.now);
  return said;
}
