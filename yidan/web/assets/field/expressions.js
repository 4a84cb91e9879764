// The conditions of a checklist, as the server parsed them: a tree of lists. The same values as patrol/rules/expressions.py,
// held equal by shared vectors. What cannot be compared is unequal, never an error.
import * as decimal from "./decimal.js";

const COMPARISONS = ["=", "!=", "<", "<=", ">", ">="];
const SIGNS = ["+", "-", "*", "div", "mod"];

export const holds = (tree, answers, today, own = null) => truth(valueOf(tree, answers, today, own));

export function valueOf(tree, answers, today, own = null) {
  const [kind] = tree;
  if (kind === "number" && typeof tree[1] === "string") return decimal.read(tree[1]);
  if (kind === "text") return tree[1];
  if (kind === "ref") return answers[tree[1]] ?? "";
  if (kind === "self") return own ?? "";
  const part = (place) => valueOf(tree[place], answers, today, own);
  if (kind === "and") return truth(part(1)) && truth(part(2));
  if (kind === "or") return truth(part(1)) || truth(part(2));
  if (kind === "if") return truth(part(1)) ? part(2) : part(3);
  if (COMPARISONS.includes(kind)) return compared(kind, part(1), part(2));
  if (SIGNS.includes(kind)) return reckoned(kind, part(1), part(2));
  return called(kind, tree.slice(1).map((_each, place) => part(place + 1)), today);
}

function called(name, given, today) {
  switch (name) {
    case "not": return !truth(given[0]);
    case "selected": return chosen(given[0]).includes(text(given[1]));
    case "count-selected": return decimal.whole(chosen(given[0]).length);
    case "string-length": return decimal.whole(Array.from(text(given[0])).length);
    case "true": return true;
    case "false": return false;
    case "today": return today;
    case "number": return number(given[0]);
    case "coalesce": return text(given[0]) ? given[0] : given[1];
    default: return text(given[0]); // string(), date()
  }
}

const chosen = (value) => (Array.isArray(value) ? value.map(String) : text(value).split(/\s+/).filter(Boolean));

function truth(value) {
  if (decimal.isNumber(value)) return !decimal.isNought(value);
  return typeof value === "boolean" ? value : Boolean(text(value));
}

function text(value) {
  if (Array.isArray(value)) return value.map(String).join(" ");
  if (decimal.isNumber(value)) return decimal.words(value);
  return value === null || value === undefined ? "" : String(value);
}

function number(value) {
  if (decimal.isNumber(value)) return value;
  return typeof value === "boolean" ? decimal.whole(Number(value)) : decimal.read(text(value));
}

function compared(sign, left, right) {
  if (typeof left === "boolean" || typeof right === "boolean") {
    const isSame = truth(left) === truth(right);
    return sign === "=" ? isSame : sign === "!=" ? !isSame : false;
  }
  const [first, second] = [number(left), number(right)];
  let order;
  if (first === null || second === null) {
    const [a, b] = [text(left), text(right)];
    if (!["=", "!="].includes(sign) && !(a && b)) return false; // nothing is neither before nor after something
    order = byLetters(a, b);
  } else order = decimal.compare(first, second);
  return { "=": order === 0, "!=": order !== 0, "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0 }[sign];
}

// Letter by letter as the server orders them, which is not by halves of letters.
function byLetters(one, two) {
  const [a, b] = [Array.from(one), Array.from(two)];
  for (let place = 0; place < Math.min(a.length, b.length); place += 1) {
    const gap = a[place].codePointAt(0) - b[place].codePointAt(0);
    if (gap) return gap;
  }
  return a.length - b.length;
}

function reckoned(sign, left, right) {
  const [first, second] = [number(left), number(right)];
  if (first === null || second === null) return "";
  const result = decimal.reckon(sign, first, second);
  return result === null || decimal.isHuge(result) ? "" : result;
}
