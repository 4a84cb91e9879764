// Pictures and films: a slot that asks shows its written reason; whatever is brought of one's own free will sits
// behind one quiet button. What is on the server can be looked at, withdrawn, and freed of its place.
import { app, me, mine, month } from "../app.js";
import { capture } from "../camera.js";
import * as clock from "../clock.js";
import { h, icon, say, sheet, uuid } from "../dom.js";
import { keep, keepPicture } from "../keeping.js";
import * as outbox from "../outbox.js";
import { bytesWords, monthWords, t } from "../words.js";
import { notice, thumb, thumbOf, unshown } from "./parts.js";

const NEW = { name: "", kind: "photo", is_camera_only: false, reason: "", viewpoint: "" };

export function pictureRow(project, draft) {
  if (!project.may_show) return null;
  const reached = draft ? Object.fromEntries(Object.entries(draft.fields.milestone_days).map(([name, said]) => [name, said.actual_on || ""])) : {};
  const asked = unshown(project, reached);
  const own = mine().filter((each) => each.kind === "picture" && each.project === project.id && each.month === month() && outbox.isOpen(each));
  return h("section", { class: "card pictures" },
    asked.map((slot) => h("div", { class: "asked" },
      h("div", {}, h("b", {}, slot.name), slot.viewpoint ? h("span", { class: "quiet" }, ` ${slot.viewpoint}`) : null, h("p", { class: "reason" }, `${t("为什么需要")}：${slot.reason}`)),
      h("button", { type: "button", class: "button button-go", onclick: () => take(project, slot) }, icon(slot.kind === "video" ? "film" : "camera"), slot.kind === "video" ? t("录像") : t("拍照")))),
    own.length ? h("div", { class: "thumbs" }, own.map((each) => thumb(each.thumb, each.items[0].args.slot_name || each.items[0].args.caption || t("待发"), isFilm(each), () => { location.hash = `#/outbox/${each.id}`; }))) : null,
    h("button", { type: "button", class: "quiet-button", onclick: () => offer(project) }, icon("camera"), asked.length ? t("再附别的图") : t("自愿附图，不要求")));
}

const isFilm = (entry) => entry.files.some((file) => file.type.startsWith("video/"));

// One quiet button: which viewpoint (or none), photo or film.
function offer(project) {
  const slots = project.slots.filter((slot) => slot.kind !== "document");
  const box = sheet(t("附图"),
    h("div", { class: "choices-list" },
      h("button", { type: "button", class: "button", onclick: () => { box.close(); take(project, NEW); } }, icon("camera"), t("拍照")),
      h("button", { type: "button", class: "button", onclick: () => { box.close(); take(project, { ...NEW, kind: "video" }); } }, icon("film"), t("录像，最长{s}秒", { s: app.data.video.seconds })),
      slots.map((slot) => h("button", { type: "button", class: "button", onclick: () => { box.close(); take(project, slot); } }, icon(slot.kind === "video" ? "film" : "camera"), slot.name))));
}

export async function take(project, slot) {
  const before = project.pictures.find((each) => slot.name && each.slot === slot.name && each.has_preview);
  const taken = await capture({
    kind: slot.kind, title: slot.name || project.name, reason: slot.reason, isCameraOnly: slot.is_camera_only,
    ghost: before ? thumbOf(before) : null,
  });
  if (taken) review(project, slot, taken);
}

