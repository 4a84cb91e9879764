// The screen 待发 has one entry per act, with what is true of it: waiting, on its way with bytes and percent, delivered, or refused
// with the server's sentence and what can be done.
import { app, matter, mine, project, update } from "../app.js";
import * as clock from "../clock.js";
import { h, icon, say, sheet, uuid } from "../dom.js";
import * as outbox from "../outbox.js";
import { readAmount } from "../rules.js";
import { hurry, isSending } from "../sending.js";
import * as store from "../store.js";
import { bytesWords, t } from "../words.js";
import { choice } from "./conflict.js";
import * as drafts from "./draft.js";
import { draftId } from "./matters.js";
import { amount, badge, empty, notice } from "./parts.js";
import * as typing from "./typing.js";
import { visitDraftId } from "./visit.js";

const KINDS = () => ({ report: t("月报"), picture: t("附图"), milestone: t("节点"), withdraw: t("撤回附图"), remove_place: t("删除位置"), visit: t("巡查"), finding: t("发现问题"), raise: t("提出事项") });
const ICONS = { report: "report", picture: "picture", milestone: "time", withdraw: "close", remove_place: "place", visit: "place", finding: "warn", raise: "todo", matter: "todo" };
const kindOf = (entry) => KINDS()[entry.kind] || (app.data.acts[entry.items[0].verb] || { label: t("事项") }).label;

export function list() {
  const all = mine().slice().reverse();
  const open = all.filter(outbox.isOpen);
  const gone = all.filter((each) => !outbox.isOpen(each));
  const foreign = app.entries.filter((each) => app.data && each.person !== app.data.person.id && outbox.isOpen(each)).length;
  return h("div", { class: "stack" },
    h("div", { class: "screen-head" }, h("h1", {}, t("待发")), h("p", { class: "quiet" }, summary(open))),
    foreign ? notice("warn", t("手机里还有另一位同志的{count}件没有发出", { count: foreign }), h("p", {}, t("请他用自己的账号登录后发送；内容都还在。"))) : null,
    open.length ? h("div", { class: "cards" }, open.map(row)) : empty(t("没有等着发的"), t("填好的月报、拍好的照片会先放在这里，有网络时自动发送。")),
    gone.length ? h("section", { class: "stack-tight" }, h("h2", { class: "section-title" }, t("已送达")), h("div", { class: "cards" }, gone.slice(0, 30).map(row))) : null);
}

export const openCount = () => mine().filter(outbox.isOpen).length;
export const refusedCount = () => mine().filter((each) => outbox.state(each) === "refused").length;

function summary(open) {
  if (!open.length) return t("都已送达");
  const bytes = open.reduce((sum, each) => sum + outbox.share(each).all - outbox.share(each).sent, 0);
  const words = t("{count}件", { count: open.length });
  return bytes ? `${words} · ${t("还有{size}", { size: bytesWords(bytes) })}` : words;
}

function stateBadge(entry) {
  const state = outbox.state(entry);
  const { percent } = outbox.share(entry);
  const words = { waiting: t("等待发送"), sending: entry.files.length ? `${t("正在发送")} ${percent}%` : t("正在发送"), delivered: t("已送达"), refused: t("未送达") };
  const tones = { waiting: "quiet", sending: "waiting", delivered: "good", refused: "bad" };
  return badge({ word: words[state], tone: tones[state] });
}

const sentenceOf = (entry) => entry.sentence || (entry.items.find((item) => item.state === "refused") || {}).sentence || "";

function row(entry) {
  const share = outbox.share(entry);
  const state = outbox.state(entry);
  return h("a", { class: `card outbox-row is-${state}`, href: `#/outbox/${entry.id}`, "data-entry": entry.id },
    entry.thumb ? h("img", { class: "outbox-thumb", src: entry.thumb, alt: "" }) : h("span", { class: "outbox-thumb" }, icon(ICONS[entry.kind])),
    h("span", { class: "outbox-words" },
      h("span", { class: "outbox-top" }, h("b", {}, kindOf(entry)), stateBadge(entry)),
      h("span", { class: "outbox-title" }, entry.title),
      state === "refused" ? h("span", { class: "outbox-sentence" }, sentenceOf(entry)) : h("span", { class: "quiet" }, share.all ? `${bytesWords(share.sent)} / ${bytesWords(share.all)}` : clock.clockWords(entry.made_at)),
      share.all && state !== "delivered" ? h("progress", { max: 100, value: share.percent, "aria-label": t("已发送{percent}%", { percent: share.percent }) }) : null));
}

