// The screens 我的项目 and 待办 say what is mine, what last month said, what is still to do.
import { app, month } from "../app.js";
import * as clock from "../clock.js";
import { h, icon } from "../dom.js";
import { monthWords, t } from "../words.js";
import * as matters from "./matters.js";
import { badge, draftOf, dueWords, empty, lastLine, mayBeUnchanged, standing, unshown } from "./parts.js";
import { offerUnchanged } from "./unchanged.js";

const SEARCH_FROM = 9;
let wanted = "";

export function projects() {
  const all = app.data.projects;
  const list = h("div", { class: "cards" });
  const fill = () => list.replaceChildren(...all.filter((each) => !wanted || `${each.name}${each.owner}${each.county}`.includes(wanted)).map(card));
  fill();
  return h("div", { class: "stack" },
    h("div", { class: "screen-head" }, h("h1", {}, t("我的项目")), h("p", { class: "quiet" }, all.some((each) => each.may_report) ? `${monthWords(month())} · ${dueWords()}` : monthWords(month()))),
    all.length >= SEARCH_FROM ? h("input", { class: "input", type: "search", placeholder: t("项目、单位"), "aria-label": t("找项目"), value: wanted, oninput: (event) => { wanted = event.target.value.trim(); fill(); } }) : null,
    all.length ? list : empty(t("本年计划里没有您的项目"), t("项目列入年度计划后会出现在这里。")),
    app.data.is_cut ? h("p", { class: "quiet" }, t("这里只放前200个项目，其余请在网页版查看。")) : null);
}

function card(project) {
  const state = standing(project);
  const draft = draftOf(project);
  return h("article", { class: "card project-card" },
    h("a", { class: "project-link", href: `#/project/${project.id}` },
      h("h2", {}, project.name),
      h("p", { class: "project-line" }, lastLine(project), badge(state))),
    state.key === "sent_back" ? h("p", { class: "back-reason" }, `${t("退回原因")}：${project.report.sent_back_reason}`) : null,
    state.isDue ? h("div", { class: "project-acts" },
      mayBeUnchanged(project) ? h("button", { type: "button", class: "button", onclick: () => offerUnchanged(project) }, t("本月无变化")) : null,
      h("a", { class: "button button-go", href: `#/report/${project.id}` }, draft ? t("接着填") : t("填月报"))) : null);
}

export function todo() {
  const today = clock.today();
  const due = app.data.projects.filter((each) => standing(each).isDue);
  const back = due.filter((each) => each.report && each.report.state === "sent_back");
  const rest = due.filter((each) => !back.includes(each));
  const pictures = app.data.projects.flatMap((each) => unshown(each).map((slot) => ({ project: each, slot })));
  const late = app.data.projects.filter((each) => each.may_move)
    .flatMap((each) => each.situation.milestones.filter(([, , planned]) => planned && planned < today).map((milestone) => ({ project: each, milestone })));
  const part = (title, items) => (items.length ? h("section", { class: "stack-tight" }, h("h2", { class: "section-title" }, title, h("span", { class: "quiet" }, ` ${items.length}`)), h("div", { class: "cards" }, items)) : null);
  const others = matters.others();
  const parts = [
    part(t("轮到我办"), matters.myTurn().map(matters.card)),
    part(t("退回待改"), back.map(card)),
    part(t("本月待报"), rest.map(card)),
    part(t("请附图"), pictures.map(({ project, slot }) => h("a", { class: "card row-card", href: `#/project/${project.id}` }, icon("camera"), h("span", {}, h("b", {}, slot.name), h("span", { class: "quiet" }, project.name), h("span", { class: "reason" }, `${t("为什么需要")}：${slot.reason}`))))),
    part(t("节点已过计划日"), late.map(({ project, milestone: [, name, planned] }) => h("a", { class: "card row-card", href: `#/project/${project.id}` }, icon("time"), h("span", {}, h("b", {}, name), h("span", { class: "quiet" }, project.name), h("span", { class: "reason" }, `${t("计划")} ${planned}`))))),
  ].filter(Boolean);
  const elsewhere = others.length ? h("details", { class: "card fold" }, h("summary", {}, h("b", {}, t("在别处办理的")), h("span", { class: "quiet" }, String(others.length)), icon("down")), h("div", { class: "cards fold-body" }, others.map(matters.card))) : null;
  return h("div", { class: "stack" },
    h("div", { class: "screen-head" }, h("h1", {}, t("待办")), due.length ? h("p", { class: "quiet" }, `${monthWords(month())} · ${dueWords()}`) : elsewhere && !parts.length ? h("p", { class: "quiet" }, t("现在没有要办的")) : null),
    parts.length || elsewhere ? [parts, elsewhere] : empty(t("现在没有要办的"), t("到了填报的时候，这里会列出来。")));
}

export const todoCount = () => matters.myTurn().length + app.data.projects.filter((each) => standing(each).isDue).length;
