import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { BLOCK_DAYS_MAX } from "#contracts/station-care.ts";
import { blockTimesFit, isOpenFor, type StationEvent, stateAt, stationSteps } from "./blocks.rules.ts";

const start = Temporal.Instant.from("2026-03-02T15:00:00Z");
const at = (minutes: number) => start.add({ minutes });
const span = (from: number, to: number) => ({ startsAt: at(from), endsAt: at(to) });
const minutes = fc.integer({ min: 0, max: 200 });
const spans = fc.array(
  fc.tuple(minutes, fc.integer({ min: 1, max: 90 })).map(([from, length]) => span(from, from + length)),
  { maxLength: 5 },
);

test("a block counts from its first moment until just before its last, and a station turned off is off through it", () => {
  const block = [span(10, 20)];
  assert.deepEqual(
    [9, 10, 19, 20].map((minute) => stateAt({ status: "active" }, block, at(minute)).status),
    ["active", "blocked", "blocked", "active"],
  );
  assert.equal(stateAt({ status: "inactive" }, block, at(15)).status, "inactive");
});

test("whatever follows from rows and the clock is a step that the table lists", () => {
  fc.assert(
    fc.property(spans, minutes, fc.boolean(), (blocks, minute, on) => {
      const turned = (status: "active" | "inactive") => ({ status });
      const [before, after] = [minute, minute + 1].map((one) => stateAt(turned(on ? "active" : "inactive"), blocks, at(one)).status);
      if (before === after) return;
      const event: StationEvent = after === "blocked" ? "block_began" : "block_ended";
      assert.equal(stationSteps[before!][event], after);
      // Turned off it is off, whatever its blocks say.
      assert.equal(stationSteps[before!].turned_off, stateAt(turned("inactive"), blocks, at(minute)).status);
    }),
  );
});

test("a station can be given a span exactly when it is active at every moment of it", () => {
  fc.assert(
    fc.property(spans, minutes, fc.integer({ min: 1, max: 60 }), (blocks, from, length) => {
      const station = { status: "active" as const };
      const always = Array.from({ length }, (_, index) => stateAt(station, blocks, at(from + index)).status === "active").every(Boolean);
      assert.equal(isOpenFor(station, blocks, span(from, from + length)), always);
      assert.equal(isOpenFor({ status: "inactive" }, blocks, span(from, from + length)), false);
    }),
  );
});

test("a block ends after it starts, still has to end, and is not longer than anybody plans", () => {
  assert.ok(blockTimesFit(span(-10, 10), start));
  assert.ok(!blockTimesFit(span(10, 10), start));
  assert.ok(!blockTimesFit(span(20, 10), start));
  assert.ok(!blockTimesFit(span(-20, -10), start));
  assert.ok(!blockTimesFit({ startsAt: start, endsAt: start.add({ hours: BLOCK_DAYS_MAX * 24 + 1 }) }, start));
});
