import assert from "node:assert/strict";
import test from "node:test";
import { clockTime, countdown, dayIn, dayWords, initials, money, recordTime, sameClock, zoneName } from "./formats.ts";

const at = "2026-11-21T21:00:00Z";

test("times are written small and never break over a line", () => {
  assert.equal(clockTime("en", at, "America/Denver"), "2:00\u00a0pm");
  assert.match(clockTime("es", at, "America/Denver"), /^2:00\u00a0p\.\u00a0?m\.$/);
  assert.equal(clockTime("en", at, "America/Denver", true), "2:00:00\u00a0pm");
});

test("a visit's record keeps its clock, whatever is added to it on a later day", () => {
  const time = (moment: string) => recordTime("en", moment, "America/Denver", "2026-11-21");
  assert.deepEqual(["2026-11-18T16:00:00Z", "2026-11-21T17:05:12Z", "2026-11-23T19:02:46Z"].map(time), ["Nov 18", "10:05:12", "Nov 23"]);
  assert.equal(recordTime("es", "2026-11-21T17:05:12Z", "America/Denver", "2026-11-21"), "10:05:12");
});

test("a zone is called by its name, summer and winter alike", () => {
  assert.equal(zoneName("en", "America/Denver", at), "Mountain Time");
  assert.equal(zoneName("en", "America/Denver", "2026-07-01T00:00:00Z"), "Mountain Time");
  assert.match(zoneName("es", "America/New_York", at), /^hora/);
  assert.equal(zoneName("en", "UTC", at), "Coordinated Universal Time");
});

test("the day is the day of the place, not of the reader", () => {
  assert.equal(dayIn("2026-11-22T05:30:00Z", "America/Denver"), "2026-11-21");
  assert.equal(dayWords("en", "2026-11-21"), "Saturday, November 21");
  assert.equal(dayWords("es", "2026-11-21"), "Sábado, 21 de noviembre");
});

test("two zones with one clock are told as one time", () => {
  assert.ok(sameClock("America/Denver", "America/Boise", at));
  assert.ok(!sameClock("America/Denver", "America/New_York", at));
  // Arizona keeps no summer time: the same clock in November, another in July.
  assert.ok(sameClock("America/Denver", "America/Phoenix", at));
  assert.ok(!sameClock("America/Denver", "America/Phoenix", "2026-07-01T20:00:00Z"));
});

test("money is dollars and cents in both languages, and less than nothing has a minus that reads as one", () => {
  assert.equal(money("en", 220), "$2.20");
  assert.equal(money("es", 123_456), "$1,234.56");
  assert.equal(money("en", -18), "−$0.18");
});

test("a running clock keeps its places and never goes below nothing", () => {
  assert.deepEqual([761, 59.9, 0, -3, 3761].map(countdown), ["12:41", "0:59", "0:00", "0:00", "1:02:41"]);
});

test("initials are of the first and last name, whatever the letters", () => {
  assert.deepEqual(["Mateo Delgado", "Lucía", "ángela de la cruz", " "].map(initials), ["MD", "L", "ÁC", ""]);
});
