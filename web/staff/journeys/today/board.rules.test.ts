import assert from "node:assert/strict";
import test from "node:test";
import type { BoardVisit } from "#web/staff/shell/board.ts";
import { fits, placed, shortName, stateOf, windowStart, withoutReplaced } from "./board.rules.ts";

const visit = (part: Partial<BoardVisit> & { localStart: string }): BoardVisit => {
  const startsAt = `2026-11-21T${part.localStart}:00Z`;
  const endsAt = new Date(Date.parse(startsAt) + 20 * 60_000).toISOString();
  const base = {
    id: part.localStart,
    status: "booked",
    live: "none",
    stationId: "s1",
    residentName: "Mateo Delgado",
    contactName: "Rosa Delgado",
    stationName: "B-03",
    party: [],
    adults: [],
  };
  return { ...base, startsAt, endsAt, ...part } as BoardVisit;
};

test("the board opens an hour before now, on the half hour, and never leaves the day", () => {
  assert.equal(windowStart(undefined, 14 * 60 + 7, []), 13 * 60);
  assert.equal(windowStart(undefined, 10, []), 0);
  assert.equal(windowStart("23:30", 0, []), 21 * 60);
  assert.equal(windowStart("rubbish", undefined, [visit({ localStart: "09:45" })]), 9 * 60 + 30);
});

test("a visit fills its half hour but never covers the next one", () => {
  const places = placed([visit({ localStart: "13:00" }), visit({ localStart: "13:25" })], 13 * 60);
  assert.deepEqual(
    places.map(({ left, width }) => [left * 180, Math.round(width * 180)]),
    [
      [0, 25],
      [25, 30],
    ],
  );
});

test("what began before the window is cut at its edge, and what is outside is not drawn", () => {
  const places = placed([visit({ localStart: "12:40" }), visit({ localStart: "16:00" })], 13 * 60);
  assert.deepEqual(
    places.map(({ left, width }) => [left, Math.round(width * 180)]),
    [[0, 10]],
  );
});

test("a late visit says so until it is live; trouble outweighs both", () => {
  const needs = [{ code: "resident_late" as const, visitId: "14:00", stationId: null, facts: {} }];
  assert.equal(stateOf(visit({ localStart: "14:00", live: "waiting" }), needs), "late");
  assert.equal(stateOf(visit({ localStart: "14:00", live: "live" }), needs), "live");
  assert.equal(stateOf(visit({ localStart: "14:00", live: "interrupted" }), needs), "trouble");
  assert.equal(stateOf(visit({ localStart: "14:00", status: "cancelled" }), needs), "cancelled");
});

test("a cancelled visit gives its place on the board to the one booked after it", () => {
  const gone = visit({ id: "a", localStart: "14:00", status: "cancelled" });
  const booked = visit({ id: "b", localStart: "14:00" });
  assert.deepEqual(withoutReplaced([gone, booked]), [booked]);
  assert.deepEqual(withoutReplaced([gone]), [gone]);
});

test("a person is found by any part of the names and the station", () => {
  assert.ok(fits(visit({ localStart: "14:00" }), "rosa b-03"));
  assert.ok(!fits(visit({ localStart: "14:00" }), "rosa c-01"));
  assert.ok(
    fits(visit({ localStart: "14:00", party: [{ name: "Luz Ortega" }] as BoardVisit["party"] }), "luz b-03"),
    "and of whoever comes along",
  );
  assert.equal(shortName("Mateo Delgado"), "Delgado, M.");
});
