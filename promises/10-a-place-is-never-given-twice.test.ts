import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import { HOLD_MINUTES } from "#contracts/visits.ts";
import { startSignIn } from "#server/domains/identity/index.ts";
import { type Booking, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { type GivenContact, type GivenResident, givenConnection, givenContact, givenResident } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

/**
 * Promise 10: a place is never given twice: not an hour, not a station, not a person's time; and nobody meets whom they must not meet, without
 * anybody being able to tell it from a day without a free place.
 */

const RIVALS = 16;
const MONDAY = "2026-03-02T15:00:00Z";
const NINE = "2026-03-04T16:00:00Z";
const HALF_PAST = "2026-03-04T16:30:00Z";

const site = await startSite({ startsAt: MONDAY });
after(() => site.close());
const address = await site.listen();

/** One family's browser, over the network, and whom it asks for. */
interface Rival {
  contact: GivenContact;
  resident: GivenResident;
  connectionId: string;
  post(path: string, body: object): Promise<{ status: number; codes: string[] }>;
}

async function rival(resident: GivenResident, contact: GivenContact): Promise<Rival> {
  const { accountId } = contact;
  const { token } = await inTransaction(site.ctx, (tx) => startSignIn(tx, { realm: "outside", accountId, label: "test" }));
  const headers = { origin: site.origin, cookie: `throughline_outside=${token}`, "content-type": "application/json" };
  return {
    contact,
    resident,
    connectionId: (await givenConnection(site, resident, contact)).id,
    async post(path, body) {
      const answer = await fetch(address + path, { method: "POST", headers, body: JSON.stringify(body) });
      const { codes = [] } = (await answer.json()) as { codes?: string[] };
      return { status: answer.status, codes };
    },
  };
}

const many = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));
const strangers = (booking: Booking) =>
  many(RIVALS, async () => rival(await givenResident(site, booking.facility), await givenContact(site)));

/** Holds a place and books it, all of them at once; answers with what each got. */
async function race(booking: Booking, rivals: Rival[], startsAt = NINE) {
  return Promise.all(
    rivals.map(async ({ post, connectionId }) => {
      const [holdId, id] = [newId(), newId()];
      const held = await post("/api/outside/holds", { id: holdId, connectionId, sessionTemplateId: booking.templateId, startsAt });
      return held.status === 201 ? post("/api/outside/visits", { id, holdId }) : held;
    }),
  );
}
const won = (answers: { status: number }[]) => answers.filter(({ status }) => status === 201).length;
const lost = (answers: { status: number; codes: string[] }[]) => answers.filter(({ status }) => status !== 201);

/** Whatever the answers said: in the facility's book nobody and nothing is at two places at once. */
async function nothingTwice(facilityId: string): Promise<number> {
  const { rows } = await sql<{ pairs: number; visits: number }>`
    select count(*) filter (where exists (
      select from visits.claim b where b.id <> a.id and b.released_at is null and b.during && a.during
        and (b.station_id = a.station_id or b.resident_id = a.resident_id or b.contact_id = a.contact_id)))::int as pairs,
      count(*)::int as visits
    from visits.claim a where a.facility_id = ${facilityId} and a.released_at is null`.execute(site.owner);
  assert.equal(rows[0]?.pairs, 0, "somebody or something was given twice");
  return rows[0]?.visits ?? 0;
}

test(`an hour: of ${RIVALS} families who want the one place at the same moment, one books it and the others hear that it is taken`, async () => {
  const booking = await givenBooking(site, { stations: 1 });
  const answers = await race(booking, await strangers(booking));
  assert.equal(won(answers), 1);
  for (const { status, codes } of lost(answers)) assert.deepEqual([status, codes], [409, ["visit.place_taken"]]);
  assert.equal(await nothingTwice(booking.facility.id), 1);
});

test("a station: two stations are two places, each given once, and none stays empty", async () => {
  const booking = await givenBooking(site, { stations: 2 });
  const answers = await race(booking, await strangers(booking));
  assert.equal(won(answers), 2);
  assert.equal(await nothingTwice(booking.facility.id), 2);
});

