// The monthly report: the desktop's fields and rules, last month beside each, kept at every keystroke.
import { app, month, project as find } from "../app.js";
import { h, icon, sheet, uuid } from "../dom.js";
import * as rules from "../rules.js";
import { isEnglish, monthWords, t } from "../words.js";
import { choice } from "./conflict.js";
import * as drafts from "./draft.js";
import { amount, back, dueWords, empty, mayBeUnchanged, notice, standing } from "./parts.js";
import { pictureRow } from "./pictures.js";
import { offerUnchanged, saveOnServer, submit } from "./unchanged.js";

const LABELS = () => ({ physical_progress: t("形象进度"), problems: t("存在问题"), needs: t("需协调事项"), next_step: t("下一步计划") });

export function report(id, focus) {
  const project = find(id);
  if (!project) return empty(t("找不到这个项目"), t("可能已移交；请在“我的项目”里刷新。"));
  const state = standing(project);
  if (!state.isDue && state.key !== "refused") {
    return h("div", { class: "stack" }, back(`#/project/${id}`, project.name), empty(t("本月月报{state}", { state: state.word }), t("要改已报送的内容，请等审核人退回，或联系市项目办更正。")));
  }
  return form(project, drafts.opened(project), focus);
}

function form(project, draft, focus) {
  const [last] = project.past;
  const lastMonth = last ? monthWords(last.month, true) : "";
  const actId = uuid();
  const wrong = new Map(); // field → where its lacks are said
  let isChecked = false;
  let isGoing = false;
  const touched = () => {
    drafts.keep(draft);
    refreshEcho();
    if (isChecked) showLacks();
  };

  const errors = (field) => {
    const place = h("ul", { class: "field-error", id: `lacks-${field}`, hidden: true });
    wrong.set(field, place);
    return place;
  };
  const echo = h("p", { class: "echo" });
  function refreshEcho() {
    const { now } = drafts.looked(draft, project);
    echo.replaceChildren(...echoWords(now));
  }
  function showLacks() {
    const { lacks } = drafts.looked(draft, project);
    for (const [field, place] of wrong) {
      const mine = lacks.filter((each) => each.field === field);
      place.hidden = !mine.length;
      place.replaceChildren(...mine.map((each) => h("li", {}, each.sentence)));
      const input = root.querySelector(`[name="${field}"]`);
      if (input) input.setAttribute("aria-invalid", String(Boolean(mine.length)));
    }
    head.hidden = !lacks.length;
    return lacks;
  }

  const news = h("div", {}, newer(project, draft));
  const heard = () => {
    if (!news.isConnected) document.removeEventListener("data-changed", heard);
    else news.replaceChildren(...[newer(find(project.id) || project, draft)].filter(Boolean));
  };
  document.addEventListener("data-changed", heard);
  const head = h("div", { hidden: true }, notice("refused", t("还不能报送，下面标红的地方请补上"), h("p", {}, t("已填的内容都保存在手机里。"))));
  const root = h("form", { class: "report stack", "data-typing": true, novalidate: true, onsubmit: (event) => { event.preventDefault(); go(); } },
    back(`#/project/${project.id}`, t("{month}月报", { month: monthWords(month()) })),
    h("div", { class: "screen-head" }, h("h1", {}, project.name), h("p", { class: "quiet" }, dueWords())),
    news,
    project.report && project.report.state === "sent_back" ? notice("refused", t("已退回，请修改后再报"), h("p", {}, project.report.sent_back_reason)) : null,
    head,
    errors("month"),
    mayBeUnchanged(project) ? h("button", { type: "button", class: "button unchanged", onclick: () => offerUnchanged(project) }, h("b", {}, t("本月无变化")), h("span", {}, t("文字沿用{month}", { month: lastMonth }))) : null,
    amountField(),
    Object.keys(LABELS()).map(textField),
    milestones(),
    fold("explanation", t("情况说明"), t("冲减、更正时写"), Boolean(draft.fields.explanation), [h("textarea", { name: "explanation", rows: 2, maxlength: 2000, "aria-label": t("情况说明"), value: draft.fields.explanation, oninput: (event) => { draft.fields.explanation = event.target.value; touched(); } }), errors("explanation")]),
    pictureRow(project, draft),
    h("div", { class: "foot" },
      h("button", { class: "button button-primary" }, t("报送")),
      h("button", { type: "button", class: "button button-quiet", onclick: () => drafts.keep(draft).then(() => saveOnServer(project, draft, uuid())) }, t("存到服务器"))),
    h("p", { class: "quiet foot-words" }, t("每次改动都已存在手机里，没有网络也能报送。")),
    app.data.form ? h("p", { class: "quiet foot-words" }, app.data.form) : null);

  function amountField() {
    const input = h("input", { class: "input", name: "invested_wan", id: "f-invested", inputmode: "decimal", autocomplete: "off", maxlength: 40, value: draft.fields.invested, oninput: () => { draft.fields.invested = input.value; touched(); } });
    return h("div", { class: "field field-number" },
      h("label", { for: "f-invested" }, h("span", {}, t("本月完成投资"), h("span", { class: "field-must", "aria-hidden": "true" }, "＊")), last ? h("span", { class: "field-last" }, lastMonth, " ", h("b", {}, amount(last.invested))) : null),
      h("div", { class: "field-row" }, input, h("span", { class: "unit" }, isEnglish() ? "¥10k" : "万元")),
      errors("invested_wan"), echo);
  }

  function textField(name) {
    const before = last ? last[name] : "";
    const help = h("p", { class: "field-help" });
    const beside = h("p", { class: "last-words" }, h("span", {}, lastMonth), before);
    const area = h("textarea", { name, id: `f-${name}`, rows: 2, maxlength: 2000, value: draft.fields[name], oninput: () => { draft.fields[name] = area.value; compare(); touched(); } });
    const compare = () => {
      const isSame = Boolean(before) && rules.sameText(before, area.value);
      beside.hidden = !before || isSame;
      help.hidden = !isSame;
      help.textContent = name === "physical_progress" ? t("与{month}相同？现场有变化请改写。", { month: lastMonth }) : t("沿用{month}", { month: lastMonth });
    };
    compare();
    return h("div", { class: "field", id: `field-${name}` },
      h("label", { for: `f-${name}` }, h("span", {}, LABELS()[name], name === "physical_progress" ? h("span", { class: "field-must", "aria-hidden": "true" }, "＊") : null)),
      beside, area, help, errors(name),
      name === "problems" ? causes(area) : null,
      name === "needs" ? askedUnit() : null);
  }

  function causes(area) {
    const add = (cause) => {
      const said = area.value.trim();
      if (!said.includes(cause)) area.value = (rules.saysNothing(said) ? "" : `${said.replace(/[；。]$/, "")}；`) + cause;
      area.dispatchEvent(new Event("input"));
    };
    return h("details", { class: "causes" }, h("summary", {}, t("常见原因"), icon("down")),
      h("div", { class: "cause-list" }, app.data.words.causes.map((cause) => h("button", { type: "button", class: "chip-button", onclick: () => add(cause) }, cause))));
  }

  function askedUnit() {
    const choose = h("select", { class: "input", "aria-label": t("请谁协调"), onchange: () => { draft.fields.needs_from = choose.value ? Number(choose.value) : null; touched(); } },
      h("option", { value: "" }, t("请谁协调：未指明")), app.data.units.map(([pk, name]) => h("option", { value: pk, selected: pk === draft.fields.needs_from }, name)));
    return choose;
  }

  function milestones() {
    const { milestones: all } = project.situation;
    if (!all.length) return null;
    return fold("milestones", t("节点"), t("{count} 个未完成", { count: all.length }), false, all.map(([id, name, planned, knownOn = "", knownReason = ""]) => {
      const known = { forecast_on: knownOn, reason: knownReason }; // what the ledger holds stands there already
      const said = () => (draft.fields.milestone_days[name] ??= { forecast_on: "", actual_on: "", reason: knownReason });
      const value = (part) => (draft.fields.milestone_days[name] || known)[part] || "";
      const set = (part) => (event) => { said()[part] = event.target.value; touched(); };
      return h("fieldset", { class: "milestone" }, h("legend", {}, h("b", {}, name), h("span", { class: "quiet" }, ` ${t("计划")} ${planned || "—"}`)),
        h("div", { class: "two" },
          h("label", { class: "field" }, h("span", {}, t("预计")), h("input", { type: "date", name: `milestone-${id}`, value: value("forecast_on"), onchange: set("forecast_on") })),
          h("label", { class: "field" }, h("span", {}, t("实际完成")), h("input", { type: "date", value: value("actual_on"), onchange: set("actual_on") }))),
        h("label", { class: "field" }, h("span", {}, t("推迟原因")), h("input", { maxlength: 300, value: value("reason"), oninput: set("reason") })),
        errors(`milestone-${id}`));
    }));
  }

  async function go() {
    if (isGoing) return;
    isGoing = true;
    try {
      await check();
    } finally {
      isGoing = false;
    }
  }

  async function check() {
    isChecked = true;
    await drafts.keep(draft);
    if (showLacks().length) {
      const first = root.querySelector(".field-error:not([hidden])");
      const around = first.closest("details");
      if (around) around.open = true;
      first.scrollIntoView({ block: "center" });
      return;
    }
    const { doubts } = drafts.looked(draft, project);
    if (!doubts.length) {
      await submit(project, draft, actId);
      return;
    }
    const box = sheet(t("有几处请再看一眼"),
      h("p", { class: "quiet" }, t("可以回答，也可以直接报送；回答会一并交给审核人。")),
      doubts.map(({ kind, sentence }) => h("label", { class: "field question" }, h("span", {}, sentence), h("textarea", { rows: 1, maxlength: 500, value: draft.answers[kind] || "", placeholder: t("可不答"), oninput: (event) => { draft.answers[kind] = event.target.value; drafts.keep(draft); } }))),
      h("div", { class: "sheet-foot" },
        h("button", { type: "button", class: "button button-primary", onclick: () => { box.close(); submit(project, draft, actId); } }, t("报送")),
        h("button", { type: "button", class: "button", onclick: () => box.close() }, t("回去修改"))));
  }

  refreshEcho();
  setTimeout(() => {
    if (focus === "check") { isChecked = true; showLacks(); }
    const wanted = focus === "check" ? root.querySelector(".field-error:not([hidden])") : focus ? root.querySelector(`#f-${focus}`) : null;
    if (!wanted) return;
    wanted.scrollIntoView({ block: "center" });
    if (wanted.focus && focus !== "check") wanted.focus();
  });
  return root;
}

