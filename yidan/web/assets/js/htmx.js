// htmx under our content security policy: no injected style, no eval, nothing kept in the browser's storage.
import htmx from "htmx.org";

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.historyCacheSize = 0; // office desks are shared: no page is kept in localStorage
htmx.config.refreshOnHistoryMiss = true;
htmx.config.defaultSettleDelay = 0;
// A refusal (409) and a form with errors (422) carry words to be read, so they are shown like an answer.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "409|422", swap: true },
  { code: "[45]..", swap: false, error: true },
];

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf-token]");
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.content;
});

// A refusal goes to the nearest place kept for it and leaves what was entered where it is.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status !== 409) return;
  // the event's own element is the target of the swap; what counts is the button pressed, or what sent the request
  const sent = event.detail.requestConfig || {};
  const pressed = sent.triggeringEvent && sent.triggeringEvent.submitter;
  const near = (pressed || sent.elt || event.detail.elt).closest("[data-refusals]");
  const place = (near && near.querySelector(".refusals")) || document.getElementById("refusals");
  if (!place) return;
  event.detail.target = place;
  event.detail.swapOverride = "innerHTML";
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.classList.contains("refusals")) event.detail.target.scrollIntoView({ block: "nearest" });
});

const words = (name) => document.getElementById("words").dataset[name];
const say = (words) => document.dispatchEvent(new CustomEvent("say", { detail: words }));
document.addEventListener("htmx:sendError", () => say(words("unreachable")));
document.addEventListener("htmx:responseError", () => say(words("failed")));
