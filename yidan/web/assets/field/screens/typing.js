// Forms that are written in on the phone: every change is kept at once, pictures with their bytes, so that closing the
// app, a reload or a call in between loses nothing. One draft per act; it goes when the act is in the outbox.
import { app, me } from "../app.js";
import { capture } from "../camera.js";
import * as clock from "../clock.js";
import { h, icon, say } from "../dom.js";
import { keep as keepAct, prepared } from "../keeping.js";
import * as store from "../store.js";
import { t } from "../words.js";

export function opened(id, fields) {
  return app.drafts.get(id) || { id, person: me().id, fields: { ...fields }, pictures: [] };
}

export function keep(draft, files = []) {
  const kept = { ...draft, touched_at: clock.claimed() };
  app.drafts.set(draft.id, kept);
  return files.length ? store.keepDraftWith(kept, files) : store.keepDraft(kept);
}

// Into the outbox: act and bytes stand there before the draft goes. False where they could not be kept.
export async function send(draft, entry) {
  const bytes = await Promise.all(draft.pictures.flatMap((each) => each.files).map((file) => store.blob(file.sha256)));
  const [first] = draft.pictures;
  try {
    await keepAct({ ...entry, files: draft.pictures.flatMap((each) => each.files), thumb: first ? first.thumb : null }, bytes.filter(Boolean));
  } catch {
    say(t("手机存储不够，没能放进待发；写下的还在，请清理空间后再试。"));
    return false;
  }
  await forget(draft);
  say(navigator.onLine ? t("已放进待发，正在发送") : t("已放进待发，有网络时自动发送"));
  return true;
}
export async function forget(draft) {
  app.drafts.delete(draft.id);
  await store.dropDraft(draft.id);
}

// The pictures of a form: asked for with the written reason, or of one's own free will behind a quiet button.
export function pictureField(draft, title, { asked = "", reason = "" } = {}) {
  const row = h("div", { class: "thumbs" });
  const fault = h("p", { class: "field-error", hidden: true });
  const show = () => row.replaceChildren(...draft.pictures.map((each) => h("div", { class: "thumb" },
    h("span", { class: "thumb-frame" }, each.thumb ? h("img", { src: each.thumb, alt: "" }) : icon("picture")),
    h("button", { type: "button", class: "quiet-button", onclick: () => { draft.pictures = draft.pictures.filter((one) => one !== each); keep(draft); show(); } }, t("去掉")))));
  const take = async () => {
    const taken = await capture({ kind: "photo", title, reason });
    if (!taken) return;
    try {
      const { bytes, ...picture } = await prepared(taken);
      if (draft.pictures.some((each) => each.evidence.sha256 === picture.evidence.sha256)) return;
      draft.pictures = [...draft.pictures, picture];
      try {
        await keep(draft, bytes);
      } catch (failure) {
        draft.pictures = draft.pictures.filter((each) => each !== picture);
        await keep(draft).catch(() => {});
        throw failure;
      }
      fault.hidden = true;
    } catch (failure) {
      fault.hidden = false;
      fault.textContent = failure && failure.name === "QuotaExceededError" ? t("手机存储不够，没能存下；请清理空间后再拍。") : t("没能存下，请再拍一次。");
    }
    show();
  };
  show();
  return h("div", { class: "pictures", id: "field-pictures" },
    asked ? h("div", { class: "asked" },
      h("div", {}, h("b", {}, asked), h("p", { class: "reason" }, `${t("为什么需要")}：${reason}`)),
      h("button", { type: "button", class: "button button-go", onclick: take }, icon("camera"), t("拍照")))
      : h("button", { type: "button", class: "quiet-button", onclick: take }, icon("camera"), t("自愿附图，不要求")),
    row, fault);
}

// One field of an act as the server describes it: {name, label, kind, must, most, help, choices}.
export function field(said, draft, touched) {
  const id = `f-${said.name}`;
  const value = draft.fields[said.name] ?? "";
  const typed = (event) => { draft.fields[said.name] = event.target.value; touched(said.name); };
  const given = { name: said.name, id, maxlength: said.most, "aria-describedby": `lacks-${said.name}`, oninput: typed };
  const input = {
    lines: () => h("textarea", { ...given, rows: 3, value }),
    choice: () => h("select", { ...given, class: "input" }, said.choices.map(([each, label]) => h("option", { value: each, selected: each === value }, label))),
    day: () => h("input", { ...given, class: "input", type: "date", value, min: clock.today() }),
    number: () => h("input", { ...given, class: "input", inputmode: "numeric", autocomplete: "off", value }),
  }[said.kind] || (() => h("input", { ...given, class: "input", autocomplete: "off", value }));
  return h("div", { class: "field", id: `field-${said.name}` },
    h("label", { for: id }, h("span", {}, said.label, said.must ? h("span", { class: "field-must", "aria-hidden": "true" }, "＊") : null)),
    input(), said.help ? h("p", { class: "field-help" }, said.help) : null,
    h("p", { class: "field-error", id: `lacks-${said.name}`, hidden: true }));
}

// What is missing is said at its field; true where nothing is.
export function isWhole(root, lacks) {
  root.querySelectorAll(".field-error[id^=lacks-]").forEach((place) => { place.hidden = true; });
  root.querySelectorAll("[aria-invalid]").forEach((input) => input.removeAttribute("aria-invalid"));
  for (const [name, words] of lacks) {
    const place = root.querySelector(`#lacks-${name}`);
    if (!place) continue;
    place.hidden = false;
    place.textContent = words;
    const input = root.querySelector(`[name="${name}"]`);
    if (input) input.setAttribute("aria-invalid", "true");
  }
  if (!lacks.length) return true;
  const first = root.querySelector(`#lacks-${lacks[0][0]}`);
  const around = first && first.closest("details");
  if (around) around.open = true;
  if (first) first.scrollIntoView({ block: "center" });
  return false;
}