test("a resident's time: however many families ask for one resident, one has that half hour and the next half hour is another", async () => {
  const booking = await givenBooking(site);
  const [resident] = booking.world.residents;
  const rivals = await many(RIVALS, async () => rival(resident, await givenContact(site)));
  const answers = await race(booking, rivals);
  assert.equal(won(answers), 1);
  for (const { codes } of lost(answers)) assert.ok(codes.includes("visit.resident_busy"), String(codes));
  assert.equal(won(await race(booking, rivals.slice(0, 4), HALF_PAST)), 1);
  assert.equal(await nothingTwice(booking.facility.id), 2);
});

test("a contact's time: one person outside who asks for many residents at once is with one of them", async () => {
  const booking = await givenBooking(site);
  const contact = await givenContact(site);
  const rivals = await many(RIVALS, async () => rival(await givenResident(site, booking.facility), contact));
  const answers = await race(booking, rivals);
  assert.equal(won(answers), 1);
  for (const { codes } of lost(answers)) assert.ok(codes.includes("visit.contact_busy"), String(codes));
  assert.equal(await nothingTwice(booking.facility.id), 1);
});

test("and that of whoever comes along to somebody else's visit: they can book nothing else in that half hour, and what they have booked keeps them from coming", async () => {
  const booking = await givenBooking(site);
  const [host, guest] = await Promise.all([0, 1].map(async (at) => rival(booking.world.residents[at]!, await givenContact(site))));
  assert.equal(won(await race(booking, [host!])), 1);
  const visit = await site.db.selectFrom("visits.visit").select("id").where("contactId", "=", host!.contact.id).executeTakeFirstOrThrow();
  await givenConnection(site, host!.resident, guest!.contact);
  const asked = { id: newId(), email: guest!.contact.email };
  assert.equal((await host!.post(`/api/outside/visits/${visit.id}/party`, asked)).status, 202);
  // Both at the same moment: one of them is theirs.
  const [came, booked] = await Promise.all([guest!.post(`/api/outside/party/${asked.id}/accept`, {}), race(booking, [guest!])]);
  assert.equal([came, ...booked].filter(({ status }) => status < 300).length, 1);
  for (const { status, codes } of [came, ...booked]) assert.ok(status < 300 || codes.includes("visit.contact_busy"), String(codes));
  assert.deepEqual((await race(booking, [guest!])).at(0)?.codes.includes("visit.contact_busy"), true);
});

test("a held place is nobody else's for ten minutes, and then it is free again", async () => {
  site.clock.set(MONDAY);
  const booking = await givenBooking(site, { stations: 1 });
  const [holder, other] = [await strangers(booking), await strangers(booking)].map(([first]) => first!) as [Rival, Rival];
  const hold = { id: newId(), connectionId: holder.connectionId, sessionTemplateId: booking.templateId, startsAt: NINE };
  assert.equal((await holder.post("/api/outside/holds", hold)).status, 201);
  site.clock.advance({ seconds: HOLD_MINUTES * 60 - 1 });
  assert.deepEqual(
    (await race(booking, [other])).map(({ codes }) => codes),
    [["visit.place_taken"]],
  );
  site.clock.advance({ seconds: 1 });
  assert.equal(won(await race(booking, [other])), 1);
  const late = await holder.post("/api/outside/visits", { id: newId(), holdId: hold.id });
  assert.equal(late.status, 409);
  assert.equal(await nothingTwice(booking.facility.id), 1);
});

test("asking again, as a page does whose answer was lost, never takes a second place", async () => {
  const booking = await givenBooking(site);
  const { post, connectionId } = await rival(await givenResident(site, booking.facility), await givenContact(site));
  const hold = { id: newId(), connectionId, sessionTemplateId: booking.templateId, startsAt: NINE };
  await many(4, () => post("/api/outside/holds", hold));
  const visit = { id: newId(), holdId: hold.id };
  const answers = await many(4, () => post("/api/outside/visits", visit));
  assert.equal(won(answers), 4);
  assert.equal(await nothingTwice(booking.facility.id), 1);
});

test("a cancelled place is free at once, and goes to one of those who wait for it", async () => {
  const booking = await givenBooking(site, { stations: 1 });
  const rivals = await strangers(booking);
  const [first] = rivals as [Rival];
  assert.equal(won(await race(booking, [first])), 1);
  const { id } = await site.db
    .selectFrom("visits.visit")
    .select("id")
    .where("facilityId", "=", booking.facility.id)
    .executeTakeFirstOrThrow();
  assert.equal((await first.post(`/api/outside/visits/${id}/cancel`, { reason: "plans_changed" })).status, 200);
  assert.equal(won(await race(booking, rivals.slice(1))), 1);
  assert.equal(await nothingTwice(booking.facility.id), 1);
});

