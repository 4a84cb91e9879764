// The app's own words: Chinese in the source, English beside it. What the office says comes from the server.
import { later } from "./bringing.js";

let language = "zh-hans";
let english = {};
// The English words come when somebody wants them; where they cannot, the app stays Chinese.
export const setLanguage = async (chosen) => {
  if (chosen === "en") english = (await later()).english;
  language = chosen;
  document.documentElement.lang = chosen === "en" ? "en" : "zh-CN";
};
export const isEnglish = () => language === "en";
export const languageCode = () => language;

export function t(chinese, values = {}) {
  const template = isEnglish() ? english[chinese] || chinese : chinese;
  return template.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
}

// 2020-06 → 2020年6月 (6月 within the year shown)
export function monthWords(month, isShort = false) {
  const [year, number] = [month.slice(0, 4), Number(month.slice(5))];
  const names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  if (isEnglish()) return isShort ? names[number - 1] : `${names[number - 1]} ${year}`;
  return isShort ? `${number}月` : `${year}年${number}月`;
}

export function bytesWords(bytes) {
  if (!bytes) return "0";
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  if (bytes >= 1024 ** 3) return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
  return `${(bytes / 1024 / 1024).toFixed(bytes < 100 * 1024 * 1024 ? 1 : 0)} MB`;
}

// 2020-06-03 → 6月3日
export function dayWords(day) {
  if (!day) return "—";
  const [month, number] = [Number(day.slice(5, 7)), Number(day.slice(8))];
  return isEnglish() ? `${number} ${monthWords(day.slice(0, 7), true)}` : `${month}月${number}日`;
}

// How long until a day, as of today: three days left, due today, five days late.
export function leftWords(day, today) {
  const days = Math.round((Date.parse(day) - Date.parse(today)) / 86400000);
  if (days === 0) return t("今天到期");
  return days > 0 ? t("还有{days}天", { days }) : t("逾期{days}天", { days: -days });
}