export function one(id) {
  const entry = mine().find((each) => each.id === id);
  if (!entry) return h("div", { class: "stack" }, h("a", { class: "back", href: "#/outbox" }, icon("left"), t("待发")), empty(t("这一件已不在待发里"), ""));
  const state = outbox.state(entry);
  const share = outbox.share(entry);
  return h("div", { class: "stack" },
    h("a", { class: "back", href: "#/outbox" }, icon("left"), t("待发")),
    h("div", { class: "screen-head" }, h("h1", {}, `${kindOf(entry)} · ${entry.title}`), h("p", {}, stateBadge(entry))),
    state === "refused" ? notice("refused", sentenceOf(entry), h("div", { class: "acts" }, mending(entry))) : null,
    entry.thumb ? h("img", { class: "review-picture small", src: entry.thumb, alt: "" }) : null,
    h("dl", { class: "pairs card" },
      h("dt", {}, t("手机记的时间")), h("dd", {}, clock.clockWords(entry.made_at)),
      entry.delivered_at ? [h("dt", {}, t("送达")), h("dd", {}, clock.clockWords(receiptOf(entry)))] : null,
      share.all ? [h("dt", {}, t("文件")), h("dd", {}, entry.files.map((file) => h("p", {}, `${file.name} · ${bytesWords(file.size)} · ${file.receipt ? t("服务器已收妥") : t("未收妥")}`)))] : null,
      entry.tries ? [h("dt", {}, t("已试")), h("dd", {}, t("{count}次，会自动再试", { count: entry.tries }))] : null,
      reportWords(entry), writtenWords(entry)),
    entry.aside ? h("details", { class: "card fold" }, h("summary", {}, h("b", {}, t("没选的版本")), icon("down")), h("dl", { class: "pairs fold-body" }, entry.aside.flatMap(([label, who, words]) => [h("dt", {}, `${label}（${who}）`), h("dd", {}, words)]))) : null,
    state === "waiting" ? h("button", { type: "button", class: "button", onclick: async () => { await store.change(outbox.hurried); hurry(); } }, t("现在就发")) : null,
    state !== "delivered" && !(isSending() && isSending().id === id) ? h("button", { type: "button", class: "quiet-button", onclick: () => drop(entry) }, t("不发了，删掉这一件")) : null);
}

// When the server had the last of it: the receipt, not the phone's clock.
function receiptOf(entry) {
  const times = entry.files.map((file) => file.receipt).filter(Boolean).sort();
  return times.length ? times[times.length - 1] : new Date(entry.delivered_at + (clock.trueNow() - Date.now())).toISOString();
}

function reportWords(entry) {
  if (entry.kind !== "report") return null;
  const { args } = entry.items[0];
  return [[t("本月完成投资"), investedWords(args.invested)], [t("形象进度"), args.physical_progress], [t("存在问题"), args.problems]].filter(([, words]) => words).map(([label, words]) => [h("dt", {}, label), h("dd", {}, words)]);
}

// As the server reads it, with its unit; what cannot be read as it was typed.
function investedWords(typed) {
  const { fen, raw } = readAmount(String(typed || ""));
  return fen === null ? raw : amount(fen);
}

// What somebody wrote with an act, under the names of its form: it can be read, and copied, whatever became of the act.
function writtenWords(entry) {
  if (!["matter", "raise", "visit"].includes(entry.kind)) return null;
  const names = { title: t("事项"), description: t("情况"), physical_progress: t("形象进度"), at_work: t("作业面、人员、机械"), problems: t("发现问题") };
  (app.data.acts[entry.items[0].verb] || { fields: [] }).fields.forEach((each) => { names[each.name] = each.label; });
  return Object.entries(entry.items[0].args).filter(([name, words]) => names[name] && typeof words === "string").map(([name, words]) => [h("dt", {}, names[name]), h("dd", {}, words)]);
}

// Back into the form it was written in, with its pictures; the entry goes once the draft is kept.
async function rewrite(entry) {
  const [first] = entry.items;
  const place = { matter: `matter/${first.subject.id}/${first.verb}`, raise: `raise/${entry.project}`, visit: `visit/${entry.project}` }[entry.kind];
  const id = { matter: () => draftId(first.subject.id, first.verb), raise: () => `raise-${entry.person}-${entry.project}-`, visit: () => visitDraftId(entry.project) }[entry.kind]();
  const { answers, ...fields } = first.args;
  const settled = Object.fromEntries(entry.items.slice(1).map(({ verb, args }) => [args.line, { how: verb.split(".")[1], words: args.how || "" }]));
  const files = new Map(entry.files.map((file) => [file.sha256, file]));
  const pictures = (first.evidence || []).map((evidence) => ({ evidence, thumb: entry.thumb, files: [evidence.sha256, evidence.poster].filter(Boolean).map((hash) => files.get(hash)) }));
  await typing.keep({ id, person: entry.person, fields, pictures, ...(entry.kind === "visit" ? { answers: answers || {}, settled } : {}) });
  await store.change((all) => all.filter((each) => each.id !== entry.id));
  location.hash = `#/${place}`;
}

