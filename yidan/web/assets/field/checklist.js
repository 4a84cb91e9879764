// A checklist as data and the answers to it, as patrol/rules/forms.py reads them: what is asked, and what does not hold.
import { holds } from "./expressions.js";

export const ASKED = ["text", "decimal", "integer", "select_one", "select_multiple", "date"];
const LONGEST = 500;

// The items that are asked, given these answers; an item of a hidden group is hidden too.
export function shown(form, answers, today) {
  const visible = [];
  let hiddenFrom = null;
  for (const item of form.items) {
    const depth = item.depth ?? 0;
    if (hiddenFrom !== null) {
      if (depth > hiddenFrom) continue;
      hiddenFrom = null;
    }
    if (item.relevant && item.relevant.length && !holds(item.relevant, answers, today)) {
      hiddenFrom = item.kind === "group" ? depth : null;
      continue;
    }
    visible.push(item);
  }
  return visible;
}

// {kept, faults}: the answers in their plain form without those to questions that are not asked, and what does not hold.
export function read(form, given, today) {
  let kept = {};
  let faults = [];
  for (const item of form.items.filter((each) => ASKED.includes(each.kind))) {
    const [value, fault] = plain(item, given[item.name]);
    if (fault) faults.push({ name: item.name, kind: fault, label: item.label, words: "" });
    else if (value !== "" && value.length) kept[item.name] = value;
  }
  const names = (answers) => new Set(shown(form, answers, today).map((item) => item.name));
  let asked = names(kept);
  for (let round = Object.keys(kept).length; round > 0; round -= 1) { // an answer that falls away may hide a further question
    const before = Object.keys(kept).length;
    kept = Object.fromEntries(Object.entries(kept).filter(([name]) => asked.has(name)));
    if (Object.keys(kept).length === before) break;
    asked = names(kept);
  }
  faults = faults.filter((each) => asked.has(each.name));
  const wrong = new Set(faults.map((each) => each.name));
  return { kept, faults: [...faults, ...broken(form.items, asked, wrong, kept, today)] };
}

function broken(items, asked, wrong, kept, today) {
  const found = [];
  for (const item of items) {
    if (!ASKED.includes(item.kind) || !asked.has(item.name) || wrong.has(item.name)) continue;
    const value = kept[item.name];
    const fault = (kind, words = "") => found.push({ name: item.name, kind, label: item.label, words });
    if (value === undefined) {
      if (item.must) fault("missing");
    } else if (item.constraint && item.constraint.length && !holds(item.constraint, kept, today, value)) fault("constraint", item.constraint_words ?? "");
  }
  return found;
}

// [value as it is kept, kind of fault]
function plain(item, value) {
  const known = (item.choices || []).map(([name]) => name);
  if (item.kind === "select_multiple") {
    const chosen = Array.isArray(value) ? value.map(String) : String(value ?? "").split(/\s+/).filter(Boolean);
    return chosen.every((each) => known.includes(each)) ? [[...new Set(chosen)], null] : ["", "choice"];
  }
  if (Array.isArray(value)) return ["", "unreadable"];
  const text = String(value ?? "").trim();
  if (Array.from(text).length > LONGEST) return ["", "long"];
  if (!text) return ["", null];
  if (item.kind === "select_one" && !known.includes(text)) return ["", "choice"];
  if (item.kind === "integer" && !/^-?[0-9]{1,15}$/.test(text)) return ["", "whole"];
  if (item.kind === "decimal" && !/^-?[0-9]{1,15}(\.[0-9]{1,6})?$/.test(text)) return ["", "number"];
  if (item.kind === "date" && !isDay(text)) return ["", "day"];
  return [text, null];
}

function isDay(text) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < "0001") return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}

// The problems of a visit, a line each, without numbering; 「无」 is none (patrol/rules/days.py).
export function linesOf(problems) {
  const lines = problems.split(/\r\n|[\n\r]/).map((line) => line.trim().replace(/^[0-9.．、)）( （]+/, "").trim());
  return [...new Set(lines)].filter((line) => line && !["无", "没有", "暂无", "无问题"].includes(line.replace(/。+$/, "")));
}
