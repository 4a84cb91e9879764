// The outbox as pure functions on values: no clock, no storage, no network. One entry per act of the person.
//
// entry: {id, seq, person, kind, title, project, month, made_at, items, files, sentence, tries, next_at, sending, delivered_at}
// item:  {key, verb, subject, at, args, after?, evidence?, state: "waiting"|"done"|"refused", sentence, theirs?, made?}
// file:  {sha256, size, type, name, sent, receipt}
//
// An entry is delivered when every item is done *and* the server has receipted the hash of every file; not before.
const WAIT_MS = [2000, 5000, 15000, 30000, 60000, 120000, 300000];

export function entry({ id, person, kind, title, project, month, made_at, items, files = [], thumb = null, aside = null }) {
  return {
    id, person, kind, title, project, month, made_at, thumb, aside,
    items: items.map((item) => ({ state: "waiting", sentence: "", ...item })),
    files: files.map((file) => ({ sent: 0, receipt: null, ...file })),
    sentence: "", tries: 0, next_at: 0, sending: null, delivered_at: null,
  };
}

export function state(each) {
  if (each.sentence || each.items.some((item) => item.state === "refused")) return "refused";
  if (each.items.every((item) => item.state === "done") && each.files.every((file) => file.receipt)) return "delivered";
  return each.sending ? "sending" : "waiting";
}
export const isOpen = (each) => state(each) !== "delivered";

// Adding what is there already changes nothing: a double tap is one act. A newer report that has not set out yet
// takes the place of the older one for the same project and month.
export function added(entries, fresh) {
  if (entries.some((each) => each.id === fresh.id)) return entries;
  const replaced = (each) => fresh.kind === "report" && each.kind === "report" && each.project === fresh.project &&
    each.month === fresh.month && each.person === fresh.person && state(each) !== "delivered" && !each.sending &&
    each.items.every((item) => item.state !== "done");
  const seq = entries.reduce((most, each) => Math.max(most, each.seq ?? 0), 0) + 1;
  return [...entries.filter((each) => !replaced(each)), { ...fresh, seq }];
}

// What may set out now, in the order in which it was made: nobody else's, nothing refused, nothing whose pause is
// not over. A pause further off than any pause can be comes from a clock that was set back.
export function due(entries, person, now) {
  const rests = (each) => each.next_at > now && each.next_at <= now + WAIT_MS[WAIT_MS.length - 1];
  return entries.filter((each) => each.person === person && ["waiting", "sending"].includes(state(each)) && !rests(each))
    .sort((one, two) => (one.seq ?? 0) - (two.seq ?? 0));
}

// The items of an entry that the server has not answered for good, as the endpoint takes them.
export function parcel(entries) {
  return entries.flatMap((each) => each.items.filter((item) => item.state === "waiting").map((item) => {
    const { key, verb, subject, at, args, after, evidence } = item;
    return { key, verb, subject, at, args, ...(after ? { after } : {}), ...(evidence ? { evidence } : {}) };
  }));
}

// The server's answers, whatever their order; answers to what is not there (any more) are left alone.
export function answered(entries, answers, now) {
  const said = new Map(answers.map((answer) => [answer.key, answer]));
  let bases = [];
  const changed = entries.map((each) => {
    if (!each.items.some((item) => said.has(item.key))) return each;
    let files = each.files;
    const items = each.items.map((item) => {
      const answer = said.get(item.key);
      if (!answer || item.state === "done") return item;
      if (answer.receipts) files = files.map((file) => (answer.receipts[file.sha256] ? receipted(file, answer.receipts[file.sha256]) : file));
      if (answer.state === "waiting") {
        // what the server has already needs no sending, though its receipt was lost on the way
        return item;
      }
      if (answer.state === "done" && item.verb === "report.save") bases.push({ project: each.project, month: each.month, from: item.args.seen_at ?? null, to: answer.seen_at });
      return { ...item, state: answer.state, sentence: answer.sentence, theirs: answer.theirs ?? null, made: answer.subject ?? null };
    });
    const next = { ...each, items, files, tries: 0, next_at: 0 };
    return state(next) === "delivered" ? { ...next, sending: null, delivered_at: now } : next;
  });
  return bases.reduce(rebased, changed);
}
const receipted = (file, at) => ({ ...file, receipt: at, sent: file.size });

