import assert from "node:assert/strict";
import { after, test } from "node:test";
import { move, release, transfer } from "#server/domains/residents/index.ts";
import { type Booking, book, givenBooking, insideOf } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { startSite } from "#server/testing/site.ts";
import { cancelDue, reviewStay } from "./review.service.ts";

const MONDAY = "2026-03-02T15:00:00Z";
const WEDNESDAY = "2026-03-04T16:00:00Z";
const site = await startSite({ startsAt: MONDAY });
after(() => site.close());

interface Row {
  id: string;
  visitId: string;
  reason: string;
  cancelsAt: string | null;
}
async function given() {
  site.clock.set(MONDAY);
  const booking = await givenBooking(site);
  const visitId = await book(booking, WEDNESDAY);
  await site.runJobs();
  const [resident] = booking.world.residents;
  const here = `/api/staff/facilities/${booking.facility.id}`;
  return {
    booking,
    visitId,
    resident,
    here,
    at: `${here}/residents/${resident.id}`,
    flags: async () => (await booking.staff("GET", `${here}/flags`)).json() as Row[],
    visit: () => site.db.selectFrom("visits.visit").selectAll().where("id", "=", visitId).executeTakeFirstOrThrow(),
    letters: () => lettersOf(booking),
  };
}
const lettersOf = async (booking: Booking) =>
  (
    await site.db
      .selectFrom("notifications.delivery")
      .select("template")
      .where("accountId", "=", booking.world.contacts[0].accountId)
      .orderBy("madeAt")
      .execute()
  ).map((row) => row.template);

test("a release flags the visit at once, cancels it after an hour, and both sides read why", async () => {
  const { booking, resident, at, flags, visit, letters, visitId } = await given();
  const done = await booking.staff("POST", `${at}/release`, { stayId: resident.stayId, reason: "bail" });
  assert.equal(done.statusCode, 204, done.body);
  await site.runJobs();
  const [flag] = await flags();
  assert.deepEqual([flag?.visitId, flag?.reason, flag?.cancelsAt], [visitId, "released", "2026-03-02T16:00:00Z"]);
  site.clock.advance({ minutes: 59 });
  await site.runJobs();
  assert.equal((await visit()).status, "booked");
  site.clock.advance({ minutes: 1 });
  await site.runJobs();
  const { status, outcome, cause, reason } = await visit();
  assert.deepEqual([status, outcome, cause, reason], ["cancelled", "cancelled_by_staff", "facility", "resident_released"]);
  assert.deepEqual(await flags(), []);
  assert.deepEqual((await letters()).filter((template) => template === "visit.cancelled").length, 1);
  const page = (await booking.family("GET", `/api/outside/visits/${visitId}`)).json();
  assert.deepEqual(page.timeline.at(-1).facts, { by: "staff", reason: "resident_released" });
});

test("a release taken back within the hour cancels nothing, also when its wake-up comes late or twice", async () => {
  const { booking, resident, at, flags, visit, letters } = await given();
  await booking.staff("POST", `${at}/release`, { stayId: resident.stayId, reason: "correction" });
  await site.runJobs();
  site.clock.advance({ minutes: 30 });
  const back = await booking.staff("POST", `${at}/take-back`, { stayId: resident.stayId, reason: "correction" });
  assert.equal(back.statusCode, 204, back.body);
  site.clock.advance({ minutes: 45 });
  // The news that it was taken back has not been heard yet: the hour's own wake-up looks at the rows.
  await cancelDue(site.ctx);
  assert.equal((await visit()).status, "booked");
  await site.runJobs();
  await reviewStay(site.ctx, resident.stayId);
  assert.deepEqual(await flags(), []);
  assert.equal((await visit()).status, "booked");
  assert.ok(!(await letters()).includes("visit.cancelled"));
});

test("after the hour a release cannot be taken back; the person is admitted again and their connections are there", async () => {
  const { booking, resident, at, here } = await given();
  await booking.staff("POST", `${at}/release`, { stayId: resident.stayId, reason: "time_served" });
  site.clock.advance({ minutes: 60 });
  const back = await booking.staff("POST", `${at}/take-back`, { stayId: resident.stayId, reason: "correction" });
  assert.deepEqual([back.statusCode, back.json().codes], [409, ["stay.too_late"]]);
  const earlier = (await booking.staff("GET", `${here}/residents?who=earlier`)).json().rows as { id: string }[];
  assert.ok(earlier.some(({ id }) => id === resident.id));
  const stay = { id: newId(), residentId: resident.id, bookingNumber: `R${resident.bookingNumber}` };
  for (const _ of [1, 2]) assert.equal((await booking.staff("POST", `${here}/residents`, stay)).statusCode, 201);
  const own = (await booking.family("GET", "/api/outside/connections")).json() as { status: string; facility: { id: string } | null }[];
  assert.deepEqual([own[0]?.status, own[0]?.facility?.id], ["approved", booking.facility.id]);
  const page = (await booking.staff("GET", at)).json();
  assert.deepEqual([page.stays.length, page.connections.length, page.here], [2, 1, true]);
});

