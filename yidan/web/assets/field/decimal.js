// Exact decimal numbers as the server reckons with them: 28 digits, half to even. {c: BigInt, e: power of ten}.
const DIGITS = 28;
const PLAIN = /^-?[0-9]{1,15}(\.[0-9]{1,6})?$/;

export const isNumber = (value) => typeof value === "object" && value !== null && typeof value.c === "bigint";
export const whole = (count) => ({ c: BigInt(count), e: 0 });

export function read(text) {
  const said = text.trim();
  if (!PLAIN.test(said)) return null;
  const [before, behind = ""] = said.split(".");
  return { c: BigInt(before + behind), e: -behind.length };
}

const size = (number) => (number < 0n ? -number : number);
const length = (number) => size(number).toString().length;

function rounded({ c, e }) {
  const over = length(c) - DIGITS;
  if (over <= 0) return { c, e };
  const step = 10n ** BigInt(over);
  let [quotient, rest] = [size(c) / step, size(c) % step];
  if (rest * 2n > step || (rest * 2n === step && quotient % 2n)) quotient += 1n;
  return { c: c < 0n ? -quotient : quotient, e: e + over };
}

function aligned(one, two) {
  const e = Math.min(one.e, two.e);
  return [one.c * 10n ** BigInt(one.e - e), two.c * 10n ** BigInt(two.e - e), e];
}

export function compare(one, two) {
  const [a, b] = aligned(one, two);
  return a < b ? -1 : a > b ? 1 : 0;
}

// Null where there is no result: by nothing is not divided, and a rest needs a quotient that can be written down.
export function reckon(sign, one, two) {
  const [a, b, e] = aligned(one, two);
  if (sign === "+") return rounded({ c: a + b, e });
  if (sign === "-") return rounded({ c: a - b, e });
  if (sign === "*") return rounded({ c: one.c * two.c, e: one.e + two.e });
  if (b === 0n) return null;
  if (sign === "mod") return length(a / b) > DIGITS ? null : rounded({ c: a % b, e });
  const more = Math.max(0, DIGITS + 2 + length(b) - length(a));
  const scaled = a * 10n ** BigInt(more);
  // one digit more says that something was left over, so that a half is only taken for one where it is one
  return rounded({ c: (scaled / b) * 10n + (scaled % b === 0n ? 0n : (a < 0n) === (b < 0n) ? 1n : -1n), e: -more - 1 });
}

export const isNought = ({ c }) => c === 0n;
export const isHuge = ({ c, e }) => compare({ c: size(c), e }, { c: 1n, e: 24 }) >= 0;

// Without noughts at its end and without a power: 1.50 is 1.5, 3E+2 is 300.
export function words({ c, e }) {
  if (c === 0n) return "0";
  let [digits, power] = [size(c).toString(), e];
  while (digits.endsWith("0")) [digits, power] = [digits.slice(0, -1), power + 1];
  const sign = c < 0n ? "-" : "";
  if (power >= 0) return sign + digits + "0".repeat(power);
  const padded = digits.padStart(1 - power, "0");
  return `${sign}${padded.slice(0, power)}.${padded.slice(power)}`;
}
