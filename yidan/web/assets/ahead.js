// Files ahead of their form (js/ahead.js), by the phone's own means: hash first, then tus at the byte where the server
// stands. Where each stood is kept by its hash, so the same file chosen again, also tomorrow, goes on there.
import { Upload } from "tus-js-client";
import { carry, refusal } from "./field/carrying.js";
import { sha256 } from "./field/sha256.js";

const HEAD = "YIDAN1\n";
const LONGEST_LINE = 8 * 1024 * 1024;
const PAUSES = [2, 5, 10, 20, 30]; // seconds; then every thirty, until it is stopped
const KEPT = "yidan-upload:";
const NO_EVIDENCE = 415; // what the server says of content that no evidence can be
const megabytes = (bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

class Stopped extends Error {}

function remembered(hash, address) {
  try {
    if (address === undefined) return localStorage.getItem(KEPT + hash);
    if (address) localStorage.setItem(KEPT + hash, address);
    else localStorage.removeItem(KEPT + hash);
  } catch { /* a browser that keeps nothing: it goes on within this page only */ }
  return null;
}

// One line for each file: its name, a bar, and where it stands in words.
function line(list, name) {
  const row = document.createElement("li");
  const title = Object.assign(document.createElement("b"), { textContent: name });
  const bar = Object.assign(document.createElement("progress"), { max: 100, value: 0 });
  bar.setAttribute("aria-label", name);
  const words = Object.assign(document.createElement("span"), { className: "quiet" });
  row.append(title, bar, words);
  list.querySelector("ol").append(row);
  return (percent, said, state = "") => {
    if (percent !== null) bar.value = percent; // a cut leaves the bar where it was
    words.textContent = said;
    row.dataset.state = state;
  };
}

function token() {
  return document.querySelector("meta[name=csrf-token]").content;
}

async function pause(seconds, stop) {
  await new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    const now = () => { clearTimeout(timer); resolve(); };
    window.addEventListener("online", now, { once: true });
    stop.wake = now;
  });
}

// Until the server has it: a cut, a restart, a log-in that ended are waited for; only its refusal of the file ends it.
async function sent(file, hash, type, say, said, stop) {
  for (let tries = 0; ; tries += 1) {
    if (stop.isAsked) throw new Stopped();
    try {
      await carry(Upload, file, {
        address: remembered(hash) || null,
        metadata: { filename: file.name, filetype: type, sha256: hash },
        headers: { "X-CSRFToken": token() },
        onAddress: (address) => remembered(hash, address),
        onProgress: (bytes) => {
          const percent = file.size ? Math.min(99, Math.floor((bytes / file.size) * 100)) : 0;
          say(percent, fill(said.sending, { sent: megabytes(bytes), all: megabytes(file.size), percent }));
          tries = 0;
        },
        held: (upload) => { stop.now = () => upload.abort(); },
      });
      remembered(hash, "");
      say(100, said.received, "good");
      return;
    } catch (failure) {
      const { code, sentence, isFinal } = refusal(failure);
      if (isFinal) {
        remembered(hash, "");
        throw Object.assign(new Error(sentence), { sentence, code });
      }
      const seconds = PAUSES[Math.min(tries, PAUSES.length - 1)];
      const word = [401, 403].includes(code) ? said.out : code && sentence ? sentence : fill(said.cut, { seconds });
      say(null, word, "warn");
      await Promise.race([pause(seconds, stop), stop.promise]);
    }
  }
}

async function ahead(file, say, said, stop) {
  const hash = await sha256(file, (share) => say(0, fill(said.checking, { percent: Math.floor(share * 100) })));
  await sent(file, hash, file.type, say, said, stop);
  return hash;
}

// Everything in the fields; hidden fields name what has come. What the uploads do not take by its content, but the form
// does (its field names no types), stays in the field and goes with the form.
async function fields(form, inputs, list, said, stop) {
  for (const input of inputs) {
    const staying = new DataTransfer();
    for (const file of Array.from(input.files)) {
      const say = line(list, file.name);
      try {
        const hash = await ahead(file, say, said, stop);
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name: `${input.name}-ahead`, value: `${hash} ${file.name}` }));
      } catch (failure) {
        if (failure.code !== NO_EVIDENCE || input.accept) throw failure;
        say(0, said.along);
        staying.items.add(file);
      }
    }
    input.required = false;
    input.removeAttribute("data-ahead");
    input.files = staying.files;
  }
}

// A rescue file goes in parts: each file of it by itself, then its acts alone. What is refused stays in it, so that the
// page says why beside the act.
async function rescue(input, list, said, stop) {
  const [file] = input.files;
  input.removeAttribute("data-ahead"); // what is left goes with the form, however large
  const text = await file.slice(0, LONGEST_LINE).text();
  const end = text.indexOf("\n", HEAD.length);
  if (!text.startsWith(HEAD) || end < 0) return; // the server says what it is
  const head = text.slice(0, end + 1);
  let told;
  try {
    told = JSON.parse(head.slice(HEAD.length));
  } catch {
    return;
  }
  let at = new Blob([head]).size;
  const left = [];
  for (const each of told.files) {
    const part = file.slice(at, at + each.size, each.type);
    at += each.size;
    const say = line(list, each.name || each.sha256.slice(0, 8));
    try {
      await sent(Object.assign(part, { name: each.name }), each.sha256, each.type, say, said, stop);
    } catch (failure) {
      if (!failure.sentence) throw failure;
      say(0, failure.sentence, "bad");
      left.push([each, part]);
    }
  }
  const rest = [HEAD, JSON.stringify({ ...told, files: left.map(([each]) => each) }), "\n", ...left.map(([, part]) => part)];
  const carried = new DataTransfer();
  carried.items.add(new File(rest, file.name));
  input.files = carried.files;
}

window.yidanAhead = async (form, inputs, button) => {
  const list = form.querySelector("[data-ahead-list]");
  const source = inputs[0].dataset.ahead;
  const said = list.dataset;
  const stop = { isAsked: false, now: () => {}, wake: () => {} };
  stop.promise = new Promise((resolve) => { stop.resolve = resolve; });
  const halt = list.querySelector("button");
  const buttons = Array.from(form.querySelectorAll("button:not([type=button])"));
  list.hidden = false;
  list.querySelector("ol").replaceChildren();
  buttons.forEach((each) => { each.disabled = true; });
  halt.hidden = false;
  halt.onclick = () => {
    stop.isAsked = true;
    stop.now();
    stop.resolve();
    ended(said.stopped);
  };
  const note = list.querySelector("[data-note]");
  const ended = (words) => {
    note.textContent = words;
    halt.hidden = true;
    buttons.forEach((each) => { each.disabled = false; });
  };
  note.textContent = said.leave;
  list.scrollIntoView({ block: "nearest" });
  try {
    if ("rescue" in form.dataset) await rescue(inputs[0], list, said, stop);
    else await fields(form, inputs, list, said, stop);
  } catch (failure) {
    form.querySelectorAll("input[type=hidden][name$='-ahead']").forEach((each) => each.remove());
    inputs.forEach((each) => { each.dataset.ahead = source; });
    if (!(failure instanceof Stopped)) ended(failure.sentence || said.failed);
    return;
  }
  if (stop.isAsked) return;
  buttons.forEach((each) => { each.disabled = false; });
  halt.hidden = true;
  form.requestSubmit(button || undefined);
};
