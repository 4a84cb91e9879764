// A visit in three fields: what was seen, who was at work, what is wrong; a picture if one likes; the checklist where there
// is one, asked and checked as on the server; and for each problem whether it was put right at once or goes on the list.
import { app, me, month, project as findProject } from "../app.js";
import * as checklist from "../checklist.js";
import * as clock from "../clock.js";
import { h, icon, uuid } from "../dom.js";
import { t } from "../words.js";
import { back, empty, notice } from "./parts.js";
import * as typing from "./typing.js";

const HOURS = 72;
const WORDS = () => ({
  missing: t("请填写。"), choice: t("请从选项中选。"), long: t("太长，请写短些。"), whole: t("请填整数。"), number: t("请填数字。"),
  day: t("请填日期。"), unreadable: t("无法识别，请重新填写。"), constraint: t("不合要求，请核对。"),
});

// What is known of the site: from today's list, else from the projects on the phone.
function site(id) {
  const asked = app.data.patrol && app.data.patrol.asked.find((each) => each.project === Number(id));
  const known = findProject(id);
  if (asked) return asked;
  return known && known.may_visit ? { project: known.id, name: known.name, county: known.county, place: known.place, words: "", last: "", last_words: "", domain: known.domain } : null;
}

export const visitDraftId = (project) => `visit-${me().id}-${project}`;

