// Toasts: said once, politely, to eyes and screen readers. The server sends HX-Trigger: {"say": "已报送"}.
const STAY = 6000;

function show(words) {
  const place = document.getElementById("toasts");
  if (!place || !words) return;
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.textContent = words;
  place.append(toast);
  leave(toast);
}

function leave(toast) {
  setTimeout(() => toast.remove(), STAY);
  toast.addEventListener("click", () => toast.remove());
}

document.addEventListener("say", (event) => {
  const detail = event.detail;
  show(typeof detail === "string" ? detail : detail.value);
});
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("#toasts .toast").forEach(leave));
