// The sheet: a figure's link is loaded into #sheet-content and the dialog opens; without script it is a page.
// One listener for all of them: a page holds hundreds, and htmx looks at each element that has its attributes.
import htmx from "htmx.org";

const sheet = () => document.getElementById("sheet");

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-sheet]");
  if (!link || !sheet() || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  htmx.ajax("GET", link.getAttribute("href"), { source: link, target: "#sheet-content" }).catch(() => {}); // said by htmx.js
});

document.addEventListener("htmx:afterSwap", (event) => {
  const dialog = sheet();
  if (event.detail.target.id !== "sheet-content" || !dialog) return;
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
});

document.addEventListener("click", (event) => {
  const dialog = event.target.closest("dialog");
  if (!dialog) return;
  const onBackdrop = event.target === dialog;
  if (onBackdrop || event.target.closest("[data-close]")) dialog.close();
});
