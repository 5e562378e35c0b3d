import assert from "node:assert/strict";
import { test } from "node:test";
import { measuredOf } from "./echo-measure.ts";

const counted = {
  ...{ roundTripSeconds: 0.0424, received: 990, lost: 10, bytes: 1_000_000, pictures: 190 },
  ...{ sentBytes: 1_250_000, sent: 1000, sentLost: 4, relayed: false },
};
const whole = { ...counted, soundLevel: 0.3536 };

test("an echo test reports the way there and back, what was lost, how much and how loud it came back, and how many pictures", () => {
  const measured = { roundTripMs: 42, lostPercent: 1, receivedKbps: 800, soundLevel: 0.354, pictures: 190 };
  const there = { sentKbps: 1000, sentLostPercent: 0.4, way: "direct" };
  assert.deepEqual(measuredOf(whole, 10), { ...measured, ...there });
});

test("where no tone could be made, nothing is said of the sound", () => {
  assert.equal(measuredOf({ ...whole, soundLevel: null }, 10)?.soundLevel, null);
});

test("an echo test that nothing came back from has measured nothing", () => {
  assert.equal(measuredOf({ ...whole, received: 0, lost: 0, bytes: 0 }, 10), null);
  assert.equal(measuredOf({ ...whole, roundTripSeconds: null }, 10), null);
});

test("what the engine did not report of the way there is not said", () => {
  const silent = measuredOf({ ...whole, sentLost: null, relayed: null }, 10);
  assert.deepEqual([silent?.sentLostPercent, silent?.way], [null, null]);
});
