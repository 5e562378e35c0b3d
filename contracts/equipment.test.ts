import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LINE, type Measured, troublesOf } from "./equipment.ts";

const good: Measured = {
  ...{ roundTripMs: LINE.roundTripMsMax, lostPercent: LINE.lostPercentMax, receivedKbps: LINE.kbpsMin },
  ...{ soundLevel: LINE.soundLevelMin, pictures: LINE.picturesMin, sentKbps: LINE.kbpsMin, sentLostPercent: 0, way: "direct" },
};
const MUCH = LINE.lostPercentMax + 1;

test("loss is laid to the way there, to the way back, to both, or to neither where nobody can tell", () => {
  const of = (lostPercent: number, sentLostPercent: number | null) => troublesOf({ ...good, lostPercent, sentLostPercent });
  assert.deepEqual(of(MUCH, MUCH), ["loses_sent"]);
  assert.deepEqual(of(MUCH, 0), ["loses_back"]);
  assert.deepEqual(of(2 * MUCH, MUCH), ["loses_sent", "loses_back"]);
  assert.deepEqual(of(MUCH, MUCH / 2), ["loses"]);
  assert.deepEqual(of(MUCH, null), ["loses"]);
});

test("little that comes back is laid to the way there where little left, and to the way back where enough did", () => {
  assert.deepEqual(troublesOf({ ...good, sentKbps: 40, receivedKbps: 38 }), ["little_sent"]);
  assert.deepEqual(troublesOf({ ...good, sentKbps: 800, receivedKbps: 38 }), ["little_back"]);
});

test("a page of an earlier version that says nothing of directions is judged all the same", () => {
  const { sentKbps: _, sentLostPercent: __, way: ___, ...earlier } = good;
  assert.deepEqual(troublesOf(earlier), []);
  assert.deepEqual(troublesOf({ ...earlier, lostPercent: MUCH }), ["loses"]);
});

test("a worse line never has fewer troubles, whatever was measured", () => {
  const line = fc.record({
    roundTripMs: fc.nat(1000),
    lostPercent: fc.double({ min: 0, max: 100, noNaN: true }),
    receivedKbps: fc.integer({ min: 1, max: 1000 }),
    soundLevel: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    pictures: fc.nat(200),
    sentKbps: fc.option(fc.nat(1000)),
    sentLostPercent: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
  });
  fc.assert(
    fc.property(line, (measured) => {
      const before = troublesOf(measured).length;
      assert.ok(troublesOf({ ...measured, roundTripMs: LINE.roundTripMsMax + 1, pictures: 0 }).length >= before);
      assert.ok(measured.lostPercent <= LINE.lostPercentMax || before > 0);
    }),
  );
});
