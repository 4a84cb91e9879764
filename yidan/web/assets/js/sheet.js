// The sheet: a figure's link is loaded into #sheet-content and the dialog opens; without script it is a page.
const sheet = () => document.getElementById("sheet");

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
