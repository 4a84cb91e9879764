// The camera inside the app: the last picture of the same viewpoint lies over it as a ghost, so that pictures line up
// month after month. Where there is no camera, or the person prefers it, a file can be chosen instead if the slot allows.
import { app, choose } from "./app.js";
import * as clock from "./clock.js";
import { h, hush, icon, say } from "./dom.js";
import { look, posterOf, thumbOf } from "./keeping.js";
import { watchPlace } from "./place.js";
import { bytesWords, t } from "./words.js";

const FILMS = ["video/mp4;codecs=avc1.42E01E,mp4a.40.2", "video/mp4", "video/webm;codecs=vp9,opus", "video/webm"];
const canFilm = () => "MediaRecorder" in window;
const format = () => FILMS.find((type) => MediaRecorder.isTypeSupported(type)) || "";
const canAsk = () => Boolean(navigator.mediaDevices && navigator.mediaDevices.getUserMedia);

// Opens over everything; resolves with what was taken, or null. `ghost` is the address of the last picture.
export function capture({ kind = "photo", ghost = null, title, reason, isCameraOnly = false }) {
  hush();
  return new Promise((resolve) => {
    const state = { stream: null, place: null, recorder: null, timer: null, leave: () => {} };
    const film = h("video", { class: "camera-view", autoplay: true, playsinline: true, muted: true });
    const veil = ghost ? h("img", { class: "camera-ghost", src: ghost, alt: t("上次同一机位的照片"), onerror: () => veil.remove() }) : null;
    const placeWords = h("span", {});
    const shutter = h("button", { type: "button", class: `shutter shutter-${kind}`, disabled: true, "aria-label": kind === "video" ? t("开始录像") : t("拍照"), onclick: () => (kind === "video" ? record() : shoot()) });
    const words = h("p", { class: "camera-words", role: "status" }, t("正在打开相机…"));
    const file = h("input", { type: "file", accept: kind === "video" ? "video/*" : "image/*", class: "out-of-sight", onchange: () => file.files[0] && chosen(file.files[0]) });
    const done = (taken) => {
      state.leave();
      clearInterval(state.timer);
      if (state.recorder && state.recorder.state !== "inactive") state.recorder.stop();
      if (state.stream) state.stream.getTracks().forEach((track) => track.stop());
      document.removeEventListener("keydown", escape);
      box.remove();
      resolve(taken);
    };
    const escape = (event) => { if (event.key === "Escape") done(null); };
    document.addEventListener("keydown", escape);

    const placed = () => {
      placeWords.textContent = !app.settings.place ? t("不附位置") : state.place ? t("附位置（精度{m}米）", { m: state.place.accuracy_m }) : state.placeFault ? t("没有取到位置") : t("正在取位置…");
    };
    const locate = () => {
      state.leave();
      state.leave = app.settings.place ? watchPlace((found) => {
        state.place = found.fault ? state.place : found;
        state.placeFault = Boolean(found.fault);
        placed();
      }) : () => {};
      placed();
    };
    const wish = h("input", { type: "checkbox", checked: app.settings.place, onchange: async () => {
      if (!wish.checked) state.place = null;
      await choose({ place: wish.checked });
      locate();
    } });
    const taken = (more) => done({ place: app.settings.place ? state.place : null, takenAt: clock.claimed(), ...more });

    async function shoot() {
      shutter.disabled = true;
      try {
        const blob = await still(state.stream, film);
        taken({ blob, origin: "camera", name: `${stamp()}.jpg`, thumb: await thumbOf(film, film.videoWidth, film.videoHeight), poster: null });
      } catch {
        say(t("没有拍成，请再按一次。"));
        shutter.disabled = false;
      }
    }

    async function record() {
      if (state.recorder) {
        state.recorder.stop();
        return;
      }
      const parts = [];
      const { seconds, bytes } = app.data.video;
      const type = format();
      let size = 0;
      const began = Date.now();
      const cover = await posterOf(film);
      state.recorder = new MediaRecorder(state.stream, { ...(type ? { mimeType: type } : {}), videoBitsPerSecond: Math.min(4e6, Math.floor((bytes * 8 * 0.9) / seconds)) });
      state.recorder.ondataavailable = ({ data }) => {
        parts.push(data);
        size += data.size;
        if (size > bytes * 0.97) state.recorder.stop();
      };
      state.recorder.onstop = () => {
        clearInterval(state.timer);
        if (!parts.length) return;
        const plain = state.recorder.mimeType.split(";")[0] || "video/webm";
        taken({ blob: new Blob(parts, { type: plain }), origin: "camera", name: `${stamp()}.${plain === "video/mp4" ? "mp4" : "webm"}`, ...cover });
      };
      state.recorder.start(500);
      shutter.classList.add("is-on");
      shutter.setAttribute("aria-label", t("停止录像"));
      state.timer = setInterval(() => {
        const past = Math.floor((Date.now() - began) / 1000);
        words.textContent = `${past} / ${seconds} s · ${bytesWords(size || 1)}`;
        if (past >= seconds) state.recorder.stop();
      }, 250);
    }

    async function chosen(picked) {
      const limit = kind === "video" ? app.data.largest.video : app.data.largest.photo;
      if (picked.size > limit) {
        say(t("这个文件{size}，超过上限{limit}，请换一个或截短。", { size: bytesWords(picked.size), limit: bytesWords(limit) }));
        return;
      }
      words.textContent = t("正在读取…");
      const seen = await look(picked);
      taken({ blob: picked, origin: "gallery", name: picked.name, place: null, takenAt: picked.lastModified ? clock.claimed(picked.lastModified) : null, ...seen });
    }

    const box = h("div", { class: "camera", role: "dialog", "aria-modal": "true", "aria-label": title },
      h("div", { class: "camera-head" },
        h("button", { type: "button", class: "icon-button", "aria-label": t("关闭相机"), onclick: () => done(null) }, icon("close")),
        h("div", {}, h("b", {}, title), reason ? h("p", {}, `${t("为什么需要")}：${reason}`) : null)),
      h("div", { class: "camera-stage" }, film, veil, words),
      veil ? h("label", { class: "camera-slide" }, h("span", {}, t("上次照片")), h("input", { type: "range", min: 0, max: 80, value: "35", "aria-label": t("上次照片的浓淡"), oninput: (event) => { veil.style.opacity = event.target.value / 100; } })) : null,
      h("label", { class: "camera-place" }, wish, icon("place"), placeWords),
      h("div", { class: "camera-foot" },
        isCameraOnly ? h("span", { class: "camera-side" }, t("只收现场拍摄")) : h("label", { class: "camera-side button button-small" }, icon("picture"), t("选文件"), file),
        shutter,
        h("span", { class: "camera-side" })));
    document.body.append(box);
    locate();
    openCamera(kind).then((stream) => {
      if (!box.isConnected) return stream.getTracks().forEach((track) => track.stop());
      state.stream = stream;
      film.srcObject = stream;
      film.onplaying = () => {
        words.textContent = "";
        shutter.disabled = false;
      };
      return film.play();
    }).catch(() => {
      words.textContent = isCameraOnly ? t("打不开相机：请在浏览器设置里允许使用相机，再试一次。") : t("打不开相机，可以点“选文件”用手机自带相机拍摄或选取。");
    });
  });
}

