// Pictures: the lightbox, before and after, a viewpoint month by month, the map on demand. Without script each
// picture is a link to its own page and the timeline is all there is.
const all = (root, selector) => [...root.querySelectorAll(selector)];
const words = (name) => document.getElementById("words").dataset[name];

// --- the lightbox: the picture's own page in a dialog, with the neighbours to the left and right ---
let box = null;
let shown = [];
let place = 0;

function lightbox() {
  if (box) return box;
  box = document.createElement("dialog");
  box.className = "lightbox";
  box.tabIndex = -1;
  box.setAttribute("aria-label", words("picture"));
  const button = (name, label, step) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `lightbox-${name}`;
    made.setAttribute("aria-label", words(label));
    made.innerHTML = { close: "✕", before: "‹", next: "›" }[name];
    made.addEventListener("click", () => (step ? turn(step) : box.close()));
    return made;
  };
  const content = document.createElement("div");
  content.className = "lightbox-content";
  box.append(content, button("before", "earlier", -1), button("next", "later", 1), button("close", "close", 0));
  box.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || event.target.closest("video, input")) return;
    event.preventDefault();
    turn(step);
  });
  let from = null;
  box.addEventListener("touchstart", (event) => (from = event.touches.length === 1 ? event.touches[0].clientX : null), { passive: true });
  box.addEventListener("touchend", (event) => {
    const moved = from === null ? 0 : event.changedTouches[0].clientX - from;
    if (Math.abs(moved) > 60 && !event.target.closest("video, input")) turn(moved > 0 ? -1 : 1);
  });
  box.addEventListener("close", () => (content.textContent = ""));
  document.body.append(box);
  return box;
}

function turn(step) {
  place = (place + step + shown.length) % shown.length;
  load();
}

async function load() {
  const link = shown[place];
  const content = lightbox().querySelector(".lightbox-content");
  box.classList.toggle("is-alone", shown.length < 2);
  content.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    const text = await answer.text();
    if (shown[place] !== link) return;
    content.innerHTML = text;
    content.scrollTop = 0;
    if (!box.open) box.showModal();
    if (!box.contains(document.activeElement)) box.focus(); // what had the focus may just have been replaced
  } catch {
    location.href = link.href;
  }
  content.removeAttribute("aria-busy");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.shot[data-shot]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !window.HTMLDialogElement) return;
  event.preventDefault();
  shown = all(link.closest("[data-pictures], [data-wall]") || document, "a.shot[data-shot]");
  place = shown.indexOf(link);
  load();
});

// --- a project's pictures ---
const stillness = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function stills(section) {
  const found = new Map();
  all(section, "a.shot[data-view]").forEach((link) => {
    if (!link.dataset.view) return;
    if (!found.has(link.dataset.slot)) found.set(link.dataset.slot, []);
    found.get(link.dataset.slot).push({ view: link.dataset.view, month: link.dataset.month, words: link.dataset.words, name: link.dataset.slot || words("other") });
  });
  // one picture a month, oldest first: the last that was brought stands for it
  const groups = [];
  found.forEach((list, slot) => {
    const months = new Map();
    list.forEach((each) => months.has(each.month) || months.set(each.month, each));
    const frames = [...months.values()].sort((one, other) => (one.month < other.month ? -1 : 1));
    if (frames.length > 1) groups.push({ slot, name: frames[0].name, frames });
  });
  return groups.sort((one, other) => (one.slot === "") - (other.slot === ""));
}

function options(select, list, chosen) {
  select.replaceChildren(...list.map(([value, text]) => new Option(text, value, false, value === String(chosen))));
}

