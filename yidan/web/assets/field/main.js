// The field app starts here: what is kept is shown at once, the network comes after.
import { app, isRoomShort, isVisitor, load, measure, onUpdate, reread, update } from "./app.js";
import { later } from "./bringing.js";
import * as clock from "./clock.js";
import { h, icon } from "./dom.js";
import * as net from "./net.js";
import * as screens from "./screens/all.js";
import * as leaving from "./leaving.js";
import { start } from "./sending.js";
import * as store from "./store.js";
import { t } from "./words.js";

const STALE_MS = 5 * 60000;
const MOST_THUMBS = 300;
const root = document.getElementById("app");
let refreshedAt = 0;

// Who goes to sites begins with today's list; who reports with the own projects.
const TABS = () => [
  ...(app.data.patrol ? [["patrol", t("巡查"), "place", screens.patrolCount()]] : []),
  ...(isVisitor() ? [] : [["projects", t("我的项目"), "list", 0]]),
  ["todo", t("待办"), "todo", screens.todoCount()],
  ["outbox", t("待发"), "outbox", screens.openCount()],
  ["me", t("我"), "person", 0],
];

function route() {
  const [, page, ...rest] = location.hash.split("/");
  return { page: page || (isVisitor() ? "patrol" : "projects"), rest };
}

function screen({ page, rest }) {
  if (page === "todo") return screens.todo();
  if (page === "outbox") return rest[0] ? screens.one(rest[0]) : screens.list();
  if (page === "me") return screens.me();
  if (page === "project") return screens.project(rest[0]);
  if (page === "report") return screens.report(rest[0], rest[1]);
  if (page === "matter") return screens.matter(rest[0], rest[1]);
  if (page === "raise") return screens.raise(rest[0], rest[1]);
  if (page === "patrol") return screens.patrol();
  if (page === "visit") return screens.visit(rest[0]);
  return screens.projects();
}

function bar() {
  const parts = [];
  if (app.data && app.data.is_simulated) parts.push(h("p", { class: "strip" }, h("span", {}, h("b", {}, t("模拟数据")), ` · ${t("今天按{day}计", { day: clock.today() })}`)));
  if (navigator.onLine === false || !app.isReachable) parts.push(h("p", { class: "strip" }, t("没有网络：都能填、都能拍，有网络时自动发送")));
  if (app.session === "out") parts.push(h("p", { class: "strip strip-warn" }, t("请重新登录；填写和拍摄的都在手机里"), h("a", { class: "button button-small", href: `/account/login/?next=${encodeURIComponent("/field/")}` }, t("登录"))));
  if (app.session === "other" || app.session === "held") parts.push(h("p", { class: "strip strip-warn" }, app.sessionWords));
  if (isRoomShort()) parts.push(h("p", { class: "strip strip-warn" }, t("手机存储快满了，请先把待发的发完"), h("a", { class: "button button-small", href: "#/me" }, t("怎么办"))));
  return h("div", { class: "strips", role: "status" }, parts);
}

function tabs(here) {
  const belongs = { matter: "todo", visit: "patrol", ...Object.fromEntries(["projects", "project", "report", "raise"].map((each) => [each, isVisitor() ? "patrol" : "projects"])) };
  return h("nav", { class: "tabs-bar", "aria-label": t("主要页面") }, TABS().map(([page, words, name, count]) => h("a", { href: `#/${page}`, ...((belongs[here] || here) === page ? { "aria-current": "page" } : {}) },
    h("span", { class: "tab-icon" }, icon(name), count ? h("i", { class: page === "outbox" && screens.refusedCount() ? "count count-bad" : "count" }, String(count)) : null), words)));
}

