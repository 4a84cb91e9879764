// Small manners: menus that close, textareas that grow, names that unfold, tabs, dropped files, the offline bar.
const words = () => document.getElementById("words").dataset;
const each = (root, selector, act) => root.querySelectorAll(selector).forEach(act);

// one open menu at a time; a click elsewhere or Escape closes it
const menus = "details.menu, details.chip";
document.addEventListener("click", (event) => {
  each(document, menus, (menu) => menu.open && !menu.contains(event.target) && menu.removeAttribute("open"));
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  each(document, menus, (menu) => {
    if (!menu.open) return;
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  });
});

const grow = (area) => {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
};
document.addEventListener("input", (event) => event.target.matches("textarea[data-grow], .field textarea") && grow(event.target));

// a long name is clamped to two lines; where something is hidden, a small button shows it in full
function unfoldAll(root) {
  const hiding = Array.from(root.querySelectorAll(".clamp:not([data-clamped])")).filter((name) => name.scrollHeight > name.clientHeight + 2);
  hiding.forEach(unfold); // all are measured before the first is changed, so that the page is laid out once
}
function unfold(name) {
  name.dataset.clamped = "yes";
  const more = document.createElement("button");
  more.type = "button";
  more.className = "clamp-more";
  more.textContent = words().more;
  more.setAttribute("aria-expanded", "false");
  more.addEventListener("click", () => {
    const open = name.classList.toggle("is-open");
    more.setAttribute("aria-expanded", String(open));
    more.textContent = open ? words().less : words().more;
  });
  name.after(more);
}

// tabs of a split page; wider screens show both sides and no tabs
function tabs(split) {
  if (split.dataset.tab) return;
  const buttons = split.querySelectorAll("[role=tab]");
  const choose = (chosen) => {
    split.dataset.tab = chosen.dataset.shows;
    buttons.forEach((button) => {
      button.setAttribute("aria-selected", String(button === chosen));
      button.tabIndex = button === chosen ? 0 : -1;
    });
  };
  buttons.forEach((button, index) => {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      choose(button);
    });
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = buttons[(index + step + buttons.length) % buttons.length];
      choose(next);
      next.focus();
    });
  });
  if (buttons.length) choose(buttons[0]);
}

function drop(area) {
  if (area.dataset.ready) return;
  area.dataset.ready = "yes";
  const input = area.querySelector("input[type=file]");
  const chosen = area.querySelector("[data-chosen]");
  area.addEventListener("dragover", () => area.classList.add("is-over"));
  ["dragleave", "drop"].forEach((name) => area.addEventListener(name, () => area.classList.remove("is-over")));
  input.addEventListener("change", () => {
    const names = Array.from(input.files, (file) => `${file.name} · ${Math.max(1, Math.round(file.size / 1024))} KB`);
    if (names.length) chosen.textContent = names.join("\n");
  });
}

// one tick above a column ticks the whole column
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-tick-all]")) {
    const table = event.target.closest("table");
    each(table, "tbody .tick input:not([disabled])", (box) => { box.checked = event.target.checked; });
  }
});
// a form that says so is sent when a choice changes (its button is for those without script)
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form && form.hasAttribute("data-sends-itself")) form.requestSubmit ? form.requestSubmit() : form.submit();
});
// demo log-ins fill the form
document.addEventListener("click", (event) => {
  const person = event.target.closest("[data-log-in]");
  if (!person) return;
  const form = document.querySelector("form[data-login]");
  form.querySelector("[name=login]").value = person.dataset.logIn;
  form.querySelector("[name=password]").value = person.dataset.password;
  form.querySelector("button[type=submit]").focus();
});

const online = () => document.documentElement.toggleAttribute("data-offline", !navigator.onLine);
window.addEventListener("online", online);
window.addEventListener("offline", online);

function settle(root) {
  each(root, "textarea[data-grow], .field textarea", grow);
  each(root, ".split", tabs);
  each(root, ".drop", drop);
}
// Names are measured when the page has been drawn: asking before would lay it out once more, in one go with all the rest.
const afterDrawing = (act) => requestAnimationFrame(() => setTimeout(act));
document.addEventListener("DOMContentLoaded", () => {
  online();
  settle(document);
  afterDrawing(() => unfoldAll(document));
});
document.addEventListener("htmx:afterSettle", (event) => {
  const root = event.detail.target.parentElement || document;
  settle(root);
  afterDrawing(() => unfoldAll(root));
});
