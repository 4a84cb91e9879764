// Two phones on one report: both versions side by side where they differ, and the person chooses, field by field or whole.
import { app } from "../app.js";
import * as clock from "../clock.js";
import { h, sheet } from "../dom.js";
import * as outbox from "../outbox.js";
import { t } from "../words.js";

const LABELS = () => ({
  invested: t("本月完成投资"), physical_progress: t("形象进度"), problems: t("存在问题"), needs: t("需协调事项"), next_step: t("下一步计划"),
  explanation: t("情况说明"), needs_from: t("请谁协调"), milestone_days: t("节点"), is_unchanged: t("本月无变化"),
});

function words(name, value) {
  if (name === "needs_from") return (app.data.units.find(([pk]) => pk === value) || [0, "—"])[1];
  if (name === "is_unchanged") return value ? t("是") : t("否");
  if (name === "milestone_days") return Object.entries(value || {}).map(([each, said]) => `${each} ${said.actual_on || said.forecast_on || ""}`).join("；") || "—";
  return value || "—";
}

export function choice(project, mine, theirs, onChosen) {
  const names = outbox.differences(mine, theirs.fields);
  const chosen = Object.fromEntries(names.map((name) => [name, "mine"]));
  const who = theirs.reporter || t("他人");
  const radios = [];
  const option = (name, side, value) => {
    const radio = h("input", { type: "radio", name: `choose-${name}`, value: side, checked: side === "mine", onchange: () => { chosen[name] = side; } });
    radios.push([name, side, radio]);
    return h("label", { class: "version" }, radio, h("span", {}, h("small", { class: "quiet" }, side === "mine" ? t("我的") : who), h("span", {}, words(name, value))));
  };
  const all = (side) => radios.forEach(([name, each, radio]) => { radio.checked = each === side; chosen[name] = side; });
  const box = sheet(t("两个版本，请选择"),
    h("p", { class: "quiet" }, t("{name}在{at}存过另一个版本。逐项选，或者整份选；没选的那份会附在待发这一件里，可以查看。", { name: who, at: clock.clockWords(theirs.saved_at) })),
    h("div", { class: "two" },
      h("button", { type: "button", class: "button button-small", onclick: () => all("mine") }, t("全用我的")),
      h("button", { type: "button", class: "button button-small", onclick: () => all("theirs") }, t("全用{name}的", { name: who }))),
    names.map((name) => h("fieldset", { class: "versions" }, h("legend", {}, LABELS()[name] || name), option(name, "mine", mine[name]), option(name, "theirs", theirs.fields[name]))),
    names.length ? null : h("p", {}, t("两个版本内容相同。")),
    h("div", { class: "sheet-foot" }, h("button", { type: "button", class: "button button-primary", onclick: () => {
      box.close();
      const fields = Object.fromEntries(Object.keys(mine).map((name) => [name, chosen[name] === "theirs" ? theirs.fields[name] : mine[name]]));
      const aside = names.map((name) => [LABELS()[name] || name, chosen[name] === "theirs" ? t("我的") : who, words(name, chosen[name] === "theirs" ? mine[name] : theirs.fields[name])]);
      onChosen(fields, aside);
    } }, t("就用这些"))));
  return box;
}