let shown = "";
function render() {
  const here = route();
  const address = location.hash;
  const isNew = address !== shown;
  const top = isNew ? 0 : window.scrollY;
  shown = address;
  if (!app.data) {
    root.replaceChildren(bar(), h("main", { class: "screen" }, screens.empty(t("正在取您的项目"), app.session === "out" ? "" : t("第一次打开需要网络；以后没有网络也能打开。"))));
    return;
  }
  const open = isNew ? [] : Array.from(root.querySelectorAll("details[open] > summary"), (summary) => summary.textContent);
  root.replaceChildren(bar(), h("main", { class: "screen", id: "page" }, screen(here)), tabs(here.page));
  root.querySelectorAll("details > summary").forEach((summary) => { if (open.includes(summary.textContent)) summary.parentElement.open = true; });
  document.title = `${t("一单")} · ${t("填报")}`;
  window.scrollTo(0, top);
}

// A form that is being written in is never drawn anew under the fingers; only the strips above and the tabs below are.
function refreshShown(what) {
  const { page } = route();
  const isTyping = location.hash === shown && what !== "settings" && root.querySelector("form[data-typing]");
  if (isTyping || document.querySelector("dialog.sheet, .camera")) {
    const [strips, nav] = [root.querySelector(".strips"), root.querySelector(".tabs-bar")];
    if (strips) strips.replaceWith(bar());
    if (nav) nav.replaceWith(tabs(page));
    if (what === "data") document.dispatchEvent(new Event("data-changed")); // somebody may have written elsewhere
    return;
  }
  render();
}

// The last pictures are to be seen without a network too: their small copies are fetched once, one after the other.
async function bringThumbs() {
  if (!app.data || !navigator.serviceWorker || !navigator.serviceWorker.controller || navigator.onLine === false) return;
  const all = app.data.projects.flatMap((each) => each.pictures.map(screens.thumbOf)).filter(Boolean).slice(0, MOST_THUMBS);
  const kept = await caches.open("field-thumbs");
  for (const address of all) {
    if (await kept.match(new URL(address, location.href).href)) continue;
    try {
      await fetch(address);
    } catch {
      return;
    }
  }
}

async function look() {
  if (Date.now() - refreshedAt < 3000) return;
  refreshedAt = Date.now();
  try {
    if (await leaving.hasLeft()) await leaving.finish();
    await net.refresh();
  } catch { /* offline: what is kept is shown */ }
  await measure();
  update("data");
  bringThumbs();
}

async function serve() {
  if (!("serviceWorker" in navigator)) return;
  try {
    const registered = await navigator.serviceWorker.register("/field/worker.js", { scope: "/field/" });
    // a new version takes over where nothing is being typed; what is kept is in the database, not in the page
    const takeOver = () => {
      if (registered.waiting && !root.querySelector("form[data-typing]")) registered.waiting.postMessage("take over");
    };
    registered.addEventListener("updatefound", () => registered.installing && registered.installing.addEventListener("statechange", takeOver));
    window.addEventListener("hashchange", takeOver);
    takeOver();
    navigator.serviceWorker.addEventListener("controllerchange", bringThumbs);
    bringThumbs();
  } catch { /* no secure context, or logged out: the app works while it is open */ }
}

async function begin() {
  await load();
  if (await leaving.hasLeft()) app.session = "out";
  onUpdate(refreshShown);
  store.onChange(async (what) => {
    await reread();
    update(what);
  });
  window.addEventListener("hashchange", render);
  document.addEventListener("sheet-closed", () => refreshShown("sheet")); // what changed beneath it meanwhile
  for (const name of ["online", "offline"]) window.addEventListener(name, () => update("network"));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && Date.now() - refreshedAt > STALE_MS) look();
  });
  render();
  await look();
  start();
  serve();
  later().catch(() => {}); // whoever needs it asks again
}

begin().catch((failure) => {
  console.error(failure);
  root.replaceChildren(h("main", { class: "screen" }, screens.empty(t("没能打开手机里的存储"), t("请关闭无痕模式，或换一个浏览器；所有功能在网页版都有。"))));
});
