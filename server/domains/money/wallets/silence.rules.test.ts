import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { endsAt, SILENT_ENDED_DAYS, silenceStep } from "./silence.rules.ts";

const start = Temporal.Instant.from("2026-01-01T00:00:00Z");
const day = (many: number) => start.add({ hours: 24 * many });

test("nothing happens to a wallet before 150 days of silence, and nothing but a letter before 180", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 }), fc.option(fc.integer({ min: 0, max: 400 }), { nil: null }), (days, told) => {
      const of = { activeAt: start, toldAt: told === null ? null : day(told), endedAt: null };
      const step = silenceStep(of, day(days));
      if (days < 150) assert.equal(step, "none");
      if (step === "end") assert.ok(days >= SILENT_ENDED_DAYS && told !== null && days - told >= 30, `${days} ${told}`);
      const end = endsAt(of);
      if (step === "end") assert.ok(end && Temporal.Instant.compare(end, day(days)) <= 0);
    }),
  );
});

test("told late, the owner still has 30 days; who did anything since is silent no more", () => {
  assert.equal(silenceStep({ activeAt: start, toldAt: null, endedAt: null }, day(300)), "tell");
  assert.equal(silenceStep({ activeAt: start, toldAt: day(300), endedAt: null }, day(329)), "none");
  assert.equal(silenceStep({ activeAt: start, toldAt: day(300), endedAt: null }, day(330)), "end");
  assert.equal(silenceStep({ activeAt: day(301), toldAt: day(300), endedAt: null }, day(331)), "none");
  assert.equal(silenceStep({ activeAt: start, toldAt: day(150), endedAt: day(180) }, day(900)), "none");
});
