// The question before a dangerous act: `data-question` on a form (or hx-confirm) is the consequence in words.
let goOn = null;

function ask(words, heading, verb, then) {
  const dialog = document.getElementById("question");
  if (!dialog || !dialog.showModal) return window.confirm(words) && then();
  dialog.querySelector("[data-words]").textContent = words;
  dialog.querySelector("[data-heading]").textContent = heading || dialog.dataset.heading;
  dialog.querySelector("[data-go]").textContent = verb || dialog.dataset.verb;
  goOn = then;
  dialog.showModal();
  dialog.querySelector("[data-close]").focus();
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("#question [data-go]")) return;
  document.getElementById("question").close();
  const then = goOn;
  goOn = null;
  if (then) then();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  const asked = button && button.dataset.question ? button : form;
  if (!asked.dataset.question || form.dataset.answered) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(asked.dataset.question, asked.dataset.heading, asked.dataset.verb, () => {
    form.dataset.answered = "yes";
    form.requestSubmit ? form.requestSubmit(button || undefined) : form.submit();
    delete form.dataset.answered;
  });
}, true);

document.addEventListener("htmx:confirm", (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  const { heading, verb } = event.detail.elt.dataset;
  ask(event.detail.question, heading, verb, () => event.detail.issueRequest(true));
});
