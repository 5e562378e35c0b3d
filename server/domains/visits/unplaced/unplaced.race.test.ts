import assert from "node:assert/strict";
import { after, test } from "node:test";
import { givenBooking } from "#server/domains/visits/testing/booking.ts";
import { newId } from "#server/platform/id.ts";
import { startSite } from "#server/testing/site.ts";
import { placeAgain } from "./unplaced.service.ts";

const site = await startSite({ startsAt: "2026-03-02T16:00:00Z" });
after(() => site.close());

test("a block and a booking come at the same moment: never is a visit left booked at a blocked station unknown to staff", async () => {
  for (let round = 0; round < 12; round++) {
    const { family, staff, facility, connectionId, templateId: sessionTemplateId } = await givenBooking(site, { stations: 1 });
    const [station] = facility.stations;
    const startsAt = "2026-03-04T17:00:00Z";
    const [holdId, id] = [newId(), newId()];
    const path = `/api/staff/facilities/${facility.id}`;
    const times = { startsAt: "2026-03-04T16:00:00Z", endsAt: "2026-03-04T18:00:00Z" };
    const block = () => staff("POST", `${path}/stations/${station!.id}/blocks`, { id: newId(), ...times, reason: "safety" });
    const hold = () => family("POST", "/api/outside/holds", { id: holdId, connectionId, sessionTemplateId, startsAt });
    const bookIt = () => family("POST", "/api/outside/visits", { id, holdId });
    if (round % 2 === 1) await hold();
    const [blocked, asked] = await Promise.all([block(), round % 2 === 1 ? bookIt() : hold()]);
    assert.equal(blocked.statusCode, 201, blocked.body);
    const booked = round % 2 === 1 ? asked : await bookIt();
    await placeAgain(site.ctx);
    const needs = (await staff("GET", `${path}/flags`)).json().filter((flag: { reason: string }) => flag.reason === "station_closed");
    if (booked.statusCode === 201) assert.deepEqual(needs.length, 1, "booked first: flagged for staff");
    else assert.deepEqual([needs.length, asked.statusCode === 201 || asked.json().codes.includes("visit.place_taken")], [0, true]);
  }
});

test("the database itself takes no claim at a station that is blocked or turned off", async () => {
  const { facility, world, connectionId, templateId } = await givenBooking(site, { stations: 1 });
  const [station] = facility.stations;
  const [resident] = world.residents;
  const at = site.clock.now();
  const claim = () =>
    site.db
      .insertInto("visits.claim")
      .values({
        ...{ id: newId(), agencyId: facility.agencyId, facilityId: facility.id, sessionTemplateId: templateId, connectionId },
        ...{ stayId: resident.stayId, residentId: resident.id, contactId: world.contacts[0].id, stationId: station!.id },
        ...{ during: "[2026-03-04T17:00:00Z,2026-03-04T17:30:00Z)", madeBy: newId(), madeAt: at, expiresAt: null, releasedAt: null },
      })
      .execute();
  const refused = (error: unknown) => (error as { constraint?: string }).constraint === "claim_station_open";
  await site.db.updateTable("stations.station").set({ status: "inactive" }).where("id", "=", station!.id).execute();
  await assert.rejects(claim(), refused);
  await site.db.updateTable("stations.station").set({ status: "active" }).where("id", "=", station!.id).execute();
  const startsAt = Temporal.Instant.from("2026-03-04T17:29:00Z");
  const ends = { endsAt: startsAt.add({ hours: 1 }), endedAt: null, endedBy: null, keepUntil: startsAt.add({ hours: 99 }) };
  const id = newId();
  const here = { agencyId: facility.agencyId, facilityId: facility.id, stationId: station!.id };
  await site.db
    .insertInto("stations.block")
    .values({ id, ...here, startsAt, ...ends, reason: "other", madeBy: null, madeAt: at })
    .execute();
  await assert.rejects(claim(), refused);
  await site.db.updateTable("stations.block").set({ endedAt: at }).where("id", "=", id).execute();
  await claim();
});
