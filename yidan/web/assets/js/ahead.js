// Large files go ahead of their form, each resumed at the byte after a cut; the form then names them by hash. Small ones,
// and all where there is no script, go with the form as ever. What does the work is brought only then (assets/ahead.js).
const LARGE_BYTES = 4 * 1024 * 1024;
// What the uploads take. Where a form takes any file (its field names no types), the rest goes with the form at once.
const TAKEN = /^(image|video)\/|pdf|officedocument|msword|ms-excel|ms-powerpoint/;
let coming = null;

function goes(input) {
  const files = Array.from(input.files);
  return files.length > 0 && (Boolean(input.accept) || files.every((file) => TAKEN.test(file.type)));
}

function bring(source) {
  coming ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: source, onload: resolve });
    script.onerror = () => {
      coming = null;
      reject(new Error("ahead.js did not come"));
    };
    document.head.append(script);
  });
  return coming;
}

// Before anybody else hears of it: the form is sent again, without the bytes, when all are there.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const inputs = Array.from(form.querySelectorAll("input[type=file][data-ahead]")).filter(goes);
  const size = inputs.flatMap((input) => Array.from(input.files)).reduce((sum, file) => sum + file.size, 0);
  if (size < LARGE_BYTES || !form.requestSubmit) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = event.submitter;
  bring(inputs[0].dataset.ahead).then(() => window.yidanAhead(form, inputs, button)).catch(() => form.submit());
}, true);
