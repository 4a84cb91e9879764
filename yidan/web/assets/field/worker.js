// The service worker: the app opens without a network after the first visit, and an update loses nothing.
// `self.YIDAN` = {version, shell, files} is put in front by the server (yidan/web/field/shell.py).
const { version, shell, files } = self.YIDAN;
const KEPT = `field-${version}`;
const THUMBS = "field-thumbs";
const MOST_THUMBS = 400;
const isOurs = (name) => name.startsWith("field-") && name !== THUMBS;

// A new version is fetched whole before it takes anything over; half of one is never shown.
self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(KEPT);
    await Promise.all([shell, ...files].map(async (address) => {
      const answer = await fetch(address, { cache: "reload", credentials: "same-origin" });
      // somebody logged out is led to the log-in page, which must never be kept as the app
      if (!answer.ok || answer.redirected) throw new Error(`${address} ${answer.status}`);
      await cache.put(address, answer);
    }));
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => isOurs(name) && name !== KEPT).map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

// The page says when nothing is being typed, so that the new version may take over.
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { pathname, search, origin } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === shell) event.respondWith(kept(shell, request));
  else if (files.includes(pathname + search)) event.respondWith(kept(pathname + search, request));
  else if (/^\/evidence\/\d+\/preview\/thumb\/$/.test(pathname)) event.respondWith(thumb(request));
});

async function kept(address, request) {
  const cache = await caches.open(KEPT);
  return (await cache.match(address)) || fetch(request);
}

// Thumbnails never change; the oldest make room.
async function thumb(request) {
  const cache = await caches.open(THUMBS);
  const known = await cache.match(request.url);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok && !answer.redirected) {
    await cache.put(request.url, answer.clone());
    const all = await cache.keys();
    await Promise.all(all.slice(0, Math.max(0, all.length - MOST_THUMBS)).map((each) => cache.delete(each)));
  }
  return answer;
}