function compare(panel, groups) {
  const [slots, before, after] = ["slots", "before", "after"].map((name) => panel.querySelector(`[data-${name}]`));
  const stage = panel.querySelector("[data-compare]");
  const range = stage.querySelector("input");
  const pictures = { before: stage.querySelector("[data-before-picture]"), after: stage.querySelector("[data-after-picture]") };
  const draw = () => stage.style.setProperty("--cut", `${range.value}%`);
  const show = () => {
    const { frames } = groups[slots.value];
    [["before", before], ["after", after]].forEach(([name, select]) => {
      const frame = frames[select.value];
      pictures[name].src = frame.view;
      pictures[name].alt = `${frame.name} ${frame.words}`;
      stage.querySelector(`[data-${name}-words]`).textContent = frame.words;
    });
  };
  const choose = () => {
    const months = groups[slots.value].frames.map((frame, index) => [String(index), frame.words]);
    options(before, months, 0);
    options(after, months, months.length - 1);
    show();
  };
  options(slots, groups.map((group, index) => [String(index), group.name]), 0);
  slots.addEventListener("change", choose);
  before.addEventListener("change", show);
  after.addEventListener("change", show);
  range.addEventListener("input", draw);
  draw();
  choose();
}

function lapse(panel, groups) {
  const slots = panel.querySelector("[data-slots]");
  const [frame, next] = [panel.querySelector("[data-frame]"), panel.querySelector("[data-next-frame]")];
  const said = panel.querySelector("[data-lapse-words]");
  const [play, scrub] = [panel.querySelector("[data-play]"), panel.querySelector("[data-scrub]")];
  let timer = 0;
  const frames = () => groups[slots.value].frames;
  const show = () => {
    const now = frames()[scrub.value];
    next.src = now.view;
    next.onload = () => {
      frame.src = now.view;
      frame.alt = `${now.name} ${now.words}`;
    };
    said.textContent = now.words;
    scrub.setAttribute("aria-valuetext", now.words);
  };
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    play.textContent = play.dataset.playWord;
  };
  const start = () => {
    if (Number(scrub.value) >= frames().length - 1) scrub.value = 0;
    show();
    play.textContent = play.dataset.pauseWord;
    timer = setInterval(() => {
      if (!panel.isConnected || panel.hidden || Number(scrub.value) >= frames().length - 1) return stop();
      scrub.value = Number(scrub.value) + 1;
      show();
    }, 900);
  };
  const choose = () => {
    stop();
    scrub.max = frames().length - 1;
    scrub.value = scrub.max;
    frames().forEach((each) => (new Image().src = each.view));
    show();
  };
  options(slots, groups.map((group, index) => [String(index), group.name]), 0);
  slots.addEventListener("change", choose);
  scrub.addEventListener("input", () => (stop(), show()));
  play.addEventListener("click", () => (timer ? stop() : start()));
  play.hidden = stillness(); // whoever asked for no motion leafs by hand
  choose();
}

function map(panel) {
  const ground = panel.querySelector("[data-map]");
  if (ground.dataset.drawn) return;
  ground.dataset.drawn = "yes";
  const draw = () => window.yidanMap(ground, (id) => {
    const link = document.querySelector(`a.shot[data-shot="${id}"]`);
    if (link) link.click();
  });
  if (window.yidanMap) return draw();
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: ground.dataset.style });
  const script = Object.assign(document.createElement("script"), { src: ground.dataset.script, onload: draw });
  document.head.append(style, script);
}

function open(section) {
  if (section.dataset.opened || !section.querySelector("[data-panel]")) return;
  section.dataset.opened = "yes";
  const film = section.querySelector(".film");
  if (film) film.scrollLeft = film.scrollWidth; // the newest months are at the right
  const tabs = section.querySelector(".pictures-tabs");
  if (!tabs) return;
  tabs.hidden = tabs.children.length < 2;
  const done = {};
  const makers = {
    compare: (panel) => compare(panel, stills(section)),
    lapse: (panel) => lapse(panel, stills(section)),
    map,
  };
  tabs.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]");
    if (!tab) return;
    all(tabs, "[data-tab]").forEach((each) => each.setAttribute("aria-pressed", String(each === tab)));
    all(section, "[data-panel]").forEach((each) => (each.hidden = each.dataset.panel !== tab.dataset.tab));
    const panel = section.querySelector(`[data-panel="${tab.dataset.tab}"]`);
    if (makers[tab.dataset.tab] && !done[tab.dataset.tab]) makers[tab.dataset.tab](panel);
    done[tab.dataset.tab] = true;
  });
}

const openAll = () => all(document, "[data-pictures]").forEach(open);
document.addEventListener("DOMContentLoaded", openAll);
document.addEventListener("htmx:load", openAll);