export function visit(id) {
  const shown = site(id);
  if (!shown) return h("div", { class: "stack" }, back("#/patrol", t("巡查")), empty(t("不能记这个项目的巡查"), t("本单位的项目由外单位巡查；名单可能已变，请刷新。")));
  const form = app.data.patrol.checklists[shown.domain] || app.data.patrol.checklists[""] || null;
  const draft = typing.opened(visitDraftId(shown.project), {});
  draft.answers ??= {};
  draft.settled ??= {}; // line → {how: "solve" | "raise" | "", words}
  const entryId = uuid();
  let isChecked = false;
  let isGoing = false;
  const value = (name) => (draft.fields[name] || "").trim();
  const lines = () => checklist.linesOf(value("problems"));
  const answered = () => Object.values(draft.answers).some((each) => (Array.isArray(each) ? each.length : each));
  const faults = () => (form && answered() ? checklist.read(form, draft.answers, clock.today()).faults : []);
  const lacks = () => [
    ...(value("physical_progress") ? [] : [["physical_progress", t("请写看到的形象进度，如“主体五层封顶，与上次相比多两层”。")]]),
    ...lines().filter((line) => line.length > 300).slice(0, 1).map(() => ["problems", t("一行写一个问题，每个不超过300字。")]),
    ...lines().filter((line) => (draft.settled[line] || {}).how === "solve" && !(draft.settled[line].words || "").trim()).map((line) => [`how-${lines().indexOf(line)}`, t("请写明怎么解决的。")]),
    ...faults().map((each) => [`answer-${each.name}`, each.words || WORDS()[each.kind]]),
  ];
  const touched = (name) => {
    typing.keep(draft);
    if (name === "problems") drawLines();
    if (isChecked) typing.isWhole(root, lacks());
  };
  const fields = [
    { name: "physical_progress", label: t("形象进度"), kind: "lines", must: true, most: 500, help: t("看到的，与上次比多了什么") },
    { name: "at_work", label: t("作业面、人员、机械"), kind: "text", most: 500, help: t("如：两个作业面，约40人，塔吊3台") },
    { name: "problems", label: t("发现问题"), kind: "lines", most: 1000, help: t("一行一个；没有就空着") },
  ];
  const settling = h("div", { class: "stack-tight" });
  const questions = h("div", { class: "stack-tight fold-body" });
  const root = h("form", { class: "stack", novalidate: true, "data-typing": true, onsubmit: (event) => { event.preventDefault(); go(); } },
    back("#/patrol", t("巡查")),
    h("div", { class: "screen-head" }, h("h1", {}, shown.name), h("p", { class: "quiet" }, [shown.county, shown.place].filter(Boolean).join(" · "))),
    shown.words ? notice("info", t("为什么请您去看"), h("p", {}, shown.words)) : null,
    shown.last_words ? h("div", { class: "last-words" }, h("span", {}, t("上次{day}", { day: shown.last })), shown.last_words) : null,
    fields.map((each) => typing.field(each, draft, touched)),
    settling,
    form ? h("details", { class: "card fold", open: answered() }, h("summary", {}, h("b", {}, form.title || t("清单")), h("span", { class: "quiet" }, t("要答就答全")), icon("down")), questions) : null,
    h("div", { class: "card" }, typing.pictureField(draft, shown.name)),
    h("div", { class: "foot" }, h("button", { class: "button button-primary" }, t("记下"))),
    h("p", { class: "quiet foot-words" }, t("没有网络也能记，{hours}小时内都能发；不记轨迹，不签到。", { hours: HOURS })));

  function drawLines() {
    settling.replaceChildren(...lines().map((line, place) => {
      const now = (draft.settled[line] ??= { how: "", words: "" });
      const how = h("input", { class: "input", name: `how-${place}`, maxlength: 300, hidden: now.how !== "solve", placeholder: t("怎么解决的"), "aria-label": t("怎么解决的"), value: now.words, oninput: (event) => { now.words = event.target.value; touched(""); } });
      const choose = (chosen) => () => { now.how = chosen; touched("problems"); };
      return h("div", { class: "card stack-tight" }, h("b", { class: "outbox-title" }, line),
        h("div", { class: "segment", role: "group", "aria-label": line }, [["", t("先记下")], ["solve", t("当场解决")], ["raise", t("转一单")]].map(([name, words]) =>
          h("button", { type: "button", "aria-pressed": String(now.how === name), onclick: choose(name) }, words))),
        how, h("p", { class: "field-error", id: `lacks-how-${place}`, hidden: true }));
    }));
  }

  function drawQuestions() {
    if (!form) return;
    const { kept } = checklist.read(form, draft.answers, clock.today());
    questions.replaceChildren(...checklist.shown(form, kept, clock.today()).map(question));
  }
  const answer = (name, given, isDrawn) => {
    draft.answers[name] = given;
    touched("");
    if (isDrawn) drawQuestions(); // an answer may open or close others
  };
  function question(item) {
    if (item.kind === "group") return h("h2", { class: "section-title" }, item.label);
    if (item.kind === "note") return h("p", { class: "quiet" }, item.label);
    if (item.kind === "photo") return h("p", { class: "quiet" }, t("{what}：可在下面附图，不要求", { what: item.label }));
    const name = `answer-${item.name}`;
    const now = draft.answers[item.name] ?? (item.kind === "select_multiple" ? [] : "");
    const error = h("p", { class: "field-error", id: `lacks-${name}`, hidden: true });
    const title = [item.label, item.must ? h("span", { class: "field-must", "aria-hidden": "true" }, "＊") : null];
    const hint = item.hint ? h("p", { class: "field-help" }, item.hint) : null;
    if (item.kind === "select_one" || item.kind === "select_multiple") {
      const isMany = item.kind === "select_multiple";
      const pick = (choice, isOn) => answer(item.name, isMany ? [...now.filter((each) => each !== choice), ...(isOn ? [choice] : [])] : choice, true);
      return h("fieldset", { class: "field choices" }, h("legend", {}, title), hint, item.choices.map(([choice, words]) => h("label", { class: "choice" },
        h("input", { type: isMany ? "checkbox" : "radio", name, value: choice, checked: isMany ? now.includes(choice) : now === choice, onchange: (event) => pick(choice, event.target.checked) }), words)), error);
    }
    const kinds = { date: { type: "date" }, integer: { inputmode: "numeric" }, decimal: { inputmode: "decimal" } };
    return h("div", { class: "field" }, h("label", { for: `f-${name}` }, h("span", {}, title)),
      h("input", { class: "input", id: `f-${name}`, name, maxlength: 500, autocomplete: "off", ...kinds[item.kind], value: now, oninput: (event) => answer(item.name, event.target.value, false), onchange: () => setTimeout(drawQuestions) }), hint, error);
  }

  async function go() {
    isChecked = true;
    if (isGoing || !typing.isWhole(root, lacks())) return;
    const key = uuid();
    const at = clock.claimed();
    const subject = { type: "project", id: shown.project };
    const said = Object.fromEntries(fields.map(({ name }) => [name, value(name)]).filter(([, words]) => words));
    const answers = form && answered() ? checklist.read(form, draft.answers, clock.today()).kept : {};
    const settled = lines().map((line) => [line, draft.settled[line]]).filter(([, each]) => each && each.how)
      .map(([line, { how, words }]) => ({ key: uuid(), verb: `finding.${how}`, subject, at, after: key, args: { line, ...(how === "solve" ? { how: words.trim() } : {}) } }));
    isGoing = true;
    isGoing = await typing.send(draft, {
      id: entryId, kind: "visit", title: shown.name, project: shown.project, month: month(),
      items: [{ key, verb: "visit.record", subject, at, args: { ...said, answers, visited_at: new Date(clock.trueNow()).toISOString() }, evidence: draft.pictures.map((each) => each.evidence) }, ...settled],
    });
    if (isGoing) location.hash = "#/patrol";
  }

  drawLines();
  drawQuestions();
  return root;
}
