import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { book, givenBooking, insideOf } from "#server/domains/visits/testing/booking.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { type GivenStation, givenConnection, givenContact, givenResident, givenStaff, givenStation } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { type Choice, unfit } from "./move.rules.ts";
import { placeAgain } from "./unplaced.service.ts";

// A Monday in America/Denver, 09:00.
const MONDAY = "2026-03-02T16:00:00Z";
const WEDNESDAY = "2026-03-04T17:00:00Z";
const ROUNDS = 6;
const site = await startSite({ startsAt: MONDAY });
after(() => site.close());

/** A visit at the first kiosk, which alone serves; another kiosk in the resident's unit, and one in another unit. */
async function given() {
  site.clock.set(MONDAY);
  const booking = await givenBooking(site, { stations: 1 });
  const { facility, staff } = booking;
  const here = `/api/staff/facilities/${facility.id}`;
  const [first, far] = facility.stations as [GivenStation, GivenStation];
  const near = await givenStation(site, facility, { unitId: facility.unitIds[0]! });
  const visitId = await book(booking, WEDNESDAY);
  await site.runJobs();
  return {
    ...{ booking, facility, staff, here, first, far, near, visitId },
    move: (to: { id: string }, from: { id: string } = first, by = staff) =>
      by("POST", `${here}/visits/${visitId}/station`, { stationId: to.id, fromStationId: from.id }),
    whyNot: async (station: { id: string }) =>
      ((await staff("GET", `${here}/visits/${visitId}/stations`)).json() as { id: string; why: string[] }[]).find(
        ({ id }) => id === station.id,
      )?.why,
    visit: () => site.db.selectFrom("visits.visit").selectAll().where("id", "=", visitId).executeTakeFirstOrThrow(),
    lines: async () =>
      (
        await site.db.selectFrom("visits.timeline").select(["code", "facts"]).where("visitId", "=", visitId).orderBy("seq").execute()
      ).filter(({ code }) => code.startsWith("station")),
    letters: async () =>
      (await site.db.selectFrom("notifications.delivery").select(["template"]).where("subjectId", "=", visitId).execute()).filter(
        ({ template }) => template === "visit.station_changed",
      ),
    block: (station: { id: string }) =>
      staff("POST", `${here}/stations/${station.id}/blocks`, {
        id: newId(),
        startsAt: MONDAY,
        endsAt: "2026-03-06T16:00:00Z",
        reason: "repair",
      }),
  };
}

test("staff move a visit: record, audit, the resident's kiosk and a letter to the family say so, and asking again changes nothing", async () => {
  const { booking, move, visit, near, first, lines, letters, visitId, whyNot } = await given();
  assert.deepEqual(await whyNot(near), []);
  for (const _ of [1, 2]) assert.equal((await move(near)).statusCode, 204);
  assert.equal((await visit()).stationId, near.id);
  assert.deepEqual(await lines(), [
    { code: "station_changed", facts: { from: first.id, to: near.id, by: "staff", reason: "staff_choice" } },
  ]);
  const entries = await site.owner.selectFrom("audit.entry").select("what").where("subjectId", "=", visitId).execute();
  assert.equal(entries.filter(({ what }) => what === "visit.station_changed").length, 1);
  assert.equal((await letters()).length, 1);
  const inside = await insideOf(site, booking);
  assert.equal((await inside.ask("GET", `/api/inside/visits/${visitId}`)).json().stationName, near.name);
  assert.equal((await booking.family("GET", `/api/outside/visits/${visitId}`)).json().stationName, near.name);
});

