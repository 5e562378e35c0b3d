import assert from "node:assert/strict";
import test from "node:test";
import { dayOfWeekday, isRun, sameHours } from "./hours.ts";

test("days with the same hours are told together, in the order of the week", () => {
  const hours = { startsAt: "09:00", endsAt: "20:00" };
  assert.deepEqual(
    sameHours([
      { weekday: 3, ...hours },
      { weekday: 1, ...hours },
      { weekday: 6, startsAt: "13:00", endsAt: "16:00" },
      { weekday: 3, ...hours },
    ]),
    [
      { weekdays: [1, 3], ...hours },
      { weekdays: [6], startsAt: "13:00", endsAt: "16:00" },
    ],
  );
});

test("only days without a gap may be told as first to last", () => {
  assert.ok(isRun([1, 2, 3]) && isRun([5]));
  assert.ok(!isRun([1, 3]));
});

test("the first weekday is a Monday", () => {
  assert.equal(new Date(`${dayOfWeekday(1)}T12:00:00Z`).getUTCDay(), 1);
});