async function openCamera(kind) {
  if (!canAsk() || (kind === "video" && !canFilm())) throw new Error("no camera");
  const video = { facingMode: { ideal: "environment" }, width: { ideal: kind === "video" ? 1280 : 4096 }, height: { ideal: kind === "video" ? 720 : 3072 } };
  try {
    return await navigator.mediaDevices.getUserMedia({ video, audio: kind === "video" });
  } catch (failure) {
    if (kind !== "video") throw failure;
    return navigator.mediaDevices.getUserMedia({ video, audio: false }); // a film without sound is better than none
  }
}

// The camera's own picture where it gives one (with all its pixels), else the frame on the screen.
async function still(stream, film) {
  const [track] = stream.getVideoTracks();
  if ("ImageCapture" in window) {
    try {
      const blob = await new ImageCapture(track).takePhoto();
      if (blob.size && blob.type === "image/jpeg") return blob;
    } catch { /* many cameras refuse; the frame serves */ }
  }
  const canvas = document.createElement("canvas");
  canvas.width = film.videoWidth;
  canvas.height = film.videoHeight;
  canvas.getContext("2d").drawImage(film, 0, 0);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("empty"))), "image/jpeg", 0.92));
}

const stamp = () => clock.beijingStamp(Date.parse(clock.claimed()));
