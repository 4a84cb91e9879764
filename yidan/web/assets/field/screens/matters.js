// The one list on a phone: one's open matters by the next deadline, one of them, and the acts on it.
import { app, matter as find, me, mine, month } from "../app.js";
import * as clock from "../clock.js";
import { h, icon, uuid } from "../dom.js";
import * as outbox from "../outbox.js";
import { dayWords, leftWords, t } from "../words.js";
import { back, badge, empty, notice } from "./parts.js";
import * as typing from "./typing.js";

const SIGN = "matter.sign_for";
const APPLY = "matter.apply_close_out";
const BRINGING = ["matter.plan", "matter.reply", APPLY];
// After these it is somebody else's turn: nothing more is offered until the server has said what became of it.
const TURNING = ["matter.decline", "matter.ask_extension", APPLY, "matter.verify", "matter.send_back"];

const waiting = (shown) => mine().filter((each) => each.kind === "matter" && each.items[0].subject.id === shown.id && outbox.isOpen(each));
const label = (verb) => (app.data.acts[verb] || { label: verb }).label;
const isLate = (day) => Boolean(day) && day < clock.today();

// Which acts are offered now, this phone's own unsent ones included; `after` is the signing that must be done first.
export function offered(shown) {
  const sent = waiting(shown).flatMap((each) => (outbox.state(each) === "refused" ? [] : each.items));
  if (sent.some((item) => TURNING.includes(item.verb))) return { acts: [], after: null };
  const signing = sent.find((item) => item.verb === SIGN);
  return signing ? { acts: shown.then, after: signing.key } : { acts: shown.acts, after: null };
}

export const myTurn = () => app.data.matters.filter((each) => each.is_mine && (!each.acts.length || offered(each).acts.length));
export const others = () => app.data.matters.filter((each) => !myTurn().includes(each));

export function card(shown) {
  const sent = waiting(shown);
  const isRefused = sent.some((each) => outbox.state(each) === "refused");
  return h("a", { class: "card matter-card", href: `#/matter/${shown.id}` },
    h("span", { class: "matter-top" }, h("b", {}, sent.length ? t("已放进待发") : turnWords(shown)), isRefused ? badge({ word: t("未送达"), tone: "bad" }) : due(shown)),
    h("span", { class: "matter-title" }, shown.title),
    h("span", { class: "quiet" }, [shown.number, ...shown.projects.map(([, name]) => name)].filter(Boolean).join(" · ")));
}

const turnWords = (shown) => (shown.is_mine ? shown.step : t("轮到{unit}{step}", { unit: shown.turn, step: shown.step }));
const due = (shown) => (shown.step_due_on ? h("span", { class: isLate(shown.step_due_on) ? "due due-late" : "due" }, `${dayWords(shown.step_due_on)} ${leftWords(shown.step_due_on, clock.today())}`) : null);

export function matter(id, verb) {
  const shown = find(id);
  if (!shown) return h("div", { class: "stack" }, back("#/todo", t("待办")), empty(t("这件事项已不在待办里"), t("可能已办结或移交；请在网页版查看。")));
  return verb ? act(shown, verb) : whole(shown);
}

function whole(shown) {
  const { acts } = offered(shown);
  const first = acts.includes(shown.step_verb) ? shown.step_verb : acts[0];
  return h("div", { class: "stack" },
    back("#/todo", t("待办")),
    h("div", { class: "screen-head" }, h("h1", {}, shown.title),
      h("p", { class: "quiet" }, [shown.number, shown.is_important ? t("重大") : "", shown.lead].filter(Boolean).join(" · "))),
    h("section", { class: "card stack-tight" },
      h("p", { class: "project-line" }, h("b", {}, turnWords(shown)), badge({ word: shown.state, tone: shown.tone })),
      h("p", { class: "project-line" }, due(shown), shown.due_on ? h("span", { class: "quiet" }, t("整改时限{day}", { day: dayWords(shown.due_on) })) : null),
      shown.asked_until ? h("p", { class: "quiet" }, t("申请延期至{day}，待批复", { day: dayWords(shown.asked_until) })) : null,
      waiting(shown).map((each) => h("a", { class: "line-link", href: `#/outbox/${each.id}` }, outbox.state(each) === "refused" ? t("{act}未送达，去看看", { act: label(each.items[0].verb) }) : t("{act}已放进待发", { act: label(each.items[0].verb) }), icon("right"))),
      acts.length ? h("div", { class: "project-acts" }, [first, ...acts.filter((each) => each !== first)].map((each) =>
        h("a", { class: each === first ? "button button-primary" : "button", href: `#/matter/${shown.id}/${each}` }, label(each)))) : null,
      !acts.length && shown.is_mine && !waiting(shown).length ? h("p", { class: "quiet" }, t("这一步请在网页版办理。")) : null),
    shown.evidence_asked ? h("div", { class: "card" }, h("b", {}, t("应提交佐证：{what}", { what: shown.evidence_asked })), h("p", { class: "reason" }, `${t("为什么需要")}：${shown.evidence_reason}`)) : null,
    shown.texts.map(([title, words]) => h("section", { class: "card" }, h("h2", { class: "section-title" }, title), h("p", { class: "plain-words" }, words))),
    shown.replies.length ? h("section", { class: "stack-tight" }, h("h2", { class: "section-title" }, t("最近的反馈")),
      shown.replies.map((each) => h("div", { class: "card" }, h("p", { class: "quiet" }, [each.at, each.unit, each.is_plan ? t("整改方案") : ""].filter(Boolean).join(" · ")), h("p", { class: "plain-words" }, each.text)))) : null,
    shown.projects.map(([pk, name]) => h("a", { class: "line-link", href: app.data.projects.some((each) => each.id === pk) ? `#/project/${pk}` : `/projects/${pk}/` }, name, icon("right"))),
    h("a", { class: "quiet-button", href: `/matters/${shown.id}/` }, t("在网页版查看")));
}

