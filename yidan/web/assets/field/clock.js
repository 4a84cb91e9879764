// The phone's clock may be ten years off: what counts is the server's, as far as it was last heard of.
let offset = 0;
// A simulated city lives so many days behind everybody's clock (yidan/web/clock.py); a real one none.
let behind = 0;

export const setOffset = (milliseconds) => { offset = milliseconds; };
export const setBehind = (days) => { behind = days * 86400000; };
export const heard = (serverNow) => { offset = new Date(serverNow).getTime() - (Date.now() - behind); return offset; };
export const trueNow = () => Date.now() - behind + offset;
// what the phone itself claims, of now or of a file's time
export const claimed = (moment = Date.now()) => new Date(moment - behind).toISOString();

// Beijing's date, whatever zone the phone is in
export const beijingDay = (moment) => new Date(moment + 8 * 3600 * 1000).toISOString().slice(0, 10);
export const beijingStamp = (moment) => new Date(moment + 8 * 3600 * 1000).toISOString().slice(0, 19).replace(/[-:T]/g, "");
export const today = () => beijingDay(trueNow());
// how far the phone's clock is off, in minutes, where that is worth a word
export const minutesOff = () => (Math.abs(offset) > 5 * 60000 ? Math.round(-offset / 60000) : 0);

export function clockWords(moment) {
  const at = new Date(new Date(moment).getTime() + 8 * 3600 * 1000).toISOString();
  return `${Number(at.slice(5, 7))}-${Number(at.slice(8, 10))} ${at.slice(11, 16)}`;
}
