// Small parts of the field app by themselves: the hash, the clock, amounts and sentences.
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { test } from "node:test";
import * as clock from "../../yidan/web/assets/field/clock.js";
import * as pacing from "../../yidan/web/assets/field/pace.js";
import { readAmount, sentence, wan } from "../../yidan/web/assets/field/rules.js";
import { Sha256, sha256 } from "../../yidan/web/assets/field/sha256.js";

test("the hash in pieces is the hash, wherever the pieces end", async () => {
  for (const size of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 100003]) {
    const bytes = randomBytes(size);
    const wanted = createHash("sha256").update(bytes).digest("hex");
    for (const step of [1, 7, 64, 65, 4096]) {
      const hash = new Sha256();
      for (let at = 0; at < size; at += step) hash.update(bytes.subarray(at, at + step));
      assert.equal(hash.hex(), wanted, `${size} in ${step}`);
    }
    assert.equal(await sha256(new Blob([bytes])), wanted);
  }
  const large = randomBytes(17 * 1024 * 1024 + 3);
  assert.equal(await sha256(new Blob([large])), createHash("sha256").update(large).digest("hex"));
});

test("a clock ten years off still knows the server's day", () => {
  clock.setOffset(new Date("2020-06-24T16:30:00Z").getTime() - Date.now());
  assert.equal(clock.today(), "2020-06-25", "half past midnight in Beijing");
  assert.ok(Math.abs(clock.minutesOff()) > 1000000);
  clock.setOffset(1000);
  assert.equal(clock.minutesOff(), 0);
});

test("a picture's name has Beijing's day and hour", () => {
  assert.equal(clock.beijingStamp(Date.parse("2021-01-25T23:49:26.123Z")), "20210126074926");
});

test("in a simulated city a phone claims the city's time, and is not thought wrong for it", () => {
  const days = 2130;
  clock.setBehind(days);
  clock.heard(new Date(Date.now() - days * 86400000).toISOString());
  assert.equal(clock.minutesOff(), 0);
  const claimed = new Date(clock.claimed()).getTime();
  assert.ok(Math.abs(Date.now() - days * 86400000 - claimed) < 1000);
  assert.equal(clock.today(), clock.beijingDay(claimed));
  assert.equal(clock.claimed(days * 86400000), new Date(0).toISOString());
  clock.setBehind(0);
  clock.setOffset(0);
});

test("amounts keep every digit", () => {
  assert.equal(readAmount("1.2亿").fen, 12000000000n);
  assert.equal(wan(readAmount("1,234.5").fen), "1,234.5");
  assert.deepEqual(readAmount("12o0"), { fen: null, raw: "12o0" });
});

test("months are said in words, percent signs once", () => {
  assert.equal(sentence("截至%(until)s占%(percent)s%%", { until: "2020-05", percent: "12.5" }), "截至2020年5月占12.5%");
});

test("pieces grow fast while all is calm, are small after a cut, and then grow slowly", () => {
  const times = (count, change, pace) => Array.from({ length: count }).reduce(change, pace);
  assert.equal(times(10, pacing.went, pacing.START).size, pacing.MOST);
  const repeated = times(9, pacing.repeated, pacing.START);
  assert.equal(repeated.size, pacing.LEAST);
  assert.ok(times(20, pacing.went, repeated).size < 1024 * 1024);
  assert.equal(times(1000, pacing.went, repeated).size, pacing.MOST);
});
