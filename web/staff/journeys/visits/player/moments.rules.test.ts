import assert from "node:assert/strict";
import { test } from "node:test";
import { actOf, momentsOf, type Playback, typedBy } from "./moments.rules.ts";

const startsAt = "2026-03-04T16:00:00Z";
const line = (at: string, words: string) => ({ id: words, seat: "family" as const, words, at, sent: true, takenBack: [] });
const playback: Playback = {
  ...{ startsAt, seconds: 60, sound: "sides", people: [] },
  gaps: [{ from: 20, to: 30, why: "engine_lost" }],
  chat: [line("2026-03-04T15:59:50Z", "before"), line("2026-03-04T16:00:10Z", "ten")],
  marks: [{ id: "mark", atMs: 25_500, word: "threat", note: null, byName: "A. Boone", madeAt: startsAt }],
};
const told = (at: string, code: string) => ({ id: code, at, code, facts: {} });

test("what may be jumped to stands in order, and nothing of before or after the file is among it", () => {
  const lines = [
    told("2026-03-04T15:59:00Z", "waiting"),
    told("2026-03-04T16:00:21Z", "engine_lost"),
    told("2026-03-04T16:05:00Z", "recording_ready"),
  ];
  assert.deepEqual(
    momentsOf(playback, lines).map(({ kind, at }) => [kind, at]),
    [
      ["gap", 20],
      ["line", 21],
      ["mark", 25.5],
    ],
  );
});

test("a typed line appears at its time; what was typed before the file began is there from its first moment", () => {
  const words = (second: number) => typedBy(playback, second).map((one) => one.words);
  assert.deepEqual(words(0), ["before"]);
  assert.deepEqual(words(9.9), ["before"]);
  assert.deepEqual(words(10), ["before", "ten"]);
});

test("keys act on the player, and never where somebody writes or presses a button", () => {
  assert.equal(actOf(" ", "other"), "play");
  assert.equal(actOf(" ", "button"), undefined);
  assert.equal(actOf("m", "field"), undefined);
  assert.equal(actOf("M", "button"), "mark");
  assert.deepEqual([actOf("ArrowLeft", "other"), actOf("ArrowRight", "other"), actOf("x", "other")], ["back", "ahead", undefined]);
});
