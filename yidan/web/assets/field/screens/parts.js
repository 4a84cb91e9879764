// Small pieces that several screens show: the state of a month's report, amounts, thumbnails, empty words.
import { app, mine, month } from "../app.js";
import * as clock from "../clock.js";
import { h, icon } from "../dom.js";
import * as outbox from "../outbox.js";
import { wan } from "../rules.js";
import { isEnglish, monthWords, t } from "../words.js";

const TONES = { draft: "quiet", sent_back: "bad", submitted: "waiting", checked: "waiting", accepted: "good" };

export const amount = (fen) => (fen === "" || fen === null ? "—" : `${wan(BigInt(fen)).replace("-", "−")} ${isEnglish() ? "¥10k" : "万元"}`);

// Where the month's report stands, this phone's own unsent one included.
export function standing(project) {
  const waiting = mine().filter((each) => each.kind === "report" && each.project === project.id && each.month === month() && outbox.isOpen(each));
  if (waiting.length) {
    const isRefused = waiting.some((each) => outbox.state(each) === "refused");
    return { key: isRefused ? "refused" : "waiting", word: isRefused ? t("未送达") : t("待发"), tone: isRefused ? "bad" : "waiting", isDue: false };
  }
  const report = project.report;
  const isDue = project.may_report && (!report || ["draft", "sent_back"].includes(report.state));
  if (!report) return { key: "none", word: t("未填"), tone: "quiet", isDue };
  return { key: report.state, word: app.data.words.states[report.state], tone: TONES[report.state], isDue };
}

export const badge = ({ word, tone }) => h("span", { class: `badge badge-${tone}` }, h("i", { class: `shape shape-${tone}`, "aria-hidden": "true" }), word);

export const draftOf = (project) => app.drafts.get(draftId(project.id, month()));
export const draftId = (project, of) => `${app.data.person.id}-${project}-${of}`;

// 本月无变化 is offered while nobody has written anything else for the month, as on the desktop.
export function mayBeUnchanged(project) {
  const [last] = project.past;
  if (!last || draftOf(project)) return false;
  return !project.report || ["physical_progress", "problems", "needs", "next_step"].every((name) => project.report.fields[name] === last[name]);
}

export function dueWords() {
  const until = app.data.due.report_by;
  const isPast = clock.trueNow() > new Date(until).getTime();
  return isPast ? t("已过{until}，仍可报送", { until: clock.clockWords(until) }) : t("{until} 截止", { until: clock.clockWords(until) });
}

export function lastLine(project) {
  const [last] = project.past;
  if (!last) return h("span", { class: "quiet" }, t("还没有入账的月份"));
  return h("span", {}, h("span", { class: "quiet" }, `${monthWords(last.month, true)} `), h("b", { class: "amount-small" }, amount(last.invested)));
}

// Which slots ask for a picture now and have none: neither on the server nor in the outbox.
export function unshown(project, reached = {}) {
  const here = new Set(project.pictures.filter((each) => each.month === month()).map((each) => each.slot));
  mine().filter((each) => each.kind === "picture" && each.project === project.id && each.month === month())
    .forEach((each) => here.add(each.items[0].args.slot_name));
  const asks = (slot) => slot.is_asked || (slot.asks_when_reached && (reached[slot.asks_when_reached] || "").slice(0, 7) === month());
  return project.slots.filter((slot) => asks(slot) && !here.has(slot.name));
}

export const thumbOf = (picture) => (picture.has_preview ? `/evidence/${picture.id}/preview/thumb/` : null);

export function thumb(address, words, isFilm, onclick) {
  const inside = address
    ? h("img", { src: address, alt: "", loading: "lazy", onerror: (event) => event.target.replaceWith(icon(isFilm ? "film" : "picture")) })
    : icon(isFilm ? "film" : "picture");
  return h("button", { type: "button", class: "thumb", onclick, "aria-label": words }, h("span", { class: "thumb-frame" }, inside, isFilm ? h("i", { class: "thumb-film" }, icon("film")) : null), h("span", { class: "thumb-words" }, words));
}

export const empty = (title, body) => h("div", { class: "empty" }, h("p", { class: "empty-title" }, title), body ? h("p", { class: "quiet" }, body) : null);

export const notice = (tone, title, ...more) => h("div", { class: `notice notice-${tone}`, role: tone === "refused" ? "alert" : "status" }, icon(tone === "refused" ? "refused" : tone === "warn" ? "warn" : "info"), h("div", {}, h("p", { class: "notice-title" }, title), ...more));

export const back = (to, words) => h("a", { class: "back", href: to }, icon("left"), words);
