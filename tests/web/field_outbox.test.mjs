// The outbox's reducers, by themselves: run by test_field_client.py through `node --test`.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as outbox from "../../yidan/web/assets/field/outbox.js";

const report = (id, more = {}, args = {}) => outbox.entry({
  id, person: 1, kind: "report", title: "甲", project: 7, month: "2020-06", made_at: `2020-06-0${id.length}`,
  items: [
    { key: `${id}-save`, verb: "report.save", subject: { type: "project", id: 7 }, at: "", args: { month: "2020-06", seen_at: null, ...args } },
    { key: `${id}-submit`, verb: "report.submit", subject: { type: "project", id: 7 }, at: "", args: { month: "2020-06" }, after: `${id}-save` },
  ],
  ...more,
});
const picture = (id, size = 100) => outbox.entry({
  id, person: 1, kind: "picture", title: "乙", project: 7, month: "2020-06", made_at: "2020-06-02",
  items: [{ key: `${id}-add`, verb: "exhibit.add", subject: { type: "project", id: 7 }, at: "", args: {}, evidence: [{ sha256: `${id}-sha` }] }],
  files: [{ sha256: `${id}-sha`, size, type: "image/jpeg", name: "a.jpg" }],
});
const done = (key, more = {}) => ({ key, state: "done", sentence: "", ...more });

test("a double tap is one act", () => {
  const first = outbox.added([], report("a"));
  assert.deepEqual(outbox.added(first, report("a", { title: "again" })), first);
  assert.equal(first[0].seq, 1);
});

test("a newer report takes the place of one that has not set out, and of no other", () => {
  const held = outbox.added(outbox.added([], report("a")), report("bb"));
  assert.deepEqual(held.map((each) => each.id), ["bb"]);
  const other = outbox.added(held, report("ccc", { project: 8 }));
  assert.deepEqual(other.map((each) => each.id), ["bb", "ccc"]);
  const setOut = held.map((each) => ({ ...each, sending: "items" }));
  assert.deepEqual(outbox.added(setOut, report("dddd")).map((each) => each.id), ["bb", "dddd"]);
});

test("a picture is delivered only when its act is done and its hash receipted, in whichever order", () => {
  const start = [picture("p")];
  const acted = outbox.answered(start, [done("p-add")], 9);
  assert.equal(outbox.state(acted[0]), "waiting");
  assert.equal(outbox.state(outbox.received(acted, "p-sha", "T")[0]), "delivered");
  const receipt = outbox.received(start, "p-sha", "T");
  assert.equal(outbox.state(receipt[0]), "waiting");
  const both = outbox.answered(receipt, [done("p-add")], 9);
  assert.deepEqual([outbox.state(both[0]), both[0].delivered_at], ["delivered", 9]);
  assert.equal(outbox.state(outbox.answered(start, [done("p-add", { receipts: { "p-sha": "T" } })], 9)[0]), "delivered");
});

test("percent is never a hundred before the last receipt", () => {
  const sent = outbox.progressed([picture("p")], "p", "p-sha", 100);
  assert.deepEqual(outbox.share(sent[0]), { sent: 100, all: 100, percent: 99 });
  assert.equal(outbox.state(sent[0]), "sending");
  assert.equal(outbox.share(outbox.received(sent, "p-sha", "T")[0]).percent, 100);
});

test("what another account made does not set out, nor what is refused or pauses", () => {
  const held = [report("a"), { ...report("bb"), person: 2 }, { ...report("ccc"), next_at: 50 }, outbox.refused([picture("p")], "p", "类型不收")[0]];
  assert.deepEqual(outbox.due(held, 1, 10).map((each) => each.id), ["a"]);
  assert.deepEqual(outbox.due(held, 1, 50).map((each) => each.id), ["a", "ccc"]);
});

test("after a failure it is tried again, later each time, and at once when the network is back", () => {
  let held = [picture("p")];
  const pauses = [];
  for (let turn = 0; turn < 9; turn += 1) {
    held = outbox.failed(held, ["p"], 0);
    pauses.push(held[0].next_at);
  }
  assert.deepEqual(pauses, [...pauses].sort((one, two) => one - two));
  assert.equal(pauses[8], 300000);
  assert.equal(outbox.due(held, 1, 1).length, 0);
  assert.equal(outbox.due(outbox.hurried(held), 1, 1).length, 1);
  assert.equal(outbox.due(held, 1, -315360000000).length, 1, "a clock set back ten years keeps nothing waiting");
});

test("answers to what is done already change nothing, and foreign answers neither", () => {
  const held = outbox.answered([report("a")], [done("a-save", { seen_at: "S1" })], 1);
  assert.deepEqual(outbox.answered(held, [{ key: "a-save", state: "refused", sentence: "x" }], 2)[0].items, held[0].items);
  assert.deepEqual(outbox.answered(held, [done("nobody")], 2), held);
});

test("a report written on top of our own save follows it, one on top of another's does not", () => {
  const held = [report("a", {}, { seen_at: "S0" }), report("bb", {}, { seen_at: "S0" }), report("ccc", {}, { seen_at: "X" })];
  const after = outbox.answered(held, [done("a-save", { seen_at: "S1" })], 1);
  assert.deepEqual(after.map((each) => each.items[0].args.seen_at), ["S0", "S1", "X"]);
});

test("a refused entry that is mended gets new keys for what is not done, and keeps what is", () => {
  const theirs = { saved_at: "S9", fields: { problems: "别的" } };
  const held = outbox.answered([report("a")], [{ key: "a-save", state: "refused", sentence: "林县刚刚改过", theirs }, { key: "a-submit", state: "waiting", sentence: "" }], 1);
  assert.equal(outbox.state(held[0]), "refused");
  const mended = outbox.again(held, "a", ["k1", "k2"], (item) => (item.verb === "report.save" ? { ...item, args: { ...item.args, seen_at: "S9" } } : item));
  assert.deepEqual(mended[0].items.map((item) => [item.key, item.after, item.args.seen_at]), [["k1", undefined, "S9"], ["k2", "k1", undefined]]);
  assert.equal(outbox.state(mended[0]), "waiting");
  const half = outbox.answered([report("a")], [done("a-save", { seen_at: "S" }), { key: "a-submit", state: "refused", sentence: "缺" }], 1);
  assert.deepEqual(outbox.again(half, "a", ["k3"])[0].items.map((item) => [item.key, item.after]), [["a-save", undefined], ["k3", "a-save"]]);
});

test("only what differs is asked about", () => {
  const mine = { invested: "3", problems: "丙", needs: "", needs_from: null, milestone_days: {}, is_unchanged: false };
  const theirs = { invested: "2", problems: "丙", needs: "", needs_from: null, milestone_days: {}, is_unchanged: false };
  assert.deepEqual(outbox.differences(mine, theirs), ["invested"]);
  const days = { 封顶: { actual_on: "", forecast_on: "2020-09-01", reason: "" } };
  assert.deepEqual(outbox.differences({ milestone_days: days }, { milestone_days: { 封顶: { forecast_on: "2020-09-01" } } }), []);
});

test("the bytes of what is delivered may go, those of what is refused stay", () => {
  const gone = outbox.answered(outbox.received([picture("p")], "p-sha", "T"), [done("p-add")], 1);
  const kept = outbox.refused([picture("q")], "q", "类型不收");
  assert.deepEqual(outbox.spent([...gone, ...kept], ["p-sha", "q-sha"]), ["p-sha"]);
});
