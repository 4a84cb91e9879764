// Before the app itself has come: on a first visit, when nothing is kept yet, what the phone will keep is asked for at once.
// Afterwards the service worker has the app, and the app asks only for what has changed.
if (!navigator.serviceWorker || !navigator.serviceWorker.controller) {
  self.firstAnswer = fetch("/field/data/", { credentials: "same-origin", redirect: "manual", cache: "no-store" });
  self.firstAnswer.catch(() => {}); // whoever waits for it hears of it
}