// A report that was written on top of what has just been kept is on top of the new version now: it is our own.
function rebased(entries, { project, month, from, to }) {
  return entries.map((each) => {
    if (each.kind !== "report" || each.project !== project || each.month !== month) return each;
    const items = each.items.map((item) => (item.verb === "report.save" && item.state === "waiting" && (item.args.seen_at ?? null) === from
      ? { ...item, args: { ...item.args, seen_at: to } } : item));
    return { ...each, items };
  });
}

// Which files the server asks for: those missing by its answers, of the entries given.
export function wanted(entries, answers) {
  const missing = new Set(answers.flatMap((answer) => answer.missing ?? []));
  return entries.map((each) => [each, each.files.filter((file) => missing.has(file.sha256))]).filter(([, files]) => files.length);
}

const one = (entries, id, change) => entries.map((each) => (each.id === id ? change(each) : each));

export const progressed = (entries, id, sha256, sent) => one(entries, id, (each) => ({
  ...each,
  sending: sha256,
  // a cut connection starts again at what the server has: the bar may go back, the number is the truth
  files: each.files.map((file) => (file.sha256 === sha256 && !file.receipt ? { ...file, sent } : file)),
}));

export const received = (entries, sha256, at) => entries.map((each) => (each.files.some((file) => file.sha256 === sha256)
  ? { ...each, files: each.files.map((file) => (file.sha256 === sha256 ? receipted(file, at) : file)) } : each));

export const paused = (entries) => entries.map((each) => (each.sending ? { ...each, sending: null } : each));

// No network, a cut, a busy server: again later, each time a little later; never given up.
export const failed = (entries, ids, now) => entries.map((each) => (ids.includes(each.id) && isOpen(each)
  ? { ...each, sending: null, tries: each.tries + 1, next_at: now + WAIT_MS[Math.min(each.tries, WAIT_MS.length - 1)] } : each));

// The network is back: nobody waits for the rest of a pause.
export const hurried = (entries) => entries.map((each) => (each.next_at ? { ...each, next_at: 0 } : each));

// The server refused a file, with a sentence.
export const refused = (entries, id, sentence) => one(entries, id, (each) => ({ ...each, sending: null, sentence }));

// Mended and sent again: whatever was not done gets new keys, so that it is a new act; what was done stays done.
export function again(entries, id, keys, change = (item) => item, madeAt = null) {
  return one(entries, id, (each) => {
    const fresh = new Map(each.items.filter((item) => item.state !== "done").map((item, place) => [item.key, keys[place]]));
    const items = each.items.map((item) => (fresh.has(item.key) ? {
      ...change(item), key: fresh.get(item.key), state: "waiting", sentence: "", theirs: null,
      ...(madeAt ? { at: madeAt } : {}), ...(item.after ? { after: fresh.get(item.after) ?? item.after } : {}),
    } : item));
    return { ...each, items, sentence: "", tries: 0, next_at: 0, sending: null };
  });
}

// What both versions say, field by field: only where they differ. `mine` and `theirs` are the fields of a report.
export function differences(mine, theirs) {
  const plain = (value) => (value === null || value === undefined || value === false ? "" : typeof value === "object" ? JSON.stringify(sorted(value)) : String(value));
  return Object.keys(mine).filter((name) => plain(mine[name]) !== plain(theirs[name]) && !(plain(mine[name]) === "{}" && !plain(theirs[name])));
}
function sorted(value) {
  if (Array.isArray(value) || value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]).filter(([, each]) => each !== ""));
}

// How much of an entry has arrived: bytes sent, bytes in all, whole percent (never 100 before the last receipt).
export function share(each) {
  const all = each.files.reduce((sum, file) => sum + file.size, 0);
  const sent = each.files.reduce((sum, file) => sum + Math.min(file.sent, file.size), 0);
  const percent = all ? Math.floor((sent / all) * 100) : 0;
  return { sent, all, percent: each.files.every((file) => file.receipt) ? 100 : Math.min(99, percent) };
}

// The hashes that may be forgotten: no open entry and no draft needs their bytes.
export function spent(entries, kept, drafts = []) {
  const pictures = drafts.flatMap((each) => each.pictures ?? []);
  const needed = new Set([...entries.filter(isOpen), ...pictures].flatMap((each) => each.files.map((file) => file.sha256)));
  return kept.filter((sha256) => !needed.has(sha256));
}
