// One project: where it stands, what is asked, its last months and pictures.
import { isVisitor, month, project as find } from "../app.js";
import * as clock from "../clock.js";
import { h, icon, say, sheet, uuid } from "../dom.js";
import { keep } from "../keeping.js";
import { monthWords, t } from "../words.js";
import { amount, back, badge, draftOf, empty, lastLine, mayBeUnchanged, notice, standing } from "./parts.js";
import { gallery, pictureRow } from "./pictures.js";
import { problems, raiseLink } from "./raise.js";
import { offerUnchanged } from "./unchanged.js";

export function project(id) {
  const shown = find(id);
  if (!shown) return empty(t("找不到这个项目"), t("可能已移交；请在“我的项目”里刷新。"));
  const state = standing(shown);
  return h("div", { class: "stack" },
    back("#/projects", isVisitor() ? t("全部项目") : t("我的项目")),
    h("div", { class: "screen-head" }, h("h1", {}, shown.name), h("p", { class: "quiet" }, [shown.stage, shown.owner, shown.county, shown.place].filter(Boolean).join(" · "))),
    state.key === "sent_back" ? notice("refused", t("已退回，请修改后再报"), h("p", {}, shown.report.sent_back_reason)) : null,
    h("section", { class: "card" },
      h("p", { class: "project-line" }, h("b", {}, t("{month}月报", { month: monthWords(month()) })), badge(state)),
      h("p", { class: "project-line" }, lastLine(shown)),
      state.isDue ? h("div", { class: "project-acts" },
        mayBeUnchanged(shown) ? h("button", { type: "button", class: "button", onclick: () => offerUnchanged(shown) }, t("本月无变化")) : null,
        h("a", { class: "button button-primary", href: `#/report/${id}` }, draftOf(shown) ? t("接着填") : t("填月报"))) : null,
      state.isDue ? h("a", { class: "quiet-button", href: `#/report/${id}/problems` }, icon("warn"), t("记一个问题")) : null),
    shown.may_visit ? h("a", { class: "button button-go", href: `#/visit/${id}` }, t("记巡查")) : null,
    shown.may_raise ? named(shown) : null,
    pictureRow(shown, null),
    gallery(shown),
    milestones(shown),
    shown.past.length ? h("section", { class: "stack-tight" }, h("h2", { class: "section-title" }, t("前几个月")), shown.past.map(past)) : null,
    h("a", { class: "quiet-button", href: `/projects/${id}/` }, t("在网页版查看")));
}

// A problem that a report names is one tap from being proposed for the list.
function named(shown) {
  const [first] = problems(shown);
  return h("section", { class: "card stack-tight" },
    first ? [h("p", { class: "quiet" }, t("{month}月报里的问题", { month: monthWords(first.month) })), h("p", { class: "plain-words" }, first.words), raiseLink(shown, first.month)] : null,
    raiseLink(shown, ""));
}

function past(said) {
  return h("details", { class: "card fold" }, h("summary", {}, h("b", {}, monthWords(said.month)), h("span", { class: "amount-small" }, amount(said.invested)), icon("down")),
    h("dl", { class: "pairs fold-body" }, [["physical_progress", t("形象进度")], ["problems", t("存在问题")], ["needs", t("需协调事项")], ["next_step", t("下一步计划")]]
      .filter(([name]) => said[name]).flatMap(([name, words]) => [h("dt", {}, words), h("dd", {}, said[name])])));
}

function milestones(shown) {
  const { milestones: all } = shown.situation;
  if (!all.length || !shown.may_move) return null;
  return h("section", { class: "stack-tight" }, h("h2", { class: "section-title" }, t("未完成的节点")),
    all.map(([pk, name, planned]) => h("div", { class: "card row-card" }, icon("time"), h("span", {}, h("b", {}, name), h("span", { class: "quiet unbroken" }, `${t("计划")} ${planned || "—"}`)),
      h("button", { type: "button", class: "button button-small", onclick: () => move(shown, pk, name, planned) }, t("记一笔")))));
}

// When it was reached, or when it will be: an act of its own that does not wait for the month's report.
function move(shown, pk, name, planned) {
  const day = h("input", { type: "date", class: "input", "aria-label": t("日期"), value: clock.today() });
  const reason = h("input", { class: "input", maxlength: 300, placeholder: t("推迟原因（晚于计划时写）"), "aria-label": t("推迟原因") });
  const fault = h("p", { class: "field-error", hidden: true });
  const act = (verb, field, words) => async () => {
    if (!day.value) return;
    const isLate = field === "forecast_on" && planned && day.value > planned && !reason.value.trim();
    const isAhead = field === "actual_on" && day.value > clock.today();
    fault.hidden = !isLate && !isAhead;
    fault.textContent = isLate ? t("晚于计划，请写明推迟原因。") : t("这一天还没有到，请记为预计。");
    if (isLate || isAhead) return;
    box.close();
    await keep({
      id, kind: "milestone", title: `${words} · ${name}`, project: shown.id, month: month(),
      items: [{ key: uuid(), verb, subject: { type: "milestone", id: pk }, at: clock.claimed(), args: { [field]: day.value, ...(reason.value.trim() ? { reason: reason.value.trim() } : {}) } }],
    });
    say(t("已放进待发"));
  };
  const id = uuid();
  const box = sheet(name, h("p", { class: "quiet" }, `${t("计划")} ${planned || "—"}`), day, reason, fault,
    h("div", { class: "sheet-foot" },
      h("button", { type: "button", class: "button button-primary", onclick: act("milestone.reach", "actual_on", t("完成节点")) }, t("这天已完成")),
      h("button", { type: "button", class: "button", onclick: act("milestone.forecast", "forecast_on", t("预计节点")) }, t("预计这天完成"))));
}

