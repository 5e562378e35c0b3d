import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { toInstant, toLocal, weekOf } from "./zone.rules.ts";

const zones = ["America/Denver", "America/New_York", "America/Phoenix", "Pacific/Honolulu", "America/Puerto_Rico"];
const days = fc.integer({ min: 0, max: 365 * 12 }).map((after) => Temporal.PlainDate.from("2024-01-01").add({ days: after }).toString());
const times = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map((minute) => Temporal.PlainTime.from("00:00").add({ minutes: minute }).toString({ smallestUnit: "minute" }));

test("a day and a time that exist come back from their instant unchanged", () => {
  fc.assert(
    fc.property(days, times, fc.constantFrom(...zones), (day, time, zone) => {
      const instant = toInstant(day, time, zone);
      if (!instant) return;
      const local = toLocal(instant, zone);
      assert.deepEqual([local.day, local.time], [day, time]);
      assert.equal(local.weekday, Temporal.PlainDate.from(day).dayOfWeek);
    }),
    { numRuns: 500 },
  );
});

test("an instant is the first at which the clocks show its time: in the hour that comes twice, the first is meant", () => {
  fc.assert(
    fc.property(days, times, fc.constantFrom(...zones), (day, time, zone) => {
      const instant = toInstant(day, time, zone);
      if (!instant) return;
      const before = toLocal(instant.subtract({ hours: 1 }), zone);
      assert.notDeepEqual([before.day, before.time], [day, time]);
    }),
    { numRuns: 500 },
  );
});

test("no time is missing but those in an hour that daylight saving skips", () => {
  fc.assert(
    fc.property(days, times, fc.constantFrom(...zones), (day, time, zone) => {
      if (toInstant(day, time, zone)) return;
      const date = Temporal.PlainDate.from(day);
      const hours = date.toZonedDateTime(zone).hoursInDay;
      assert.ok(hours < 24, `${day} ${time} is missing in ${zone}, though that day has ${hours} hours`);
    }),
    { numRuns: 2000 },
  );
});

test("in spring the skipped hour has no start, the minutes around it do", () => {
  assert.equal(toInstant("2026-03-08", "02:00", "America/New_York"), undefined);
  assert.equal(toInstant("2026-03-08", "02:30", "America/Denver"), undefined);
  assert.equal(toInstant("2026-03-08", "02:59", "America/New_York"), undefined);
  assert.equal(toInstant("2026-03-08", "01:59", "America/New_York")?.toString(), "2026-03-08T06:59:00Z");
  assert.equal(toInstant("2026-03-08", "03:00", "America/New_York")?.toString(), "2026-03-08T07:00:00Z");
});

test("in autumn the first of the two hours is meant", () => {
  assert.equal(toInstant("2026-11-01", "01:30", "America/New_York")?.toString(), "2026-11-01T05:30:00Z");
  assert.equal(toLocal(Temporal.Instant.from("2026-11-01T06:30:00Z"), "America/New_York").time, "01:30");
});

test("a place without daylight saving misses no hour all year", () => {
  for (let day = Temporal.PlainDate.from("2026-01-01"); day.year === 2026; day = day.add({ days: 1 }))
    assert.ok(toInstant(day.toString(), "02:30", "America/Phoenix"));
});

test("a week has seven days, begins on the facility's weekday and holds the day it was asked for", () => {
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 7 }), (day, weekStarts) => {
      const { from, through } = weekOf(day, weekStarts);
      assert.equal(Temporal.PlainDate.from(from).dayOfWeek, weekStarts);
      assert.equal(Temporal.PlainDate.from(from).until(through).days, 6);
      assert.ok(from <= day && day <= through);
      assert.deepEqual(weekOf(from, weekStarts), weekOf(through, weekStarts));
    }),
  );
});