// Looked at once more before it is kept: words, and whether the place goes along.
function review(project, slot, taken) {
  const id = uuid();
  let place = taken.place;
  const caption = h("input", { class: "input", maxlength: 200, placeholder: t("说明，可不填"), "aria-label": t("说明") });
  const address = URL.createObjectURL(taken.blob);
  const seen = taken.blob.type.startsWith("video/")
    ? h("video", { src: address, controls: true, playsinline: true, class: "review-picture" })
    : h("img", { src: address, alt: t("刚拍的照片"), class: "review-picture", onerror: (event) => event.target.replaceWith(h("p", { class: "quiet" }, t("这种格式手机上看不到，会原样发送。"))) });
  const where = h("p", { class: "review-place" });
  const showPlace = () => where.replaceChildren(icon("place"), place ? t("附位置（精度{m}米）", { m: place.accuracy_m }) : t("不附位置"),
    ...(place ? [h("button", { type: "button", class: "quiet-button", onclick: () => { place = null; showPlace(); } }, t("去掉位置"))] : []));
  showPlace();
  const go = h("button", { type: "button", class: "button button-primary", onclick: async () => {
    go.disabled = true; // a double tap is one picture; so is a second press that slips through: same id
    go.textContent = t("正在校验…");
    try {
      await keepPicture({
        id, project: project.id, month: month(), slot: slot.name, milestone: slot.asks_when_reached || "", caption: caption.value.trim(),
        title: `${project.name}${slot.name ? ` · ${slot.name}` : ""}`, blob: taken.blob, name: taken.name, origin: taken.origin,
        takenAt: taken.takenAt, place, poster: taken.poster, thumb: taken.thumb,
      }, (share) => { go.textContent = `${t("正在校验…")} ${Math.floor(share * 100)}%`; });
      box.close();
      say(t("已存好，放进待发"));
    } catch (failure) {
      go.disabled = false;
      go.textContent = t("用这张");
      const isFull = failure && failure.name === "QuotaExceededError";
      box.querySelector(".refusal").replaceChildren(notice("refused", isFull ? t("手机存储不够，没能存下；请清理空间后再试，这张还没有丢。") : t("没能存下，请再试一次；这张还没有丢。")));
    }
  } }, t("用这张"));
  const box = sheet(slot.name || t("附图"),
    seen, h("p", { class: "quiet" }, `${bytesWords(taken.blob.size)} · ${taken.origin === "camera" ? t("现场拍摄") : t("相册选取")}`),
    caption, where, h("div", { class: "refusal" }),
    h("div", { class: "sheet-foot" }, go, h("button", { type: "button", class: "button", onclick: () => { box.close(); take(project, slot); } }, taken.origin === "camera" ? t("重拍") : t("重选"))));
  box.addEventListener("close", () => URL.revokeObjectURL(address));
}

export function gallery(project) {
  if (!project.pictures.length) return null;
  return h("section", { class: "stack-tight" }, h("h2", { class: "section-title" }, t("已有的图")),
    h("div", { class: "thumbs" }, project.pictures.map((each) => thumb(thumbOf(each), [each.slot || each.caption || t("附图"), monthWords(each.month, true)].join(" · "), each.kind === "video", () => show(project, each)))));
}

// What waits in the outbox for this exhibit: asked once is enough.
const isAsked = (picture, kind) => mine().some((each) => each.kind === kind && each.items[0].subject.id === picture.id && outbox.isOpen(each));

function show(project, picture) {
  const isOwn = picture.person === me().id;
  const act = (kind, verb, words, args) => keep({
    id: uuid(), kind, title: `${words} · ${picture.slot || picture.caption || project.name}`, project: project.id, month: picture.month,
    items: [{ key: uuid(), verb, subject: { type: "exhibit", id: picture.id }, at: clock.claimed(), args }],
  });
  const reason = h("input", { class: "input", maxlength: 300, placeholder: t("撤回原因"), "aria-label": t("撤回原因") });
  const box = sheet(picture.slot || t("附图"),
    thumbOf(picture) ? h("img", { src: thumbOf(picture), alt: "", class: "review-picture" }) : h("p", { class: "quiet" }, t("预览还没有生成。")),
    h("p", { class: "quiet" }, `${monthWords(picture.month)} ${picture.caption}`),
    isOwn && picture.has_place && !isAsked(picture, "remove_place") ? h("button", { type: "button", class: "button", onclick: async () => { box.close(); await act("remove_place", "capture.remove_place", t("删除位置"), {}); say(t("已放进待发")); } }, icon("place"), t("删除这张图的位置")) : null,
    isOwn && !isAsked(picture, "withdraw") ? h("div", { class: "stack-tight" }, reason, h("button", { type: "button", class: "button button-danger", onclick: async () => {
      if (!reason.value.trim()) { reason.focus(); return; }
      box.close();
      await act("withdraw", "exhibit.withdraw", t("撤回"), { reason: reason.value.trim() });
      say(t("已放进待发"));
    } }, t("撤回这张图"))) : null,
    h("a", { class: "quiet-button", href: `/exhibits/${picture.id}/` }, t("在网页版查看")));
}