export const draftId = (id, verb) => `act-${me().id}-${id}-${verb}`;

function act(shown, verb) {
  const form = app.data.acts[verb];
  if (!form) return empty(t("这一步请在网页版办理。"), "");
  const { acts, after } = offered(shown);
  const draft = typing.opened(draftId(shown.id, verb), Object.fromEntries(form.fields.filter((each) => each.first).map((each) => [each.name, each.first])));
  const id = uuid();
  let isChecked = false;
  const isPlain = form.fields.some((each) => each.must);
  const [musts, more] = [form.fields.filter((each) => each.must || !isPlain || each.kind === "choice"), form.fields.filter((each) => !each.must && isPlain && each.kind !== "choice")];
  const asks = BRINGING.includes(verb) && shown.evidence_asked;
  const lacks = () => [
    ...form.fields.filter((each) => each.must && !(draft.fields[each.name] || "").trim()).map((each) => [each.name, t("请填写{label}。", { label: each.label })]),
    ...form.fields.filter((each) => each.kind === "number" && !/^\d*$/.test((draft.fields[each.name] || "").trim())).map((each) => [each.name, t("请填整数。")]),
    ...(verb === APPLY && asks && !draft.pictures.length && !shown.has_evidence ? [["pictures", t("销号需要佐证，请附上；因为{reason}。", { reason: shown.evidence_reason })]] : []),
  ];
  const touched = () => {
    typing.keep(draft);
    if (isChecked) typing.isWhole(root, lacks());
  };
  const root = h("form", { class: "stack", novalidate: true, "data-typing": true, onsubmit: (event) => { event.preventDefault(); go(); } },
    back(`#/matter/${shown.id}`, shown.title),
    h("div", { class: "screen-head" }, h("h1", {}, form.label), h("p", {}, due(shown))),
    acts.includes(verb) ? null : notice("warn", t("现在轮不到这一步"), h("p", {}, `${turnWords(shown)}。${t("写下的都在；确需办理可以照发，由服务器判断。")}`)),
    shown.texts.slice(0, 1).map(([title, words]) => h("details", { class: "card fold" }, h("summary", {}, h("b", {}, title), icon("down")), h("p", { class: "plain-words fold-body" }, words))),
    musts.map((each) => typing.field(each, draft, touched)),
    more.length ? h("details", { class: "card fold", open: more.some((each) => draft.fields[each.name] && each.first === undefined) }, h("summary", {}, h("b", {}, more.map((each) => each.label).join(t("、"))), h("span", { class: "quiet" }, t("可不填")), icon("down")), h("div", { class: "stack fold-body" }, more.map((each) => typing.field(each, draft, touched)))) : null,
    asks ? h("div", { class: "card" }, typing.pictureField(draft, shown.title, { asked: shown.evidence_asked, reason: shown.evidence_reason }), h("p", { class: "field-error", id: "lacks-pictures", hidden: true })) : null,
    h("div", { class: "foot" }, h("button", { class: "button button-primary" }, form.label)),
    h("p", { class: "quiet foot-words" }, t("每次改动都已存在手机里，没有网络也能办。")));

  let isGoing = false;
  async function go() {
    isChecked = true;
    if (isGoing || !typing.isWhole(root, lacks())) return;
    const args = Object.fromEntries(form.fields.map((each) => [each.name, (draft.fields[each.name] || "").trim()]).filter(([, value]) => value));
    isGoing = true;
    isGoing = await typing.send(draft, {
      id, kind: "matter", title: shown.title, project: null, month: month(),
      items: [{ key: uuid(), verb, subject: { type: "matter", id: shown.id }, at: clock.claimed(), args, ...(after ? { after } : {}), evidence: draft.pictures.map((each) => each.evidence) }],
    });
    if (isGoing) location.hash = `#/matter/${shown.id}`;
  }
  return root;
}
