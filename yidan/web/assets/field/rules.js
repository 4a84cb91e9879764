// What holds of a month's report: the phone's side of yidan/progress/rules.py, kept equal to it by shared vectors
// (tests/web/test_field_rules.py). Amounts are whole 分 in BigInt from text to text; nothing becomes a float.
const NOTHING = new Set(["", "无", "没有", "暂无", "无问题", "暂无问题", "/", "—", "-", "0", "同上"]);
const WAN = 1000000n; // 分 in one 万元
const FEN = new Map([["万", WAN], ["亿", 10000n * WAN]]);
const PLACES = new Map([["万", 6], ["亿", 10]]);
const LARGEST = 10n ** 15n; // more is a slip of the unit

// "1,200" · "1.2亿" · "１２００万元" → {fen, raw}: raw holds what cannot be read
export function readAmount(text, unit = "万") {
  let plain = text.normalize("NFKC").replace(/[\s,，]/g, "").replace(/−/g, "-").replace(/元/g, "");
  if (!plain) return { fen: null, raw: "" };
  if (plain.endsWith("万") || plain.endsWith("亿")) {
    unit = plain.slice(-1);
    plain = plain.slice(0, -1);
  }
  const parts = /^([+-]?)(?:(\d+)\.?(\d*)|\.(\d+))$/.exec(plain);
  const rest = parts ? (parts[3] || parts[4] || "").replace(/0+$/, "") : "";
  if (!parts || rest.length > PLACES.get(unit)) return { fen: null, raw: text.trim() };
  const fen = BigInt(parts[2] || "0") * FEN.get(unit) + BigInt(rest.padEnd(PLACES.get(unit), "0") || "0");
  if (fen >= LARGEST) return { fen: null, raw: text.trim() };
  return { fen: parts[1] === "-" ? -fen : fen, raw: "" };
}

// 分 as 万元 with all its digits and thousands set off, as the server's sentences have it
export function wan(fen) {
  const size = fen < 0n ? -fen : fen;
  const rest = String(size % WAN).padStart(6, "0").replace(/0+$/, "");
  const whole = String(size / WAN).replace(/\B(?=(\d{3})+$)/g, ",");
  return (fen < 0n ? "-" : "") + whole + (rest ? `.${rest}` : "");
}

// a rate a/b×100 with one decimal, half up (away from nought)
export function tenths(top, bottom) {
  const negative = top < 0n !== bottom < 0n && top !== 0n;
  const [a, b] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom];
  const size = (a * 2000n + b) / (2n * b);
  return (negative && size ? "-" : "") + `${size / 10n}.${size % 10n}`;
}

// "10.5" → [105n, 10n]
function fraction(text) {
  const [whole, rest = ""] = String(text).split(".");
  return [BigInt(whole + rest), 10n ** BigInt(rest.length)];
}
// part/whole×100 > limit, exactly
function exceeds(part, whole, limit) {
  const [p, q] = fraction(limit);
  return part * 100n * q > p * whole;
}
const big = (text) => (text === "" || text === null || text === undefined ? null : BigInt(text));

export const saysNothing = (text) => NOTHING.has(text.replace(/[\s。.;,]/g, ""));
const bare = (text) => text.replace(/[^\p{L}\p{N}]/gu, "");
export const sameText = (one, other) => Boolean(one.trim()) && bare(one) === bare(other);

export const yearTotal = (now) => BigInt(now.year_before) + (now.fen || 0n);
export const toDate = (now) => BigInt(now.to_date_before) + (now.fen || 0n);
const monthOf = (text) => Number(text.slice(5, 7));

// 超(欠)序时 as [top, bottom] of percentage points; null where there is nothing to measure against
export function gap(now) {
  const planned = big(now.planned);
  if (!planned || now.is_preparing || now.fen === null) return null;
  return [1200n * yearTotal(now) - 100n * BigInt(monthOf(now.month)) * planned, 12n * planned];
}
export function isBehind(now, limits) {
  const found = gap(now);
  if (!found) return false;
  const [p, q] = fraction(limits.behind_points);
  return found[0] * q <= -p * found[1];
}

function isDay(text) {
  if (!text.trim()) return true;
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  if (!parts) return false;
  const day = new Date(Date.UTC(+parts[1], +parts[2] - 1, +parts[3]));
  return day.toISOString().slice(0, 10) === text.trim() && +parts[1] >= 2000 && +parts[1] < 2100;
}

// Everything that keeps the report from being submitted: [{kind, field, values}], in the order of the form.
export function lacks(now, limits, today) {
  const found = [];
  const add = (kind, field, values = {}) => found.push({ kind, field, values });
  if (now.month > today.slice(0, 7)) add("month_ahead", "month", { month: now.month });
  if (now.raw) add("amount_unreadable", "invested_wan", { text: now.raw });
  else if (now.fen === null) add("amount_missing", "invested_wan");
  else if (now.fen < 0n && saysNothing(now.explanation)) add("negative_unexplained", "explanation", { invested_wan: wan(now.fen) });
  if (now.covered_until && now.covered_until >= now.month) add("covered_by_opening", "invested_wan", { until: now.covered_until });
  if (!now.physical_progress.trim()) add("physical_progress_missing", "physical_progress");
  if (isBehind(now, limits) && saysNothing(now.problems)) {
    const [top, bottom] = gap(now);
    add("problems_missing", "problems", { points: tenths(-top, bottom * 100n) });
  }
  for (const [id, name, planned] of now.milestones) {
    const said = { forecast_on: "", actual_on: "", reason: "", ...now.milestone_days[name] };
    const [forecast, actual] = [said.forecast_on.trim(), said.actual_on.trim()];
    const where = `milestone-${id}`;
    if (!isDay(forecast) || !isDay(actual)) add("day_unreadable", where, { name });
    else if (actual && actual > today) add("actual_in_future", where, { name, on: actual });
    else if (forecast && !actual && forecast < today) add("forecast_passed", where, { name, on: forecast });
    else if (forecast && planned && forecast > planned && saysNothing(said.reason)) {
      add("slip_unexplained", where, { name, on: forecast, planned });
    }
  }
  return found;
}

