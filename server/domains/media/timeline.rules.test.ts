import assert from "node:assert/strict";
import { test } from "node:test";
import { keptOf, type Stretch, wholeOf } from "./timeline.rules.ts";

const stretch = (participantId: string, startedAt: number, seconds: number): Stretch => ({
  path: "",
  participantId,
  kind: "video",
  startedAt,
  seconds,
});

test("what is kept begins when the last has come and ends when the first has gone for good", () => {
  const all = [stretch("family", 10_000, 60), stretch("resident", 25_000, 70)];
  assert.deepEqual(wholeOf(all), { startsAt: 10_000, seconds: 85 });
  assert.deepEqual(keptOf(all, [["family"], ["resident"]]), { from: 15, to: 60 });
});

test("somebody who was cut off and came back had not gone", () => {
  const all = [stretch("family", 0, 20), stretch("family", 40_000, 20), stretch("resident", 0, 60)];
  assert.deepEqual(keptOf(all, [["family"], ["resident"]]), { from: 0, to: 60 });
});

test("where one of them never came, or nobody is named, everything is kept", () => {
  assert.deepEqual(keptOf([stretch("family", 5_000, 30)], []), { from: 0, to: 30 });
  assert.deepEqual(keptOf([stretch("family", 5_000, 30)], [["family"], ["resident"]]), { from: 0, to: 30 });
});

test("a second home that comes later and goes earlier neither shortens nor lengthens what is kept", () => {
  const pair = [stretch("family", 0, 60), stretch("resident", 10_000, 60)];
  const sides = [["family", "family_2"], ["resident"]];
  assert.deepEqual(keptOf([...pair, stretch("family_2", 20_000, 10)], sides), { from: 10, to: 60 });
  assert.deepEqual(
    keptOf([...pair, stretch("family_2", 50_000, 15)], sides),
    { from: 10, to: 65 },
    "somebody of the family was still there",
  );
});
