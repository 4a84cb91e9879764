// Elements from a tag, its attributes and its children; the few icons; the one dialog.
const STROKES = {
  list: "M3.5 5h.01M3.5 10h.01M3.5 15h.01M7 5h9.5M7 10h9.5M7 15h9.5",
  todo: "M5 2.8h10v14.4H5zM7.6 7.4l1.4 1.4 2.9-3M7.6 13h5",
  outbox: "M10 12.5v-9M6.5 6.8 10 3.3l3.5 3.5M3.5 13.5v3h13v-3",
  person: "M10 10.2a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6M3.8 16.8c.7-2.7 3.2-4.2 6.2-4.2s5.5 1.5 6.2 4.2",
  left: "M12 5.5 7.5 10l4.5 4.5",
  right: "M8 5.5l4.5 4.5L8 14.5",
  down: "M5.5 8 10 12.5 14.5 8",
  close: "M5 5l10 10M15 5 5 15",
  check: "M4.5 10.5 8.3 14.3 15.5 6.3",
  camera: "M3 6.5h3.2L7.6 4.5h4.8l1.4 2H17v9H3zM10 13.4a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4",
  film: "M3 5.5h10v9H3zM13 9l4-2.5v7L13 11",
  picture: "M3 4.5h14v11H3zM3 13l4-4 3.5 3.5L13 10l4 4M13.2 7.4h.01",
  place: "M10 17s5-4.6 5-8.6a5 5 0 0 0-10 0C5 12.4 10 17 10 17M10 10a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4",
  report: "M5 2.8h7l3.2 3.2v11.2H5zM12 2.8V6h3.2M7.6 9.5h5M7.6 12h5M7.6 14.5h3",
  warn: "M10 3.5 17.3 16H2.7zM10 8.5v3.7M10 14.2h.01",
  refused: "M6.9 3h6.2L17 6.9v6.2L13.1 17H6.9L3 13.1V6.9zM6.8 10h6.4",
  time: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14M10 6v4.2l2.7 1.7",
  info: "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14M10 9.2V13.5M10 6.5h.01",
};
const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", STROKES[name]);
  svg.append(path);
  return svg;
}

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "value" || name === "checked" || name === "srcObject" || name === "muted") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// A sheet that comes up from the foot of the screen; closes by its button, Escape or a tap beside it.
export function sheet(title, ...children) {
  document.querySelectorAll("dialog.sheet").forEach((open) => open.close()); // a double tap opens one
  const box = h("dialog", { class: "sheet", "aria-label": title },
    h("div", { class: "sheet-head" }, h("h2", {}, title), h("button", { class: "icon-button", type: "button", "aria-label": "×", onclick: () => box.close() }, icon("close"))),
    h("div", { class: "sheet-body" }, ...children));
  box.addEventListener("click", (event) => { if (event.target === box) box.close(); });
  box.addEventListener("close", () => {
    box.remove();
    document.dispatchEvent(new Event("sheet-closed"));
  });
  document.body.append(box);
  box.showModal();
  return box;
}

export function say(words) {
  let place = document.getElementById("said");
  if (!place) document.body.append((place = h("div", { id: "said", role: "status", "aria-live": "polite" })));
  const toast = h("p", { class: "toast" }, words);
  place.append(toast);
  setTimeout(() => toast.remove(), 5000);
}

// What floats would lie over the shutter.
export const hush = () => { const place = document.getElementById("said"); if (place) place.replaceChildren(); };

export const uuid = () => (crypto.randomUUID ? crypto.randomUUID() : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
  (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16)));
