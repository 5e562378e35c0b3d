import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type Booking, book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenConnection, givenContact, givenStaff } from "#server/testing/people.ts";
import { type Site, startSite } from "#server/testing/site.ts";

const NINE = "2026-03-04T16:00:00Z";
let site: Site;
let booking: Booking;
let visitId: string;
before(async () => {
  site = await startSite({ startsAt: "2026-03-02T15:00:00Z" });
});
beforeEach(async () => {
  site.clock.set("2026-03-02T15:00:00Z");
  booking = await givenBooking(site);
  visitId = await book(booking, NINE);
});
after(() => site.close());

async function board(at: string, day?: string) {
  site.clock.set(at);
  const member = await givenStaff(site, { agencyId: booking.world.agencyId, facilityId: booking.facility.id, role: "visitation_officer" });
  const staff = await signedIn(site, "staff", member);
  const answer = await staff("GET", `/api/staff/facilities/${booking.facility.id}/board${day ? `?day=${day}` : ""}`);
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json();
}
const needs = (shown: { needs: { code: string }[] }) => shown.needs.map((need) => need.code);

test("the board shows the facility's own day with its stations, its visits and both people by name", async () => {
  // Still the fourth in Denver, already the fifth in London.
  const shown = await board("2026-03-05T02:00:00Z");
  assert.deepEqual([shown.day, shown.timeZone, shown.facilityName], ["2026-03-04", "America/Denver", booking.facility.name]);
  assert.deepEqual(
    shown.stations.map((station: { id: string; unit: string }) => [station.id, station.unit]),
    [
      [booking.facility.stations[0]!.id, "Unit 1"],
      [booking.facility.stations[1]!.id, "Unit 2"],
    ],
  );
  const [visit] = shown.visits;
  assert.equal(visit.id, visitId);
  assert.equal(visit.residentName, `Given ${booking.world.residents[0].familyName}`);
  assert.match(visit.contactName, /^Contact Outside/);
  assert.deepEqual(
    [visit.live, visit.familyHere, visit.residentHere, visit.stationId],
    ["none", false, false, booking.facility.stations[0]!.id],
  );
});

test("another day can be looked at", async () => {
  assert.equal((await board(NINE, "2026-03-05")).visits.length, 0);
  assert.equal((await board("2026-03-06T12:00:00Z", "2026-03-04")).visits.length, 1);
});

test("whoever is in the waiting room is here; whoever is not, five minutes after the start, is late", async () => {
  const { id: facilityId } = booking.facility;
  await site.db
    .insertInto("visits.live_session")
    .values({
      visitId,
      facilityId,
      kind: "recorded",
      status: "waiting",
      pausedReason: null,
      openedAt: Temporal.Instant.from(NINE),
      firstConnectedAt: null,
      endedAt: null,
      mediaNode: "local",
      leasedBy: newId(),
      leaseUntil: Temporal.Instant.from(NINE).add({ minutes: 30 }),
      ending: null,
      endingBy: null,
      endingReason: null,
    })
    .execute();
  const line = { id: newId(), facilityId, visitId, at: Temporal.Instant.from(NINE), code: "waiting", facts: { side: "family" } };
  await site.db.insertInto("visits.timeline").values(line).execute();
  const shown = await board("2026-03-04T16:05:00Z");
  const [visit] = shown.visits;
  assert.deepEqual([visit.live, visit.familyHere, visit.residentHere], ["waiting", true, false]);
  const late = shown.needs.filter((need: { code: string }) => need.code.endsWith("_late"));
  assert.deepEqual(late, [{ code: "resident_late", visitId, stationId: visit.stationId, facts: { minutes: 5 } }]);
});

test("the board tells of connections that wait and of a media engine that is gone", async () => {
  const shown = await board(NINE);
  assert.ok(needs(shown).includes("media_unavailable"));
  assert.ok(!needs(shown).includes("connection_waiting"));
  const contact = await givenContact(site);
  await givenConnection(site, booking.world.residents[0], contact, "requested");
  const again = await board(NINE);
  assert.deepEqual(again.needs.find((need: { code: string }) => need.code === "connection_waiting").facts, { count: 1 });
});
