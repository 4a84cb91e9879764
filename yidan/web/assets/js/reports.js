// The monthly report: exact totals while one types, causes at a tap, and a review that needs no mouse.
// Amounts are whole 分 in BigInt from text to text; nothing here ever becomes a floating-point number.
const FEN = { wan: 1000000n, yi: 10000000000n };
const PLACES = { wan: 6, yi: 10 };
const BLANK = "—";

// the amount as typed (1,200 · １２００ · 1.2亿) in 分 (null for nothing or for no amount)
function read(text, unit) {
  let plain = text.normalize("NFKC").replace(/[\s,，]/g, "").replace(/−/g, "-").replace(/元/g, "");
  const last = plain.slice(-1);
  if (last === "万" || last === "亿") {
    unit = last === "万" ? "wan" : "yi";
    plain = plain.slice(0, -1);
  }
  const parts = /^([+-]?)(\d*)\.?(\d*)$/.exec(plain);
  if (!parts || !(parts[2] || parts[3]) || parts[3].length > PLACES[unit]) return null;
  const fen = BigInt(parts[2] || "0") * FEN[unit] + BigInt(parts[3].padEnd(PLACES[unit], "0") || "0");
  return parts[1] === "-" ? -fen : fen;
}

// rounded half up at `places`, thousands set off; all digits where places is null
function words(fen, unit, places) {
  const negative = fen < 0n;
  let size = negative ? -fen : fen;
  let step = FEN[unit];
  if (places !== null) {
    const cut = 10n ** BigInt(PLACES[unit] - places);
    size = (size + cut / 2n) / cut;
    step /= cut;
  }
  const digits = places === null ? PLACES[unit] : places;
  let rest = String(size % step).padStart(digits, "0");
  if (places === null) rest = rest.replace(/0+$/, "");
  const whole = String(size / step).replace(/\B(?=(\d{3})+$)/g, ",");
  return (negative && size ? "−" : "") + whole + (digits && rest ? `.${rest}` : "");
}

// a / b in percent with one decimal, half up
function percent(a, b) {
  return `${tenths((a < 0n ? -1n : 1n) * (((a < 0n ? -a : a) * 2000n + b) / (2n * b)))}%`;
}
function tenths(value) {
  const size = value < 0n ? -value : value;
  return `${value < 0n ? "−" : ""}${size / 10n}.${size % 10n}`;
}

function echo(form) {
  const box = form.querySelector("#echo");
  const input = form.querySelector("[data-amount]");
  if (!box || !input) return;
  const unit = form.querySelector("[name=unit]:checked").value;
  const other = unit === "wan" ? "yi" : "wan";
  const fen = read(input.value, unit);
  const put = (name, text) => {
    const place = box.querySelector(`[data-${name}]`);
    if (place) place.textContent = text;
  };
  const say = box.dataset;
  put("other", fen === null ? BLANK : `${words(fen, other, null)} ${say[other]}`);
  const places = unit === "yi" ? 2 : 0;
  const year = BigInt(say.year) + (fen || 0n);
  const toDate = BigInt(say.toDate) + (fen || 0n);
  put("year-words", `${words(year, unit, places)} ${say[unit]}`);
  put("to-date-words", `${words(toDate, unit, places)} ${say[unit]}`);
  if (say.plan) {
    const plan = BigInt(say.plan);
    put("year-share", percent(year, plan));
    // year / plan − month / 12, in tenths of a point: (1200·year − 100·month·plan) / (1.2·plan)
    const top = 12000n * year - 1000n * BigInt(say.month) * plan;
    const size = ((top < 0n ? -top : top) * 2n + 12n * plan) / (24n * plan);
    const gap = size === 0n ? say.level : (top > 0n ? say.above : say.below).replace("%s", tenths(size));
    put("gap", fen === null ? "" : gap);
  }
  if (say.total) put("total-share", percent(toDate, BigInt(say.total)));
}

// another unit says the same amount: what was typed is converted, never read anew; what is no amount stays as it is
function convert(form, unit) {
  const input = form.querySelector("[data-amount]");
  const before = input.dataset.amount || (unit === "wan" ? "yi" : "wan");
  const fen = before === unit ? null : read(input.value, before);
  if (fen !== null) input.value = words(fen, unit, null).replace(/,/g, "");
  input.dataset.amount = unit;
}

document.addEventListener("input", (event) => {
  const form = event.target.closest(".report-form");
  if (!form) return;
  if (event.target.matches("[name=unit]")) convert(form, event.target.value);
  if (event.target.matches("[data-amount], [name=unit]")) echo(form);
  if (event.target.dataset.last !== undefined) {
    const strip = (text) => text.replace(/[^\p{L}\p{N}]/gu, "");
    const isSame = strip(event.target.value) === strip(event.target.dataset.last);
    event.target.parentElement.querySelector(".same-words").hidden = !isSame;
    event.target.parentElement.querySelector(".last-words").hidden = isSame;
  }
});

// a typical cause is added to what is there, once
document.addEventListener("click", (event) => {
  const cause = event.target.closest("[data-adds]");
  if (!cause) return;
  const area = document.getElementById(cause.dataset.to);
  const said = area.value.trim();
  const empty = /^(无|暂无|没有|无。)?$/.test(said);
  if (!said.includes(cause.dataset.adds)) area.value = (empty ? "" : `${said.replace(/[；。]$/, "")}；`) + cause.dataset.adds;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.dispatchEvent(new Event("change", { bubbles: true }));
});

// --- review without a mouse --------------------------------------------------------------------------------

const count = (list) => {
  const ticked = list.querySelectorAll("[name=report]:checked").length;
  const place = list.querySelector("[data-ticked]");
  if (place) place.textContent = ticked ? ` ${ticked}` : "";
};
document.addEventListener("change", (event) => {
  const list = event.target.closest("[data-review]");
  if (!list) return;
  if (event.target.matches("[data-tick-rows]")) {
    list.querySelectorAll("[name=report]").forEach((box) => { box.checked = event.target.checked; });
  }
  count(list);
});

document.addEventListener("keydown", (event) => {
  const list = document.querySelector("[data-review]");
  if (!list || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox]), textarea, select")) return;
  const rows = Array.from(list.querySelectorAll("[data-row]"));
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[here];
  const acts = {
    j: () => (rows[here + 1] || rows[here] || rows[0]).focus(),
    k: () => (rows[here - 1] || rows[0]).focus(),
    x: () => {
      const box = row && row.querySelector("[name=report]");
      if (!box) return;
      box.checked = !box.checked;
      count(list);
    },
    o: () => row && row.querySelector("[data-opens]").click(),
    r: () => {
      const back = row && row.querySelector(".review-back");
      if (!back) return;
      back.open = true;
      back.querySelector("textarea").focus();
    },
    a: () => {
      const pass = list.querySelector("[data-pass]");
      if (pass) pass.click();
    },
  };
  const act = acts[event.key.toLowerCase()];
  if (!act || !rows.length) return;
  event.preventDefault();
  act();
});
