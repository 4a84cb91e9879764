// 本月无变化 in one tap and one confirmation; where something is missing, the form opens instead.
import { h, say, sheet, uuid } from "../dom.js";
import { keep as keepAct, reportItems } from "../keeping.js";
import { monthWords, t } from "../words.js";
import * as drafts from "./draft.js";
import { amount } from "./parts.js";

export function offerUnchanged(project) {
  const draft = drafts.unchanged(drafts.opened(project), project);
  const { lacks, doubts } = drafts.looked(draft, project);
  if (lacks.length) {
    drafts.keep(draft).then(() => { location.hash = `#/report/${project.id}/check`; });
    return;
  }
  const id = uuid();
  const [last] = project.past;
  const answers = {};
  const box = sheet(t("本月无变化"),
    h("p", { class: "sheet-lead" }, project.name),
    h("dl", { class: "pairs" },
      h("dt", {}, t("本月完成投资")), h("dd", {}, draft.fields.invested === "0" ? amount("0") : draft.fields.invested),
      h("dt", {}, t("形象进度")), h("dd", {}, last.physical_progress),
      h("dt", {}, t("文字")), h("dd", {}, t("沿用{month}", { month: monthWords(last.month, true) }))),
    doubts.map(({ kind, sentence }) => h("label", { class: "field question" }, h("span", {}, sentence), h("input", { class: "input", placeholder: t("可不答"), oninput: (event) => { answers[kind] = event.target.value; } }))),
    h("div", { class: "sheet-foot" },
      h("button", { type: "button", class: "button button-primary", onclick: () => {
        box.close();
        submit(project, { ...draft, answers: { ...draft.answers, ...answers } }, id);
      } }, t("报送")),
      h("a", { class: "button", href: `#/report/${project.id}`, onclick: () => box.close() }, t("有变化，去填写"))));
}

export async function submit(project, draft, id) {
  const fields = { ...draft.fields, is_unchanged: drafts.stillUnchanged(draft.fields, project) };
  await keepAct({
    id, kind: "report", title: project.name, project: project.id, month: draft.month, aside: draft.aside,
    items: reportItems(project.id, draft.month, fields, draft.answers, draft.seen_at, true),
  });
  await drafts.forget(draft);
  say(navigator.onLine ? t("已放进待发，正在发送") : t("已放进待发，有网络时自动发送"));
  location.hash = "#/outbox";
}

export async function saveOnServer(project, draft, id) {
  await keepAct({
    id, kind: "report", title: project.name, project: project.id, month: draft.month, aside: draft.aside,
    items: reportItems(project.id, draft.month, { ...draft.fields, is_unchanged: drafts.stillUnchanged(draft.fields, project) }, draft.answers, draft.seen_at, false),
  });
  say(t("草稿已放进待发，送达后电脑上也能接着填"));
}