test("a station that is off, blocked, without a screen, broken, taken or out of the resident's way is refused, with every reason at once", async () => {
  const { booking, facility, staff, here, far, near, move, whyNot, block } = await given();
  const codes = async (to: { id: string }) => (await move(to)).json().codes;
  assert.deepEqual(await codes(far), ["visit.station_unreachable"]);
  await staff("POST", `${here}/stations/${far.id}/turn`, { on: false });
  await staff("POST", `${here}/stations/${far.id}/repairs`, { id: newId(), fault: "screen" });
  const all = ["visit.station_closed", "visit.station_unusable", "visit.station_unreachable"];
  assert.deepEqual(await codes(far), all);
  assert.deepEqual(await whyNot(far), all);
  const phone = newId();
  await staff("POST", `${here}/stations`, { id: phone, name: "Wall phone", unitId: facility.unitIds[0], kind: "wall_phone" });
  assert.deepEqual(await codes({ id: phone }), ["visit.station_unusable"]);
  // Another family's visit stands at the near kiosk.
  const there = booking.world.residents[1];
  const contact = await givenContact(site);
  const { id: connectionId } = await givenConnection(site, there, contact);
  const family = await signedIn(site, "outside", contact);
  await site.owner
    .updateTable("visits.template_station")
    .set({ stationId: near.id })
    .where("sessionTemplateId", "=", booking.templateId)
    .execute();
  await book({ ...booking, family, connectionId }, WEDNESDAY);
  assert.deepEqual(await codes(near), ["visit.station_taken"]);
  await block(near);
  assert.deepEqual(await codes(near), ["visit.station_closed", "visit.station_taken"]);
  assert.deepEqual(await codes(booking.world.jail.stations[0]!), ["station.unknown"]);
});

test("for any station the reasons are exactly those that hold, and a resident reaches their own unit, what it lies in, and what the rule uses", () => {
  const unit = fc.constantFrom(null, "own", "above", "other");
  const choice = fc.record({
    ...{ on: fc.boolean(), blocked: fc.boolean(), screen: fc.boolean() },
    ...{ broken: fc.boolean(), taken: fc.boolean(), serves: fc.boolean(), unitId: unit },
  });
  fc.assert(
    fc.property(choice, (one: Choice) => {
      const why = unfit(one, ["own", "above"]);
      assert.equal(why.includes("visit.station_unreachable"), one.unitId === "other" && !one.serves);
      assert.equal(why.includes("visit.station_taken"), one.taken);
      assert.equal(why.includes("visit.station_closed"), !one.on || one.blocked);
      assert.equal(why.includes("visit.station_unusable"), !one.screen || one.broken);
    }),
  );
});

test("a hold that ran out does not stand in the way, and an open room stays where it is", async () => {
  const { booking, facility, near, first, far, move, visitId, visit } = await given();
  const [resident] = booking.world.residents;
  const at = site.clock.now().subtract({ minutes: 20 });
  await site.db
    .insertInto("visits.claim")
    .values({
      ...{ id: newId(), agencyId: facility.agencyId, facilityId: facility.id, sessionTemplateId: booking.templateId },
      ...{ connectionId: booking.connectionId, stayId: resident.stayId, residentId: newId(), contactId: newId(), stationId: near.id },
      ...{ residentId: booking.world.residents[1].id, contactId: booking.world.contacts[1].id },
      ...{ during: "[2026-03-04T17:00:00Z,2026-03-04T17:30:00Z)", madeBy: newId(), madeAt: at, expiresAt: at.add({ minutes: 10 }) },
      releasedAt: null,
    })
    .execute();
  assert.equal((await move(near)).statusCode, 204);
  const room = { visitId, facilityId: facility.id, kind: "recorded" as const, status: "waiting" as const, openedAt: at };
  const none = { pausedReason: null, firstConnectedAt: null, endedAt: null, ending: null, endingBy: null, endingReason: null };
  await site.owner
    .insertInto("visits.live_session")
    .values({ ...room, ...none, mediaNode: "local", leasedBy: newId(), leaseUntil: at })
    .execute();
  assert.deepEqual((await move(far, near)).json().codes, ["visit.cannot_move"]);
  assert.deepEqual([(await visit()).stationId, first.id === near.id], [near.id, false]);
});

