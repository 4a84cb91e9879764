// Logging out on a phone that others use too: what the app keeps of the person goes; what has not been delivered stays,
// readable by nobody else, until the same person is back or the rescue file has carried it away.
import { app, reread, update } from "./app.js";
import * as net from "./net.js";
import * as outbox from "./outbox.js";
import * as store from "./store.js";

const OF_A_PERSON = ["data", "etag", "nonce", "heardAt"];
const LEFT = "field_left"; // set by the pages when somebody logs out there

export async function wipe() {
  await Promise.all(OF_A_PERSON.map(store.drop));
  await store.change((all) => all.filter(outbox.isOpen));
  await store.tidy(Date.now());
  if (self.caches) await caches.delete("field-thumbs");
  Object.assign(app, { data: null, etag: "", nonce: "", heardAt: null, session: "out" });
  await reread();
}

// Without a network the phone is empty at once, and the log-out itself follows as soon as there is one.
export async function leave() {
  await store.put("leaving", true);
  await wipe();
  await finish().catch(() => {});
  update("session");
}

export async function finish() {
  await net.logOut();
  await store.drop("leaving");
}

// Somebody left here or on the pages since the app was open last: true while the server still has to be told.
export async function hasLeft() {
  if (document.cookie.includes(`${LEFT}=`)) {
    document.cookie = `${LEFT}=; Path=/field/; Max-Age=0`;
    await wipe();
  }
  return Boolean(await store.get("leaving"));
}
