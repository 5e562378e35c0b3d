import assert from "node:assert/strict";
import { after, test } from "node:test";
import { type Booking, book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { newId } from "#server/platform/id.ts";
import { type Caller, signedIn } from "#server/testing/callers.ts";
import { type GivenResident, givenConnection, givenContact, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

/** Nobody outside, nobody inside and no officer without the right can tell a day without a place from two people who are kept apart. */

const MONDAY = "2026-03-02T15:00:00Z";
const WEDNESDAY = "2026-03-04";
const NINE = "2026-03-04T16:00:00Z";
const TEN = "2026-03-04T17:00:00Z";
const FROM_TODAY = { source: "court_order", fromDay: "2026-03-02", untilDay: null };
const site = await startSite({ startsAt: MONDAY });
after(() => site.close());

interface Scene {
  booking: Booking;
  first: GivenResident;
  second: GivenResident;
  here: string;
  /** The second resident's family, and its connection. */
  other: Caller;
  otherConnectionId: string;
}
async function given(): Promise<Scene> {
  site.clock.set(MONDAY);
  const booking = await givenBooking(site);
  const [first, second] = booking.world.residents;
  const contact = await givenContact(site);
  const { id: otherConnectionId } = await givenConnection(site, second, contact);
  const here = `/api/staff/facilities/${booking.facility.id}`;
  return { booking, first, second, here, other: await signedIn(site, "outside", contact), otherConnectionId };
}
const keepApart = async ({ booking, here, first, second }: Scene) => {
  const asked = { id: newId(), otherBookingNumber: second.bookingNumber, words: "Do not print", ...FROM_TODAY };
  const made = await booking.staff("POST", `${here}/residents/${first.id}/keep-apart`, asked);
  assert.equal(made.statusCode, 201, made.body);
};
const keepFromContact = async ({ booking, here, second, otherConnectionId }: Scene) => {
  const asked = { id: newId(), connectionId: otherConnectionId, ...FROM_TODAY };
  const made = await booking.staff("POST", `${here}/residents/${second.id}/contacts-keep-apart`, asked);
  assert.equal(made.statusCode, 201, made.body);
};
/** What the family is answered, to the byte, but for the number of the question. */
const bytes = (answer: { statusCode: number; body: string; headers: object }) => {
  const headers = Object.keys(answer.headers).sort().join();
  return `${answer.statusCode} ${headers} ${answer.body.replace(/"requestId":"[^"]*"/, "")}`;
};
const placesOf = async ({ other, otherConnectionId }: Scene) => other("GET", `/api/outside/connections/${otherConnectionId}/places`);
const hold = ({ other, otherConnectionId, booking }: Scene, startsAt: string, id = newId()) =>
  other("POST", "/api/outside/holds", { id, connectionId: otherConnectionId, sessionTemplateId: booking.templateId, startsAt });
test("two residents kept apart: the other's whole day answers as a day without a free place, in every byte", async () => {
  const scene = await given();
  await keepApart(scene);
  const before = await placesOf(scene);
  await book(scene.booking, NINE);
  const during = await placesOf(scene);
  assert.notEqual(bytes(before), bytes(during), "the day is not open any more");
  const day = during.json().days.find((each: { day: string }) => each.day === WEDNESDAY);
  assert.equal(day.free, 0);
  assert.ok(day.places.length > 1 && day.places.every((place: { free: boolean }) => !place.free));
  const others = (answer: typeof during) => answer.json().days.filter((each: { day: string }) => each.day !== WEDNESDAY);
  assert.deepEqual(others(during), others(before), "no other day is touched");
});

test("the answers are byte for byte those of a day that really is full", async () => {
  const [apart, full] = [await given(), await given()];
  await keepFromContact(apart);
  // In the other world nothing is free for anybody: no station serves.
  await site.owner.updateTable("stations.station").set({ status: "inactive" }).where("facilityId", "=", full.booking.facility.id).execute();
  const [kept, taken] = [await placesOf(apart), await placesOf(full)];
  const level = (scene: Scene, body: string) =>
    body.replaceAll(scene.booking.templateId, "T").replaceAll(scene.booking.facility.name, "F").replaceAll(scene.second.familyName, "R");
  assert.equal(level(apart, bytes(kept)).replace(/content-length[^,]*/, ""), level(full, bytes(taken)).replace(/content-length[^,]*/, ""));
  assert.equal(kept.json().days.length > 5, true);
  assert.equal(bytes(await hold(apart, TEN)), bytes(await hold(full, TEN)));
  // A place that no session has, and a start that is too soon, are answered alike too.
  for (const startsAt of ["2026-03-04T16:10:00Z", "2026-03-02T17:00:00Z", "2027-01-04T16:00:00Z"])
    assert.equal(bytes(await hold(apart, startsAt)), bytes(await hold(full, startsAt)), startsAt);
});

test("a hold that was made before is refused like a place that was taken meanwhile", async () => {
  const scene = await given();
  const holdId = newId();
  assert.equal((await hold(scene, TEN, holdId)).statusCode, 201);
  await keepFromContact(scene);
  const booked = await scene.other("POST", "/api/outside/visits", { id: newId(), holdId });
  assert.deepEqual([booked.statusCode, booked.json().codes], [409, ["visit.place_taken"]]);
});

test("connections answer as before, for the family and for staff", async () => {
  const scene = await given();
  const ask = async () => [
    bytes(await scene.other("GET", "/api/outside/connections")),
    bytes(await scene.booking.staff("GET", `${scene.here}/residents/${scene.second.id}`)),
  ];
  const before = await ask();
  await keepFromContact(scene);
  await keepApart(scene);
  assert.deepEqual(await ask(), before);
});

test("staff without the right read nothing of it: not on the resident's page, not among the flags, not in the audit", async () => {
  const scene = await given();
  const { booking, here, first, second } = scene;
  await book(booking, NINE);
  const { id: mine } = { id: newId() };
  assert.equal((await hold(scene, TEN, mine)).statusCode, 201);
  assert.equal((await scene.other("POST", "/api/outside/visits", { id: newId(), holdId: mine })).statusCode, 201);
  await site.runJobs();
  const officer = await signedIn(
    site,
    "staff",
    await givenStaff(site, { agencyId: booking.world.agencyId, facilityId: booking.facility.id, role: "visitation_officer" }),
  );
  const day = `?day=${WEDNESDAY}`;
  const seen = async () =>
    Promise.all(
      [`${here}/board${day}`, `${here}/flags`, `${here}/residents/${first.id}`, `${here}/residents/${second.id}`].map(async (path) =>
        bytes(await officer("GET", path)),
      ),
    );
  const before = await seen();
  await keepApart(scene);
  await site.runJobs();
  assert.deepEqual(await seen(), before);
  const flags = (await booking.staff("GET", `${here}/flags`)).json() as { id: string; reason: string }[];
  assert.deepEqual(
    flags.map(({ reason }) => reason),
    ["keep_apart", "keep_apart"],
    "a supervisor sees both visits",
  );
  const refused = await officer("POST", `${here}/flags/${flags[0]?.id}`, { act: "cancel" });
  assert.deepEqual([refused.statusCode, refused.json().codes], [404, ["visit.flag_unknown"]]);
  assert.equal((await officer("GET", `${here}/residents/${first.id}/keep-apart`)).statusCode, 403);
  const lines = await site.db
    .selectFrom("audit.entry")
    .select(["what", "subjectId", "facts"])
    .where("facilityId", "=", booking.facility.id)
    .where("what", "like", "keep_apart.%")
    .execute();
  for (const line of lines) assert.deepEqual([line.facts, [first.id, second.id].includes(line.subjectId ?? "")], [{}, false]);
  assert.ok(!site.logged().includes("Do not print"));
});

test("two families who book for the two at the same moment: one has the day, whoever comes first", async () => {
  for (let round = 0; round < 4; round++) {
    const scene = await given();
    await keepApart(scene);
    const { family, connectionId, templateId: sessionTemplateId } = scene.booking;
    const answers = await Promise.all([
      family("POST", "/api/outside/holds", { id: newId(), connectionId, sessionTemplateId, startsAt: NINE }),
      hold(scene, TEN),
    ]);
    assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [201, 409]);
    assert.deepEqual(answers.find(({ statusCode }) => statusCode === 409)?.json().codes, ["visit.place_taken"]);
  }
});

test("when two may meet again, the flags that they alone had raised are gone and the visits stay; another's still stands", async () => {
  const scene = await given();
  const { booking, first, second, here } = scene;
  await book(booking, NINE);
  const held = newId();
  assert.equal((await hold(scene, TEN, held)).statusCode, 201);
  assert.equal((await scene.other("POST", "/api/outside/visits", { id: newId(), holdId: held })).statusCode, 201);
  const ids = { pair: newId(), contact: newId() };
  const pair = { id: ids.pair, otherBookingNumber: second.bookingNumber, ...FROM_TODAY };
  await booking.staff("POST", `${here}/residents/${first.id}/keep-apart`, pair);
  const contact = { id: ids.contact, connectionId: scene.otherConnectionId, ...FROM_TODAY };
  await booking.staff("POST", `${here}/residents/${second.id}/contacts-keep-apart`, contact);
  await site.runJobs();
  const flagged = async () =>
    (await booking.staff("GET", `${here}/flags`))
      .json()
      .map((flag: { residentId: string; reason: string }) => [flag.residentId, flag.reason]);
  assert.deepEqual(await flagged(), [
    [first.id, "keep_apart"],
    [second.id, "keep_apart"],
  ]);
  // Either of the two says it, and saying it again is no end.
  const end = `${here}/residents/${second.id}/keep-apart/${ids.pair}/end`;
  assert.equal((await booking.staff("POST", end)).statusCode, 204);
  assert.equal((await booking.staff("POST", end)).statusCode, 404);
  await site.runJobs();
  assert.deepEqual(await flagged(), [[second.id, "keep_apart"]]);
  await booking.staff("POST", `${here}/residents/${second.id}/contacts-keep-apart/${ids.contact}/end`);
  await site.runJobs();
  assert.deepEqual(await flagged(), []);
  const visits = await site.db.selectFrom("visits.visit").select("status").where("facilityId", "=", booking.facility.id).execute();
  assert.deepEqual(visits, [{ status: "booked" }, { status: "booked" }]);
});