/** A booking's facility, and one more family of its second resident: whom the first must not meet. */
async function twoFamilies() {
  site.clock.set(MONDAY);
  const booking = await givenBooking(site);
  const [first, second] = booking.world.residents;
  const contact = await givenContact(site);
  const pair: [Rival, Rival] = [await rival(first, await givenContact(site)), await rival(second, contact)];
  return { booking, first, second, pair, family: await signedIn(site, "outside", contact) };
}
async function keepApart({ booking, first, second }: Awaited<ReturnType<typeof twoFamilies>>): Promise<void> {
  const asked = { id: newId(), otherBookingNumber: second.bookingNumber, source: "court_order", fromDay: "2026-03-02", untilDay: null };
  const made = await booking.staff("POST", `/api/staff/facilities/${booking.facility.id}/residents/${first.id}/keep-apart`, asked);
  assert.equal(made.statusCode, 201, made.body);
}
async function whoComes(facilityId: string): Promise<string[]> {
  const { rows } = await sql<{ residentId: string }>`
    select resident_id from visits.claim where facility_id = ${facilityId} and released_at is null`.execute(site.owner);
  return rows.map(({ residentId }) => residentId);
}

test("nobody meets whom they must not meet: of two who are kept apart and ask at the same moment, one comes that day, and the other hears what anybody hears", async () => {
  const scene = await twoFamilies();
  const { booking, pair } = scene;
  // Without it both come: what refuses below is keep-apart, and nothing else.
  const free = await twoFamilies();
  assert.equal(won(await race(free.booking, free.pair)), 2);
  await keepApart(scene);
  const answers = await race(booking, pair);
  assert.equal(won(answers), 1);
  for (const { status, codes } of lost(answers)) assert.deepEqual([status, codes], [409, ["visit.place_taken"]]);
  // Not at another hour of that day either.
  const again = await race(booking, pair, HALF_PAST);
  assert.ok(lost(again).length >= 1);
  assert.equal(new Set(await whoComes(booking.facility.id)).size, 1, "both are there on one day");
});

test("and nobody can tell: each answer about a day on which they would meet is byte for byte the one about a day without a free place", async () => {
  const [apart, full] = [await twoFamilies(), await twoFamilies()];
  await keepApart(apart);
  assert.equal(won(await race(apart.booking, [apart.pair[0]])), 1);
  // In the other world the same family has booked, and then every station is closed that day.
  assert.equal(won(await race(full.booking, [full.pair[0]])), 1);
  const { id: facilityId } = full.booking.facility;
  await site.owner.updateTable("stations.station").set({ status: "inactive" }).where("facilityId", "=", facilityId).execute();
  const seen = async ({ booking, pair, second, family }: typeof apart) => {
    const places = await family("GET", `/api/outside/connections/${pair[1].connectionId}/places`);
    const id = newId();
    const held = await family("POST", "/api/outside/holds", {
      id,
      connectionId: pair[1].connectionId,
      sessionTemplateId: booking.templateId,
      startsAt: HALF_PAST,
    });
    const day = JSON.stringify(places.json().days.find(({ day: one }: { day: string }) => one === NINE.slice(0, 10)));
    const same = (words: string) =>
      words
        .replaceAll(booking.templateId, "template")
        .replaceAll(booking.facility.name, "facility")
        .replaceAll(second.familyName, "resident")
        .replaceAll(id, "hold")
        .replace(/"requestId":"[^"]*"/, "");
    return [places.statusCode, same(day), held.statusCode, same(held.body)];
  };
  const [one, other] = [await seen(apart), await seen(full)];
  assert.deepEqual(one, other);
  assert.equal(one[2], 409);
  assert.deepEqual(await whoComes(apart.booking.facility.id), [apart.first.id]);
});

test("past every rule, the database itself refuses: it has a constraint each for station, resident and contact, and for whoever comes along", async () => {
  const { rows } = await sql<{ name: string }>`
    select conname as name from pg_constraint
    where contype = 'x' and conrelid in ('visits.claim'::regclass, 'visits.party_contact'::regclass) order by 1`.execute(site.owner);
  assert.deepEqual(
    rows.map(({ name }) => name),
    ["claim_contact_once", "claim_resident_once", "claim_station_once", "party_contact_once"],
  );
});
