// 提出事项 from a project or from a problem that its report names, in that report's own words.
import { app, me, month, project as find } from "../app.js";
import * as clock from "../clock.js";
import { h, icon, uuid } from "../dom.js";
import { saysNothing } from "../rules.js";
import { monthWords, t } from "../words.js";
import { back, empty } from "./parts.js";
import * as typing from "./typing.js";

const LONGEST_TITLE = 40;

// What the reports of a project name as problems: [{month, words}], the newest first.
export function problems(project) {
  const now = project.report && project.report.state !== "draft" ? [{ month: month(), words: project.report.fields.problems }] : [];
  return [...now, ...project.past.map((each) => ({ month: each.month, words: each.problems }))].filter(({ words }) => words && !saysNothing(words));
}

export const raiseLink = (project, of) => h("a", { class: "quiet-button", href: `#/raise/${project.id}${of ? `/${of}` : ""}` }, icon("todo"), of ? t("提成一单") : t("提一件事"));

const firstClause = (text) => {
  const first = text.trim().split(/[。；;\n]/)[0].trim();
  return first.length > LONGEST_TITLE ? `${first.slice(0, LONGEST_TITLE - 1)}…` : first;
};

export function raise(id, of) {
  const project = find(id);
  if (!project) return empty(t("找不到这个项目"), t("可能已移交；请在“我的项目”里刷新。"));
  const quoted = of ? problems(project).find((each) => each.month === of) : null;
  const form = app.data.raising;
  const draft = typing.opened(`raise-${me().id}-${id}-${of || ""}`, { title: quoted ? firstClause(quoted.words) : "" });
  const fields = [
    { name: "title", label: t("事项"), kind: "text", must: true, most: 100, help: t("一句话写清什么事卡在哪里") },
    { name: "description", label: t("情况"), kind: "lines", most: 2000 },
    { name: "problem_type", label: t("问题类型"), kind: "choice", choices: [["", t("按内容判断")], ...form.types] },
  ];
  const entryId = uuid();
  let isGoing = false;
  const root = h("form", { class: "stack", novalidate: true, "data-typing": true, onsubmit: (event) => { event.preventDefault(); go(); } },
    back(`#/project/${id}`, project.name),
    h("div", { class: "screen-head" }, h("h1", {}, form.label), h("p", { class: "quiet" }, t("市项目办审核后入账。"))),
    quoted ? h("div", { class: "card" }, h("p", { class: "quiet" }, t("{month}月报原话，照录", { month: monthWords(of) })), h("p", { class: "plain-words" }, quoted.words)) : null,
    fields.map((each) => typing.field(each, draft, () => typing.keep(draft))),
    typing.pictureField(draft, project.name),
    h("div", { class: "foot" }, h("button", { class: "button button-primary" }, t("提出"))));

  async function go() {
    if (isGoing || !typing.isWhole(root, (draft.fields.title || "").trim() ? [] : [["title", t("请用一句话写明事项。")]])) return;
    const typed = Object.fromEntries(Object.entries(draft.fields).filter(([, value]) => value.trim()));
    const origin = quoted ? { source: t("{month}月报", { month: monthWords(of) }), source_quote: quoted.words } : {};
    isGoing = true;
    isGoing = await typing.send(draft, {
      id: entryId, kind: "raise", title: typed.title, project: project.id, month: month(),
      items: [{ key: uuid(), verb: "matter.raise", subject: { type: "project", id: project.id }, at: clock.claimed(), args: { ...typed, ...origin }, evidence: draft.pictures.map((each) => each.evidence) }],
    });
    if (isGoing) location.hash = "#/outbox";
  }
  return root;
}
