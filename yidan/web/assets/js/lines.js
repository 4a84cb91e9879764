// A sheet of many lines: Enter goes to the next line's field, as in a spreadsheet; in the last it sends the sheet.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("form[data-next-field] input[inputmode]")) return;
  const fields = [...event.target.form.querySelectorAll("input[inputmode]")];
  const next = fields[fields.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
});
