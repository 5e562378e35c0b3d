import assert from "node:assert/strict";
import { test } from "node:test";
import type { Room } from "#contracts/live.ts";
import type { BoardVisit } from "#web/staff/shell/board.ts";
import { tileFacts, wallOrder } from "./tile.rules.ts";

const NOW = Date.parse("2026-11-23T16:10:00Z");
const visit = (parts: Partial<BoardVisit> = {}) =>
  ({ id: "v", live: "paused", familyHere: true, residentHere: true, watchToldAt: null, ...parts }) as BoardVisit;

test("a visit that waits for an officer says for how many minutes, and stands before the others, the longest wait first", () => {
  const waits = visit({ id: "a", watchToldAt: "2026-11-23T16:07:30Z" });
  assert.deepEqual([tileFacts(waits, undefined, NOW).state, tileFacts(waits, undefined, NOW).waitsMinutes], ["watch_needed", 2]);
  const order = wallOrder([visit({ id: "b" }), visit({ id: "c", watchToldAt: "2026-11-23T16:09:00Z" }), waits]);
  assert.deepEqual(
    order.map(({ id }) => id),
    ["a", "c", "b"],
  );
});

test("a pause by staff is told from one by the recording", () => {
  const room = {
    status: "paused",
    pausedFor: "staff",
    recording: "proven",
    legs: [],
    mustBeWatched: null,
    ending: null,
  } as unknown as Room;
  assert.equal(tileFacts(visit(), room, NOW).state, "paused_staff");
  const doubted = { ...room, pausedFor: "recording_unproven", recording: "unproven" } as Room;
  assert.deepEqual([tileFacts(visit(), doubted, NOW).state, tileFacts(visit(), doubted, NOW).doubted], ["paused", true]);
});
