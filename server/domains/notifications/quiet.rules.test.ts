import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { kindOf } from "#contracts/letter-kinds.ts";
import { isQuiet, type Quiet, quietUntil, sendAt, USUAL } from "./quiet.rules.ts";

const zones = ["America/Denver", "America/New_York", "America/Phoenix", "Pacific/Honolulu", "Europe/Madrid", "America/Puerto_Rico"];
const at = (text: string) => Temporal.Instant.from(text);
const clock = fc
  .integer({ min: 0, max: 95 })
  .map((quarter) => `${String(quarter >> 2).padStart(2, "0")}:${String((quarter & 3) * 15).padStart(2, "0")}`);
const anyHours = fc
  .record({ quiet: fc.constant(true), quietFrom: clock, quietTo: clock })
  .filter(({ quietFrom, quietTo }) => quietFrom !== quietTo);
// Around both days on which clocks are turned in 2026, in America and in Europe.
const anyMinute = fc
  .tuple(
    fc.constantFrom("2026-03-07T00:00Z", "2026-03-28T00:00Z", "2026-10-24T00:00Z", "2026-10-31T00:00Z"),
    fc.integer({ min: 0, max: 4000 }),
  )
  .map(([start, minutes]) => at(start).add({ minutes }));

test("a letter waits exactly until its reader's clock leaves the quiet hours, also in the nights when clocks are turned", () => {
  fc.assert(
    fc.property(anyMinute, anyHours, fc.constantFrom(...zones), (now, hours, zone) => {
      const until = quietUntil(now, hours, zone);
      assert(!isQuiet(until, hours, zone), "it arrives outside them");
      for (let minute = now; Temporal.Instant.compare(minute, until) < 0; minute = minute.add({ minutes: 1 }))
        assert(isQuiet(minute, hours, zone), `nothing kept it at ${minute}`);
    }),
    { numRuns: 60 },
  );
});

test("at nine in the evening in Denver it waits until eight; without quiet hours it does not", () => {
  const evening = at("2026-03-05T04:00:00Z");
  assert.equal(String(quietUntil(evening, USUAL, "America/Denver")), "2026-03-05T15:00:00Z");
  assert.equal(String(quietUntil(evening, { ...USUAL, quiet: false }, "America/Denver")), String(evening));
});

test("what is needed goes at once; what would come too late does not wait; with no night known nothing waits", () => {
  const night = at("2026-03-05T08:00:00Z");
  const when = (name: string, usefulUntil: string | null, zone: string | undefined, hours: Quiet = USUAL) =>
    String(sendAt({ kind: kindOf(name), usefulUntil: usefulUntil === null ? null : at(usefulUntil) }, night, hours, zone));
  assert.equal(when("visit.cancelled", null, "America/Denver"), String(night));
  assert.equal(when("visit.reminder_day", null, "America/Denver"), "2026-03-05T15:00:00Z");
  assert.equal(when("visit.reminder_day", "2026-03-05T14:59:00Z", "America/Denver"), String(night));
  assert.equal(when("visit.reminder_day", "2026-03-05T16:00:00Z", "America/Denver"), "2026-03-05T15:00:00Z");
  assert.equal(when("visit.reminder_day", null, undefined), String(night));
});