const mayRewrite = (entry) => entry.items[0].state !== "done" && (entry.kind === "visit" || (entry.kind === "raise" && project(entry.project)) || (entry.kind === "matter" && matter(entry.items[0].subject.id)));

function mending(entry) {
  const refused = entry.items.find((item) => item.state === "refused");
  const theirs = refused && refused.theirs;
  const resend = (change) => async () => {
    await store.change((all) => outbox.again(all, entry.id, entry.items.map(() => uuid()), change));
    hurry();
  };
  const known = project(entry.project);
  const acts = [];
  if (entry.kind === "report" && known) {
    if (theirs && ["draft", "sent_back"].includes(theirs.state)) {
      acts.push(h("button", { type: "button", class: "button button-primary", onclick: () => choose(entry, known, theirs) }, t("对照两个版本")));
    }
    acts.push(h("button", { type: "button", class: "button", onclick: () => mend(entry, known, theirs) }, t("打开修改")));
  }
  if (["matter", "raise", "visit"].includes(entry.kind) && mayRewrite(entry)) acts.push(h("button", { type: "button", class: "button button-primary", onclick: () => rewrite(entry) }, t("打开修改")));
  if (!theirs) acts.push(h("button", { type: "button", class: "button", onclick: resend((item) => item) }, t("再发一次")));
  return acts;
}

const fieldsOf = ({ month: _month, seen_at: _seen, answers: _answers, ...fields }) => fields;

function choose(entry, known, theirs) {
  const save = entry.items[0];
  choice(known, fieldsOf(save.args), theirs, async (fields, aside) => {
    await store.change((all) => outbox.again(all, entry.id, entry.items.map(() => uuid()), (item) => (item.verb === "report.save" ? { ...item, args: { ...item.args, ...fields, seen_at: theirs.saved_at } } : item))
      .map((each) => (each.id === entry.id ? { ...each, aside } : each)));
    if (save.state === "done") await reopened(entry, fields, theirs, aside);
    say(t("已按所选重新放进待发"));
    hurry();
  });
}

// The save had been done before somebody wrote over it: only the handing in is left, so what was chosen is saved anew.
async function reopened(entry, fields, theirs, aside) {
  const [save, submit] = entry.items;
  const keys = [uuid(), uuid()];
  await store.change((all) => all.map((each) => (each.id === entry.id ? {
    ...each, aside, sentence: "",
    items: [{ ...save, key: keys[0], state: "waiting", args: { ...save.args, ...fields, seen_at: theirs.saved_at } }, { ...submit, key: keys[1], after: keys[0], state: "waiting", sentence: "", theirs: null }],
  } : each)));
}

// Back into the form as a draft; the entry goes, its words stay.
async function mend(entry, known, theirs) {
  const { args } = entry.items[0];
  const answers = args.answers || {};
  const draft = { ...drafts.opened(known), fields: fieldsOf(args), answers, seen_at: entry.items[0].state === "done" && theirs ? theirs.saved_at : args.seen_at };
  if (theirs) known.report = theirs; // what the refusal told us is newer than what the phone keeps
  await drafts.keep(draft);
  await store.change((all) => all.filter((each) => each.id !== entry.id));
  location.hash = `#/report/${entry.project}/check`;
}

function drop(entry) {
  const box = sheet(t("删掉这一件？"),
    h("p", {}, entry.files.length ? t("手机里的这份照片或录像会一并删掉，服务器上没有它。") : t("填写的内容会从手机里删掉。")),
    h("div", { class: "sheet-foot" },
      h("button", { type: "button", class: "button button-danger", onclick: async () => {
        box.close();
        await store.change((all) => all.filter((each) => each.id !== entry.id));
        await store.tidy(Date.now());
        location.hash = "#/outbox";
        update("outbox");
      } }, t("删掉")),
      h("button", { type: "button", class: "button", onclick: () => box.close() }, t("留着"))));
}
