import assert from "node:assert/strict";
import { test } from "node:test";
import { type BoardFacts, needsOf } from "./board.rules.ts";

const at = (text: string) => Temporal.Instant.from(`2026-03-04T${text}Z`);
const visit = {
  id: "v",
  stationId: "s",
  status: "booked",
  startsAt: at("16:00"),
  endsAt: at("16:30"),
  familyCame: false,
  residentCame: false,
  live: null,
  recordingProof: null,
  pausedReason: null,
  watchToldAt: null,
} as const;
const facts = (parts: Partial<BoardFacts> = {}): BoardFacts => ({
  now: at("15:00"),
  visits: [],
  stations: [],
  repairs: [],
  connectionsWaiting: 0,
  accessReview: undefined,
  lawFactsMissing: false,
  mediaReason: null,
  ...parts,
});
const codes = (parts: Partial<BoardFacts>) => needsOf(facts(parts)).map((need) => need.code);

test("nobody is late before the start, and nobody is waited for once the place is over", () => {
  assert.deepEqual(codes({ visits: [visit], now: at("15:59:59") }), []);
  assert.deepEqual(codes({ visits: [visit], now: at("16:00") }), ["resident_late", "family_late"]);
  assert.deepEqual(codes({ visits: [visit], now: at("16:30") }), []);
  assert.deepEqual(codes({ visits: [{ ...visit, status: "cancelled" }], now: at("16:05") }), []);
});

test("the board says who is missing, and for how many minutes", () => {
  const [need] = needsOf(facts({ visits: [{ ...visit, familyCame: true }], now: at("16:04:50") }));
  assert.deepEqual(need, { code: "resident_late", visitId: "v", stationId: "s", facts: { minutes: 4 } });
});

test("a visit that is paused because its recording is not proven needs somebody", () => {
  const paused = { ...visit, status: "in_progress", familyCame: true, residentCame: true, live: "paused", recordingProof: "unproven" };
  assert.deepEqual(codes({ visits: [{ ...paused, pausedReason: "recording_unproven" }], now: at("16:05") }), ["recording_unproven"]);
  assert.deepEqual(codes({ visits: [{ ...paused, pausedReason: "watch_unseen" }], now: at("16:05") }), []);
});

test("a station is silent after five minutes without a word, or when it was never heard before a visit", () => {
  const station = (lastSeenAt: Temporal.Instant | null, status = "active") => ({ id: "s", status, lastSeenAt });
  assert.deepEqual(codes({ stations: [station(at("14:55:01"))] }), []);
  assert.deepEqual(codes({ stations: [station(at("14:55"))] }), ["station_silent"]);
  assert.deepEqual(codes({ stations: [station(at("10:00"), "inactive")] }), []);
  assert.deepEqual(codes({ stations: [station(null)] }), []);
  assert.deepEqual(codes({ stations: [station(null)], visits: [visit] }), ["station_silent"]);
});

test("connections that wait for a decision, and media that is gone, are told with their number and reason", () => {
  assert.deepEqual(needsOf(facts({ connectionsWaiting: 3, mediaReason: "no_address" })), [
    { code: "media_unavailable", visitId: null, stationId: null, facts: { why: "no_address" } },
    { code: "connection_waiting", visitId: null, stationId: null, facts: { count: 3 } },
  ]);
});

test("people who wait for an officer to watch stand first, the longest wait before the others", () => {
  const waits = (id: string, told: string) => ({ ...visit, id, familyCame: true, residentCame: true, watchToldAt: at(told) });
  const needs = needsOf(facts({ visits: [waits("b", "16:04"), waits("a", "16:02")], now: at("16:05") }));
  assert.deepEqual(
    needs.filter(({ code }) => code === "watch_needed").map(({ visitId, facts }) => [visitId, facts.minutes]),
    [
      ["a", 3],
      ["b", 1],
    ],
  );
  assert.equal(needs[0]?.code, "watch_needed");
});