// The questions that this report raises: [{kind, values}], the heaviest first.
export function doubts(now, limits) {
  if (now.fen === null) return [];
  const { fen } = now;
  const [total, planned] = [big(now.total), big(now.planned)];
  const found = [];
  const add = (kind, values = {}) => found.push({ kind, values });
  if (fen < 0n) add("negative", { invested_wan: wan(fen) });
  if (total && exceeds(toDate(now), total, limits.over_total_percent)) {
    add("over_total", { to_date_wan: wan(toDate(now)), total_wan: wan(total) });
  }
  if (now.completed_on && now.completed_on.slice(0, 7) < now.month && fen) add("completed_still_spending", { on: now.completed_on });
  if (now.is_suspended && fen) add("suspended_still_spending");
  if (!now.started_on && !now.completed_on && fen && total && exceeds(toDate(now), total, limits.unstarted_percent)) {
    add("spending_before_start", { to_date_wan: wan(toDate(now)), percent: tenths(toDate(now), total) });
  }
  idleSinceStart(now, limits, add);
  if (planned) monthShare(now, limits, planned, add);
  if (planned) unchangedText(now, limits, planned, add);
  identical(now, limits, add);
  roundNumbers(now, limits, add);
  if (now.missing.length) add("months_missing", { months: now.missing.join("、") });
  if (now.unshown.length) {
    const reasons = [...new Set(now.unshown.map(([, reason]) => reason))];
    add("picture_asked", { slots: now.unshown.map(([slot]) => slot).join("、"), reason: reasons.join("、") });
  }
  return found;
}

function monthShare(now, limits, planned, add) {
  const percent = tenths(now.fen, planned);
  if (monthOf(now.month) === 12 && exceeds(now.fen, planned, limits.december_percent)) {
    add("december", { percent, limit: limits.december_percent });
  } else if (exceeds(now.fen, planned, limits.month_share_percent)) {
    add("month_share", { percent, limit: limits.month_share_percent });
  }
}

const index = (month) => Number(month.slice(0, 4)) * 12 + monthOf(month);

// the accepted months that lead up to this one without a gap, the newest first
function monthsBefore(now) {
  const run = [];
  for (const said of now.past.slice().reverse()) {
    if (index(said[0]) !== index(now.month) - run.length - 1) break;
    run.push(said);
  }
  return run;
}

function idleSinceStart(now, limits, add) {
  if (!now.started_on || now.completed_on || now.is_suspended || now.fen) return;
  const months = index(now.month) - index(now.started_on);
  const since = monthsBefore(now).slice(0, Math.max(0, months - 1));
  if (months < limits.idle_months || since.length < months - 1 || since.some(([, invested]) => BigInt(invested))) return;
  add("idle_since_start", { on: now.started_on, months: String(months) });
}

// the third part of a month says whether its words are those of the newest month
function unchangedText(now, limits, planned, add) {
  const before = monthsBefore(now);
  if (!before.length || !sameText(now.last_words, now.physical_progress)) return;
  const until = before.findIndex(([, , same]) => !same);
  const run = until < 0 ? before : before.slice(0, until);
  if (!run.length) return;
  const invested = run.slice(0, -1).reduce((sum, [, each]) => sum + BigInt(each), now.fen);
  if (exceeds(invested, planned, limits.unchanged_text_percent)) {
    add("unchanged_text", { percent: tenths(invested, planned), month: run[run.length - 1][0] });
  }
}

function identical(now, limits, add) {
  const run = limits.identical_months - 1;
  const before = run ? now.past.slice(-run) : [];
  if (!now.fen || before.length < run) return;
  const follows = before.every(([month], place) => index(month) === index(now.month) - (run - place));
  if (follows && before.every(([, invested]) => BigInt(invested) === now.fen)) {
    add("identical", { months: String(limits.identical_months), invested_wan: wan(now.fen) });
  }
}

function roundNumbers(now, limits, add) {
  const step = BigInt(limits.round_step);
  if (!now.fen || now.fen % step) return;
  const year = now.past.filter(([month, invested]) => month.slice(0, 4) === now.month.slice(0, 4) && BigInt(invested));
  const amounts = [...year.map(([, invested]) => BigInt(invested)), now.fen];
  const rounded = amounts.filter((amount) => amount % step === 0n).length;
  if (amounts.length >= 3 && exceeds(BigInt(rounded), BigInt(amounts.length), limits.round_percent)) {
    add("round_numbers", { count: String(rounded), of: String(amounts.length), step_wan: wan(step) });
  }
}

// One of the server's sentences with its values; months are kept as 2020-05 and said in the reader's language.
export function sentence(template, values, isEnglish = false) {
  const months = (text) => text.replace(/(?<![\d-])(\d{4})-(\d{2})(?![-\d])/g, (_all, year, month) => (isEnglish ? `${Number(month)}/${year}` : `${year}年${Number(month)}月`));
  return template.replace(/%\((\w+)\)s|%%/g, (all, name) => (all === "%%" ? "%" : months(String(values[name]))));
}
