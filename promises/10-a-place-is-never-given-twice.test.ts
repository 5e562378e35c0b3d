import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import { HOLD_MINUTES } from "#contracts/visits.ts";
import { startSignIn } from "#server/domains/identity/index.ts";
import { type Booking, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { type GivenContact, type GivenResident, givenConnection, givenContact, givenResident } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

/**
 * Promise 10: a place is never given twice: not an hour, not a station, not a person's time.
 *
 * That nobody meets whom they must not meet (keep-apart) comes with a later version.
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

test("past every rule, the database itself refuses: it has a constraint each for station, resident and contact", async () => {
  const { rows } = await sql<{ name: string }>`
    select conname as name from pg_constraint where contype = 'x' and conrelid = 'visits.claim'::regclass order by 1`.execute(site.owner);
  assert.deepEqual(
    rows.map(({ name }) => name),
    ["claim_contact_once", "claim_resident_once", "claim_station_once"],
  );
});