test("two staff move one visit at once: one is heard, the other reads that it was moved, and the place is taken once", async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const { move, visit, near, facility, lines, visitId } = await given();
    const other = await givenStation(site, facility, { unitId: facility.unitIds[0]! });
    const answers = await Promise.all([move(near), move(other)]);
    const ended = answers.map((answer) => (answer.statusCode === 204 ? "moved" : answer.json().codes.join())).sort();
    assert.deepEqual(ended, ["moved", "visit.moved_already"]);
    assert.equal((await lines()).length, 1);
    const claims = await site.db
      .selectFrom("visits.claim")
      .select(["id", "stationId"])
      .where("facilityId", "=", facility.id)
      .where("releasedAt", "is", null)
      .execute();
    const { claimId, stationId } = await visit();
    assert.deepEqual(claims, [{ id: claimId, stationId }], visitId);
  }
});

test("two visits are moved to one station at once, and it goes to one of them", async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const { booking, here, near, first, far, move, staff } = await given();
    const resident = await givenResident(site, booking.facility);
    const contact = await givenContact(site);
    const { id: connectionId } = await givenConnection(site, resident, contact);
    const family = await signedIn(site, "outside", contact);
    await site.owner
      .updateTable("visits.template_station")
      .set({ stationId: far.id })
      .where("sessionTemplateId", "=", booking.templateId)
      .execute();
    const second = await book({ ...booking, family, connectionId }, WEDNESDAY);
    const moveSecond = () => staff("POST", `${here}/visits/${second}/station`, { stationId: near.id, fromStationId: far.id });
    const answers = await Promise.all([move(near, first), moveSecond()]);
    assert.deepEqual(answers.map((answer) => (answer.statusCode === 204 ? "moved" : answer.json().codes.join())).sort(), [
      "moved",
      "visit.station_taken",
    ]);
  }
});

test("a station is blocked in the moment in which a visit is moved there: never does the visit stay at it unknown to staff", async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const { move, visit, near, first, block, here, staff } = await given();
    const [moved, blocked] = await Promise.all([move(near), block(near)]);
    assert.equal(blocked.statusCode, 201, blocked.body);
    if (moved.statusCode !== 204) assert.deepEqual(moved.json().codes, ["visit.station_closed"]);
    await placeAgain(site.ctx);
    // Moved first: the only kiosk that serves takes it back.
    assert.equal((await visit()).stationId, first.id);
    assert.deepEqual((await staff("GET", `${here}/flags`)).json(), []);
  }
});

test("a camera that breaks gives away the visits of the next day and no later one; a tap by a resident moves nothing until staff take it on", async () => {
  const { booking, near, first, here, staff, visit, letters } = await given();
  const rule = { facilityId: booking.facility.id, sessionTemplateId: booking.templateId, stationId: near.id };
  await site.owner.insertInto("visits.template_station").values(rule).execute();
  const inside = await insideOf(site, booking);
  await inside.ask("POST", "/api/inside/station/fault", { id: newId(), fault: "camera" });
  site.clock.set("2026-03-04T09:00:00Z");
  await site.runJobs();
  assert.equal((await visit()).stationId, first.id, "only said by somebody at the station");
  const [repair] = (await staff("GET", `${here}/repairs`)).json();
  site.clock.set(MONDAY);
  await staff("POST", `${here}/repairs/${repair.id}`, { state: "acknowledged" });
  await site.runJobs();
  assert.equal((await visit()).stationId, first.id, "two days away it may be mended");
  site.clock.set("2026-03-04T09:00:00Z");
  await placeAgain(site.ctx);
  assert.equal((await visit()).stationId, near.id);
  assert.equal((await letters()).length, 1);
});

test("an overseer may not move a visit, and staff of another facility find none", async () => {
  const { booking, here, near, move, visitId, facility } = await given();
  const { agencyId, jail } = booking.world;
  const overseer = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: null, role: "overseer" }));
  assert.equal((await move(near, undefined, overseer)).statusCode, 403);
  const elsewhere = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId: jail.id, role: "supervisor" }));
  assert.equal((await move(near, undefined, elsewhere)).statusCode, 404);
  const path = here.replace(facility.id, jail.id);
  assert.deepEqual((await elsewhere("GET", `${path}/visits/${visitId}/stations`)).json().codes, ["visit.unknown"]);
});
