import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { inOrder, monthIn, runningCents } from "./month.rules.ts";

const zones = ["UTC", "America/New_York", "America/Denver", "Pacific/Kiritimati", "Africa/Cairo"];

test("every instant lies in exactly one month of a zone, daylight saving or not", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2020, max: 2040 }), fc.integer({ min: 1, max: 12 }), fc.constantFrom(...zones), (year, month, zone) => {
      const name = (at: Temporal.PlainYearMonth) => at.toString();
      const here = Temporal.PlainYearMonth.from({ year, month });
      const [one, next] = [monthIn(name(here), zone), monthIn(name(here.add({ months: 1 })), zone)];
      assert.ok(one && next);
      assert.equal(Temporal.Instant.compare(one.until, next.from), 0);
      assert.equal(Temporal.Instant.compare(one.from, one.until), -1);
      assert.equal(
        one.from.toZonedDateTimeISO(zone).toPlainTime().toString(),
        one.from.toZonedDateTimeISO(zone).startOfDay().toPlainTime().toString(),
      );
    }),
  );
});

test("a zone that is none is no error of ours", () => {
  assert.equal(monthIn("2026-03", "Mars/Olympus"), undefined);
});

test("what a wallet held after the last movement is what it held before and all that moved", () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.integer({ min: -5000, max: 5000 })), (opening, sums) => {
      const running = runningCents(
        opening,
        sums.map((cents) => ({ cents })),
      );
      assert.equal(running.at(-1) ?? opening, opening + sums.reduce((total, cents) => total + cents, 0));
    }),
  );
});

test("on a statement what was taken stands before the taxes on it, whichever was written first", () => {
  const [at, later] = ["2026-11-15T18:40:00Z", "2026-11-15T18:40:10Z"];
  const moves = [
    { at: later, move: "credit" as const },
    { at, move: "tax" as const },
    { at, move: "charge" as const },
  ];
  assert.deepEqual(
    inOrder(moves).map(({ move }) => move),
    ["charge", "tax", "credit"],
  );
});
