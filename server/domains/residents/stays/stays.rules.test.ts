import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { RELEASE_REVIEW_MINUTES, stateOf, stayRefusals, staySteps } from "./stays.rules.ts";

const at = Temporal.Instant.from("2026-03-02T16:00:00Z");
const minutes = fc.integer({ min: 0, max: 300 });

test("a stay that goes on can be moved in, released or transferred; one that ended only taken back, and only where it was released", () => {
  assert.deepEqual(Object.keys(staySteps.current).sort(), ["moved", "released", "transferred_out"]);
  assert.deepEqual(Object.keys(staySteps.released), ["release_undone"]);
  assert.deepEqual(staySteps.transferred, {});
});

test("a release can be taken back for exactly an hour, whenever it was", () => {
  fc.assert(
    fc.property(minutes, (passed) => {
      const stay = { releasedAt: at, endedHow: "released" as const };
      const refused = stayRefusals({ kind: "release_undone", stay, now: at.add({ minutes: passed }) });
      assert.deepEqual(refused, passed < RELEASE_REVIEW_MINUTES ? [] : ["stay.too_late"]);
    }),
  );
});

test("whoever is somewhere else by now cannot be here again by taking a release back, and hears every reason at once", () => {
  const stay = { releasedAt: at, endedHow: "released" as const };
  const refused = stayRefusals({ kind: "release_undone", stay, now: at.add({ hours: 2 }), staysElsewhere: true });
  assert.deepEqual(refused, ["stay.too_late", "stay.elsewhere"]);
});

test("an end of which nothing more is known, as from a list, is a release", () => {
  assert.equal(stateOf({ releasedAt: at, endedHow: null }), "released");
  assert.equal(stateOf({ releasedAt: null, endedHow: null }), "current");
});
