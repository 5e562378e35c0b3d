import assert from "node:assert/strict";
import { test } from "node:test";
import { coming, past, type VisitCard, wayIn } from "./coming.ts";

const visit = (over: Partial<VisitCard> = {}): VisitCard => ({
  id: "0193b2a0-0000-7000-8000-000000000001",
  status: "booked",
  outcome: null,
  cause: null,
  startsAt: "2026-11-21T21:00:00Z",
  endsAt: "2026-11-21T21:20:00Z",
  day: "2026-11-21",
  localStart: "14:00",
  timeZone: "America/Denver",
  facilityName: "Alder County Jail",
  stationName: "B-03",
  withName: "Rosa Delgado",
  room: "recorded",
  opensAt: "2026-11-21T20:55:00Z",
  connectedSeconds: 0,
  lostSeconds: 0,
  reason: null,
  cost: null,
  party: [],
  adults: [],
  bookedBy: null,
  canAsk: false,
  canLeave: false,
  mustBeWatched: false,
  canCancel: true,
  ...over,
});
const at = (time: string) => Date.parse(`2026-11-21T${time}Z`);

test("the way in opens when the server says so, and closes with the booked end", () => {
  assert.equal(wayIn(visit(), at("20:54:59"), "B-03"), "not_yet");
  assert.equal(wayIn(visit(), at("20:55:00"), "B-03"), "open");
  assert.equal(wayIn(visit(), at("21:00:00"), "B-03"), "begun");
  assert.equal(wayIn(visit(), at("21:20:00"), "B-03"), "over");
});
test("a visit booked on another kiosk sends the person there", () => assert.equal(wayIn(visit(), at("20:56:00"), "B-04"), "elsewhere"));
test("a visit that is going on can be entered again", () =>
  assert.equal(wayIn(visit({ status: "in_progress" }), at("21:10:00"), "B-03"), "begun"));
test("the next visit comes first; a cancelled one is over", () => {
  const later = visit({ id: "later", startsAt: "2026-11-28T21:00:00Z", endsAt: "2026-11-28T21:20:00Z" });
  const gone = visit({ id: "gone", status: "cancelled", startsAt: "2026-11-29T21:00:00Z", endsAt: "2026-11-29T21:20:00Z" });
  const list = [later, gone, visit()];
  assert.deepEqual(
    coming(list, at("20:00:00")).map(({ id }) => id),
    [visit().id, "later"],
  );
  assert.deepEqual(
    past(list, at("20:00:00")).map(({ id }) => id),
    ["gone"],
  );
});
