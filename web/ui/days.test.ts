import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { addDays, daysBetween, stepDay, weekdayOf, weeksOf } from "./days.ts";

const day = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays("1990-01-01", days));

test("adding days and counting them agree, over leap years and changes of the clock", () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -800, max: 800 }), (from, days) => assert.equal(daysBetween(from, addDays(from, days)), days)),
  );
});

test("weeks run from Sunday to Saturday and hold every day asked for", () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 60 }), (from, length) => {
      const weeks = weeksOf(from, addDays(from, length));
      assert.ok(weeks.every((week) => week.length === 7 && weekdayOf(week[0] ?? "") === 0));
      assert.ok(weeks[0]?.includes(from) && weeks.at(-1)?.includes(addDays(from, length)));
    }),
  );
});

test("arrows lead to days that can be chosen, and stay where there are none", () => {
  const free = ["2026-11-21", "2026-11-23", "2026-11-28", "2026-12-05"];
  assert.equal(stepDay(free, "2026-11-21", 1), "2026-11-23");
  assert.equal(stepDay(free, "2026-11-23", -1), "2026-11-21");
  assert.equal(stepDay(free, "2026-11-21", 7), "2026-11-28");
  assert.equal(stepDay(free, "2026-11-28", 7), "2026-12-05");
  assert.equal(stepDay(free, "2026-12-05", 1), "2026-12-05");
  assert.equal(stepDay(free, "2026-11-23", 7), "2026-11-23");
});