function fold(name, title, words, isOpen, content) {
  return h("details", { class: "card fold", id: `field-${name}`, open: isOpen }, h("summary", {}, h("b", {}, title), h("span", { class: "quiet" }, words), icon("down")), h("div", { class: "field fold-body" }, content));
}

function echoWords(now) {
  const parts = [h("span", {}, `${now.month.endsWith("-01") ? t("1月累计") : t("1—{n}月累计", { n: Number(now.month.slice(5)) })} `, h("b", {}, amount(rules.yearTotal(now))))];
  const gap = rules.gap(now);
  if (gap) {
    const [top, bottom] = gap;
    const size = rules.tenths(top < 0n ? -top : top, bottom * 100n);
    const words = size === "0.0" ? t("与序时持平") : top > 0n ? t("超序时{size}个百分点", { size }) : t("低于序时{size}个百分点", { size });
    parts.push(h("span", {}, words));
  }
  return parts;
}

// Somebody kept newer words on the server than those this draft was begun on: both are shown, the person chooses.
function newer(project, draft) {
  const { report: theirs } = project;
  if (!theirs || theirs.saved_at === draft.seen_at || !app.drafts.has(draft.id)) return null;
  return notice("warn", t("{name}在别处改过这份月报", { name: theirs.reporter || t("他人") }),
    h("button", { type: "button", class: "button button-small", onclick: () => choice(project, draft.fields, theirs, async (fields, aside) => {
      await drafts.keep({ ...draft, fields, aside, seen_at: theirs.saved_at });
      location.hash = `#/report/${project.id}/chosen`;
    }) }, t("对照两个版本")));
}
