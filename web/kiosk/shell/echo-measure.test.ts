import assert from "node:assert/strict";
import { test } from "node:test";
import { measuredOf } from "./echo-measure.ts";

test("an echo test reports the way there and back, what was lost, and what came back in each second", () => {
  assert.deepEqual(measuredOf({ roundTripSeconds: 0.0424, received: 990, lost: 10, bytes: 1_000_000 }, 10), {
    roundTripMs: 42,
    lostPercent: 1,
    receivedKbps: 800,
  });
});

test("an echo test that nothing came back from has measured nothing", () => {
  assert.equal(measuredOf({ roundTripSeconds: 0.04, received: 0, lost: 0, bytes: 0 }, 10), null);
  assert.equal(measuredOf({ roundTripSeconds: null, received: 5, lost: 0, bytes: 900 }, 10), null);
});
