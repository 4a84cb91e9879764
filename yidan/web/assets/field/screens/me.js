// The screen 我 says who is logged in, how it looks, what lies on the phone, and the rescue file.
import { app, choose, isRoomShort, me as who, update } from "../app.js";
import * as clock from "../clock.js";
import { h, icon, say, sheet } from "../dom.js";
import { leave } from "../leaving.js";
import * as net from "../net.js";
import * as rescue from "../rescue.js";
import { hurry } from "../sending.js";
import { bytesWords, t } from "../words.js";
import { notice } from "./parts.js";
import { openCount } from "./outbox.js";

export function me() {
  const off = clock.minutesOff();
  const { usage, quota, isPersistent } = app.storage;
  return h("div", { class: "stack" },
    h("div", { class: "screen-head" }, h("h1", {}, who().name), h("p", { class: "quiet" }, `${who().unit} · ${app.data.city}`)),
    off ? notice("warn", t("手机时间与服务器相差{minutes}分钟", { minutes: off }), h("p", {}, t("不影响填报：时间以服务器收到为准，日期按北京时间。"))) : null,
    isRoomShort() ? notice("warn", t("手机存储快满了"), h("p", {}, t("请先在有网络的地方把待发的发完，或导出救援文件。"))) : null,
    section(t("显示"),
      segment(t("字号"), "size", { normal: t("标准"), large: t("大字") }),
      segment(t("深浅"), "theme", { auto: t("跟随手机"), light: t("浅色"), dark: t("深色") }),
      segment("语言 Language", "language", { "zh-hans": "中文", en: "English" }, async () => {
        await net.refresh().catch(() => {});
      })),
    section(t("手机里的内容"),
      h("p", { class: "quiet" }, app.heardAt ? t("上次连上服务器：{at}", { at: clock.clockWords(app.heardAt) }) : t("还没有连上过服务器")),
      h("p", { class: "quiet" }, quota ? t("已用{usage}，可用约{quota}", { usage: bytesWords(usage || 1), quota: bytesWords(Math.max(1, quota - usage)) }) : ""),
      h("p", { class: "quiet" }, isPersistent ? t("浏览器已同意长期保存。") : t("浏览器没有承诺长期保存；待发的请尽早发出，或导出救援文件。")),
      h("button", { type: "button", class: "button", onclick: fetchAgain }, t("刷新我的项目"))),
    section(t("救援文件"),
      h("p", { class: "quiet" }, t("手机要坏、要换时，把待发的{count}件和草稿装进一个文件，带到另一部手机导入，或在电脑上传。", { count: openCount() })),
      h("div", { class: "two" },
        h("button", { type: "button", class: "button", onclick: save }, t("导出")),
        h("label", { class: "button" }, t("导入"), h("input", { type: "file", class: "out-of-sight", onchange: (event) => event.target.files[0] && load(event.target.files[0]) }))),
      h("a", { class: "quiet-button", href: "/field/rescue/" }, t("在电脑上传救援文件"))),
    section(t("其他"),
      h("a", { class: "line-link", href: "/" }, t("网页版（所有功能都有）"), icon("right")),
      h("a", { class: "line-link", href: "/about/" }, t("关于：本应用不做什么"), icon("right")),
      h("button", { type: "button", class: "button", onclick: goodbye }, t("退出登录")),
      h("p", { class: "quiet" }, t("位置只在拍摄时取，可以不附，事后可删；不记轨迹，不签到，不统计使用时间。"))));
}

const section = (title, ...content) => h("section", { class: "card stack-tight" }, h("h2", {}, title), content);

function segment(label, name, choices, then) {
  return h("div", { class: "setting" }, h("span", {}, label), h("div", { class: "segment", role: "group", "aria-label": label },
    Object.entries(choices).map(([value, words]) => h("button", { type: "button", "aria-pressed": String(app.settings[name] === value), onclick: async () => {
      await choose({ [name]: value });
      if (then) await then();
      update("settings");
    } }, words))));
}

// What has not been delivered is said first, and can be carried away, before the phone is handed on.
function goodbye() {
  const open = openCount();
  const drafts = [...app.drafts.values()].filter((each) => each.person === who().id).length;
  const box = sheet(t("退出登录"),
    open || drafts ? notice("warn", t("还有{open}件没有送达、{drafts}份草稿", { open, drafts }), h("p", {}, t("它们留在手机里，只有您再登录才能看到和发出。手机要交给别人，请先导出救援文件。"))) : null,
    h("p", {}, t("手机里的项目、月报、事项和缩略图会清掉。")),
    h("div", { class: "sheet-foot" },
      open || drafts ? h("button", { type: "button", class: "button button-primary", onclick: save }, t("先导出救援文件")) : null,
      h("button", { type: "button", class: open || drafts ? "button" : "button button-primary", onclick: async () => { box.close(); await leave(); } }, t("清掉并退出")),
      h("button", { type: "button", class: "button", onclick: () => box.close() }, t("不退"))));
}

async function fetchAgain() {
  try {
    await net.refresh();
    say(app.session === "in" ? t("已是最新") : app.sessionWords || t("请重新登录"));
    hurry();
  } catch {
    say(t("现在连不上服务器，手机里的还可以用。"));
  }
  update("data");
}

async function save() {
  const file = await rescue.pack();
  const link = h("a", { href: URL.createObjectURL(file), download: `yidan-${clock.today()}.yidan` });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  say(t("已导出{size}；手机里的仍在。", { size: bytesWords(file.size) }));
}

async function load(file) {
  try {
    const brought = await rescue.bringIn(file);
    if (brought.isForeign) say(t("这是{name}的救援文件，请用他的账号登录后导入。", { name: brought.name }));
    else if (brought.lost) say(t("已导入{count}件；有{lost}个文件在救援文件里已损坏，没有带来。", brought));
    else say(t("已导入{count}件，会自动发送", { count: brought.count }));
    hurry();
  } catch {
    say(t("这不是救援文件，或文件已损坏。"));
  }
  update("outbox");
}
