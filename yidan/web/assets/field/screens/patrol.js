// 巡查 on a phone: today's list with its reasons, and what earlier visits found and nobody has settled yet.
// No order of stops, no way, no place but that of the project.
import { app, mine, month } from "../app.js";
import * as clock from "../clock.js";
import { h, icon, say, sheet, uuid } from "../dom.js";
import { keep } from "../keeping.js";
import * as outbox from "../outbox.js";
import { t } from "../words.js";
import { badge, empty } from "./parts.js";

const sent = (project) => mine().find((each) => each.kind === "visit" && each.project === project && outbox.isOpen(each));
const settled = (finding) => mine().find((each) => each.kind === "finding" && each.items[0].subject.id === finding.id && outbox.isOpen(each));
const isOpenNow = (each) => !each.is_done && !sent(each.project);
export const patrolCount = () => (app.data.patrol ? app.data.patrol.asked.filter(isOpenNow).length : 0);

export function patrol() {
  const { patrol: kept } = app.data;
  if (!kept) return empty(t("没有您的巡查"), "");
  const counties = [...new Set(kept.asked.map((each) => each.county))];
  const findings = kept.findings.filter((each) => !settled(each));
  return h("div", { class: "stack" },
    h("div", { class: "screen-head" }, h("h1", {}, t("巡查")), h("p", { class: "quiet" }, kept.asked.length ? t("{day} · {count}处，先后自定", { day: kept.day, count: kept.asked.length }) : kept.day)),
    kept.asked.length ? counties.map((county) => h("section", { class: "stack-tight" }, h("h2", { class: "section-title" }, county),
      h("div", { class: "cards" }, kept.asked.filter((each) => each.county === county).map(card))))
      : empty(t("今天没有请您去看的项目"), t("名单每个工作日早上按风险排出；路过看到的也可以从项目里记。")),
    findings.length ? h("section", { class: "stack-tight" }, h("h2", { class: "section-title" }, t("发现的问题，还没有处理")), h("div", { class: "cards" }, findings.map(finding))) : null,
    h("a", { class: "line-link", href: "#/projects" }, t("全部项目"), icon("right")));
}

function card(asked) {
  const entry = sent(asked.project);
  const isRefused = entry && outbox.state(entry) === "refused";
  return h("article", { class: "card project-card" },
    h("div", { class: "project-link" },
      h("h3", {}, asked.name),
      h("p", { class: "project-line" }, h("span", {}, asked.badges.map(([word, tone]) => badge({ word, tone }))), asked.is_done ? badge({ word: t("已巡查"), tone: "good" }) : null),
      asked.words ? h("p", {}, asked.words) : null,
      h("p", { class: "quiet" }, [asked.place, asked.last ? t("上次{day}", { day: asked.last }) : t("还没有人去过")].filter(Boolean).join(" · "))),
    h("div", { class: "project-acts" }, entry
      ? h("a", { class: "button", href: `#/outbox/${entry.id}` }, isRefused ? t("未送达，去看看") : t("已放进待发"))
      : h("a", { class: asked.is_done ? "button" : "button button-go", href: `#/visit/${asked.project}` }, asked.is_done ? t("再记一次") : t("记巡查"))));
}

function finding(found) {
  return h("article", { class: "card stack-tight" },
    h("b", {}, found.text), h("p", { class: "quiet" }, `${found.name} · ${found.day}`),
    h("div", { class: "two" },
      h("button", { type: "button", class: "button", onclick: () => solve(found) }, t("已经解决")),
      h("button", { type: "button", class: "button button-go", onclick: () => settle(found, "finding.raise", t("转一单"), {}) }, t("转一单"))));
}

function solve(found) {
  const how = h("textarea", { rows: 2, maxlength: 300, "aria-label": t("怎么解决的"), placeholder: t("怎么解决的") });
  const box = sheet(t("已经解决"), h("p", { class: "sheet-lead" }, found.text), h("div", { class: "field" }, how),
    h("div", { class: "sheet-foot" }, h("button", { type: "button", class: "button button-primary", onclick: () => {
      if (!how.value.trim()) { how.focus(); return; }
      box.close();
      settle(found, "finding.solve", t("已经解决"), { how: how.value.trim() });
    } }, t("记下"))));
}

async function settle(found, verb, words, args) {
  await keep({
    id: uuid(), kind: "finding", title: `${words} · ${found.text}`, project: found.project, month: month(),
    items: [{ key: uuid(), verb, subject: { type: "finding", id: found.id }, at: clock.claimed(), args }],
  });
  say(t("已放进待发"));
}
