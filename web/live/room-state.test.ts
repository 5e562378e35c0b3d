import assert from "node:assert/strict";
import { test } from "node:test";
import type { Evidence } from "#contracts/live.ts";
import { noTotals, reportOf, type Totals } from "./evidence.ts";
import { hear, mediaOf, moved, newRoom, speakerOf } from "./room-state.ts";

const second = (frames: number, sound: number): Evidence => ({ ...reportOf(noTotals, noTotals, 0, 0), frames, sound });

test("a still second is not called a broken line; three are, and the picture's return is seen at once", () => {
  let state = mediaOf(newRoom(), second(20, 50));
  assert.equal(state.media, "both");
  state = mediaOf(mediaOf(state, second(0, 50)), second(0, 50));
  assert.equal(state.media, "both");
  state = mediaOf(state, second(0, 50));
  assert.equal(state.media, "sound_only");
  assert.equal(mediaOf(state, second(0, 0)).media, "stopped");
  assert.equal(mediaOf(state, second(10, 50)).media, "both");
});

test("sound that comes before the first picture is no weak line", () => {
  let state = mediaOf(newRoom(), second(0, 1));
  assert.equal(state.media, "none");
  state = mediaOf(state, second(20, 50));
  assert.equal(state.media, "both");
  const heard = [0, 1, 2].reduce((now) => mediaOf(now, second(0, 50)), newRoom());
  assert.equal(heard.media, "sound_only");
});

test("before anything has come, nothing is called broken", () => {
  assert.equal(mediaOf(newRoom(), second(0, 0)).media, "none");
});

const part = { sound: 0, picture: 0, frames: 0, frozenMs: 0, concealedMs: 0 };

test("counters that began anew after a rejoin never count twice or below zero", () => {
  const report = reportOf(
    { ...noTotals, by: { resident: { ...part, sound: 5000 } } },
    { ...noTotals, by: { resident: { ...part, sound: 40 } } },
    7,
    1000,
  );
  assert.equal(report.sound, 40);
});

test("the clock runs on by itself between the server's words, by the server's time", () => {
  const room = {
    visitId: "v",
    me: "family" as const,
    seat: "family" as const,
    status: "live" as const,
    pausedFor: null,
    pausedReason: null,
    allMuted: false,
    mustBeWatched: null,
    kind: "recorded" as const,
    now: "2026-11-21T21:00:00Z",
    opensAt: "2026-11-21T20:45:00Z",
    startsAt: "2026-11-21T21:00:00Z",
    endsAt: "2026-11-21T21:20:00Z",
    timeZone: "America/Denver",
    secondsLeft: 1200,
    connected: true,
    connectedSeconds: 0,
    legs: [],
    watches: [],
    recording: "proven" as const,
    notice: null,
    ending: null,
  };
  const told = hear(newRoom(), { type: "room", room }, 1000);
  assert.equal(told.secondsLeft, 1200);
  assert.equal(moved(told, 1100), told, "no second has passed");
  assert.equal(moved(told, 61_000).secondsLeft, 1140);
  const over = hear(told, { type: "room", room: { ...room, ending: { code: "on_time", by: "system", reason: null } } }, 2000);
  assert.equal(moved(over, 90_000).secondsLeft, over.secondsLeft, "an ended visit's clock stands");
});

test("a chat line told twice is shown once", () => {
  const line = { id: "1", seat: "family" as const, side: "family" as const, words: "Hola", at: "2026-11-21T21:00:00Z" };
  const state = hear(hear(newRoom(), { type: "chat", lines: [line] }, 0), { type: "chat", lines: [line] }, 1);
  assert.equal(state.chat.length, 1);
});

test("a report tells senders apart, and of what it cannot tell it names nobody", () => {
  const now = (by: Totals["by"]) => reportOf(noTotals, { ...noTotals, by }, 1, 1000);
  const two = now({ resident: { ...part, sound: 50 }, family_2: { ...part, sound: 48, frames: 20 } });
  assert.equal(two.sound, 98);
  assert.deepEqual(
    two.from?.map(({ seat, sound, frames }) => [seat, sound, frames]),
    [
      ["resident", 50, 0],
      ["family_2", 48, 20],
    ],
  );
  assert.equal(now({ "": { ...part, sound: 50 } }).from, undefined);
});

test("who speaks is kept through a pause between words, and nobody is pointed out where there is one other", () => {
  const levels = (a: number, b?: number) =>
    new Map([["resident", a], ...(b === undefined ? [] : [["family_2", b] as const])] as [string, number][]);
  const speaks = speakerOf(newRoom(), levels(0, 0.3), 1000);
  assert.equal(speaks.speaking, "family_2");
  assert.equal(speakerOf(speaks, levels(0, 0), 2000).speaking, "family_2");
  assert.equal(speakerOf(speaks, levels(0, 0), 3000).speaking, null);
  assert.equal(speakerOf(newRoom(), levels(0.9), 1000).speaking, null);
});