test("a transfer keeps the connection, flags the visit, and cancels it when it begins unless staff decided", async () => {
  const { booking, resident, at, flags, visit } = await given();
  const { jail } = booking.world;
  const to = { id: newId(), toFacilityId: jail.id, bookingNumber: `X${resident.bookingNumber}`, reason: "transfer_order" };
  assert.equal((await booking.staff("POST", `${at}/transfer`, to)).statusCode, 204);
  await site.runJobs();
  assert.deepEqual(
    (await flags()).map((flag) => [flag.reason, flag.cancelsAt]),
    [["transferred", WEDNESDAY]],
  );
  const own = (await booking.family("GET", "/api/outside/connections")).json() as { status: string; facility: { id: string } }[];
  assert.deepEqual([own[0]?.status, own[0]?.facility.id], ["approved", jail.id]);
  site.clock.set(WEDNESDAY);
  await site.runJobs();
  assert.deepEqual([(await visit()).status, (await visit()).reason], ["cancelled", "resident_moved"]);
});

test("a visit kept for somebody who came back goes on with the stay they are in now", async () => {
  const { booking, resident, flags, visit, here } = await given();
  const { jail } = booking.world;
  const [away, back] = [newId(), newId()];
  await inTransaction(site.ctx, (tx) =>
    transfer(tx, resident.stayId, { id: away, facilityId: jail.id, bookingNumber: `Y${resident.bookingNumber}` }),
  );
  await inTransaction(site.ctx, (tx) =>
    transfer(tx, away, { id: back, facilityId: booking.facility.id, bookingNumber: `Z${resident.bookingNumber}` }),
  );
  await site.runJobs();
  const [flag] = await flags();
  const kept = await booking.staff("POST", `${here}/flags/${flag?.id}`, { act: "keep" });
  assert.equal(kept.statusCode, 204, kept.body);
  assert.deepEqual([(await visit()).status, (await visit()).stayId], ["booked", back]);
  assert.equal((await booking.staff("POST", `${here}/flags/${flag?.id}`, { act: "cancel" })).statusCode, 404);
  site.clock.set(WEDNESDAY);
  await cancelDue(site.ctx);
  assert.equal((await visit()).status, "booked");
});

test("another unit flags a visit at a station of the old one; staff cancel it, and the family reads why", async () => {
  const { booking, resident, flags, visit, here } = await given();
  await inTransaction(site.ctx, (tx) => move(tx, resident.stayId, booking.facility.unitIds[1]!));
  await site.runJobs();
  const [flag] = await flags();
  assert.deepEqual([flag?.reason, flag?.cancelsAt], ["unit_moved", null]);
  await booking.staff("POST", `${here}/flags/${flag?.id}`, { act: "cancel", note: "No escort" });
  assert.deepEqual([(await visit()).status, (await visit()).reason], ["cancelled", "facility_need"]);
});

test("whoever is signed in at a kiosk is signed out in the moment of the release", async () => {
  const { booking, resident } = await given();
  const kiosk = await insideOf(site, booking);
  assert.equal((await kiosk.ask("GET", "/api/inside/visits")).statusCode, 200);
  await inTransaction(site.ctx, (tx) => release(tx, resident.stayId));
  assert.equal((await kiosk.ask("GET", "/api/inside/visits")).statusCode, 401);
});

test("two releases at once are one; a release and a transfer at once are one of the two", async () => {
  const { resident, booking } = await given();
  const { jail } = booking.world;
  const acts = await Promise.allSettled([
    inTransaction(site.ctx, (tx) => release(tx, resident.stayId)),
    inTransaction(site.ctx, (tx) => release(tx, resident.stayId)),
    inTransaction(site.ctx, (tx) => transfer(tx, resident.stayId, { id: newId(), facilityId: jail.id, bookingNumber: "RACE1" })),
  ]);
  assert.equal(acts.filter((act) => act.status === "fulfilled").length, 1);
  const ends = await site.db
    .selectFrom("residents.custodyEvent")
    .select("kind")
    .where("stayId", "=", resident.stayId)
    .where("kind", "in", ["released", "transferred_out"])
    .execute();
  assert.equal(ends.length, 1);
});
