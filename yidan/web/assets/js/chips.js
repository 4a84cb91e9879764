// A paper's paragraphs as plain text in which a number is a chip: it may be dragged, cut, pasted or deleted, never typed
// into. The textarea stays what is sent, with each chip as [[12|75.3%]]; without script it is edited as it stands.
const CHIP = /\[\[(\d{1,6})\|([^\[\]|]*)\]\]/g;

function chip(place, printed) {
  const box = document.createElement("span");
  box.className = "number-chip";
  box.contentEditable = "false";
  box.draggable = true;
  box.dataset.place = place;
  box.textContent = printed;
  return box;
}

// text with [[…]] as nodes
function nodes(text) {
  const made = document.createDocumentFragment();
  let end = 0;
  for (const found of text.matchAll(CHIP)) {
    made.append(text.slice(end, found.index), chip(found[1], found[2]));
    end = found.index + found[0].length;
  }
  made.append(text.slice(end));
  return made;
}

// nodes back as text with [[…]]; what a browser puts in for a new line (div, br) is a new line
function textOf(place) {
  let said = "";
  place.childNodes.forEach((node) => {
    if (node.nodeType === Node.TEXT_NODE) said += node.data;
    else if (node.nodeName === "BR") said += "\n";
    else if (node.classList && node.classList.contains("number-chip")) said += `[[${node.dataset.place}|${node.textContent}]]`;
    else said += (node.nodeName === "DIV" || node.nodeName === "P" ? "\n" : "") + textOf(node);
  });
  return said;
}

function put(box, made) {
  const chosen = window.getSelection();
  if (!chosen.rangeCount || !box.contains(chosen.anchorNode)) return box.append(made);
  const range = chosen.getRangeAt(0);
  range.deleteContents();
  const last = made.lastChild;
  range.insertNode(made);
  if (last) range.setStartAfter(last);
  range.collapse(true);
  chosen.removeAllRanges();
  chosen.addRange(range);
}

let dragged = null;

function open(area) {
  const box = document.createElement("div");
  box.className = "chips-text";
  box.contentEditable = "true";
  box.setAttribute("role", "textbox");
  box.setAttribute("aria-multiline", "true");
  box.setAttribute("aria-labelledby", area.previousElementSibling.id = `${area.id}-label`);
  box.append(nodes(area.value));
  area.hidden = true;
  area.after(box);
  const keep = () => (area.value = textOf(box));
  box.addEventListener("input", keep);
  for (const name of ["copy", "cut"]) {
    box.addEventListener(name, (event) => {
      const chosen = window.getSelection();
      if (chosen.isCollapsed) return;
      event.clipboardData.setData("text/plain", textOf(chosen.getRangeAt(0).cloneContents()));
      event.preventDefault();
      if (name === "cut") chosen.deleteFromDocument();
      keep();
    });
  }
  box.addEventListener("paste", (event) => {
    event.preventDefault();
    put(box, nodes(event.clipboardData.getData("text/plain")));
    keep();
  });
  box.addEventListener("dragstart", (event) => {
    if (!event.target.classList || !event.target.classList.contains("number-chip")) return;
    dragged = event.target;
    event.dataTransfer.setData("text/plain", textOf({ childNodes: [dragged] }));
    event.dataTransfer.effectAllowed = "move";
  });
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    const range = document.caretRangeFromPoint && document.caretRangeFromPoint(event.clientX, event.clientY);
    const made = dragged || nodes(event.dataTransfer.getData("text/plain"));
    if (range && box.contains(range.startContainer) && !(dragged && dragged.contains(range.startContainer))) range.insertNode(made);
    else if (!dragged || dragged.parentNode !== box) box.append(made);
    dragged = null;
    document.querySelectorAll(".chips-text").forEach((each) => each.dispatchEvent(new Event("input")));
  });
}

const openAll = (root) => root.querySelectorAll("textarea[data-chips]:not([hidden])").forEach(open);
document.addEventListener("DOMContentLoaded", () => openAll(document));
document.addEventListener("htmx:load", (event) => event.target.querySelectorAll && openAll(event.target));
if (document.readyState !== "loading") openAll(document);
