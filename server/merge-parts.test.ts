import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import { ownDataParts } from "#server/domains/contacts/own-data/gather.ts";
import { release } from "#server/domains/residents/index.ts";
import { type Booking, book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { mergeParts } from "#server/merge-parts.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { signedIn } from "#server/testing/callers.ts";
import { givenConnection, givenContact, givenStaff } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";

const MONDAY = "2026-03-02T15:00:00Z";
const NINE = "2026-03-04T16:00:00Z";
const site = await startSite({ startsAt: MONDAY });
after(() => site.close());

/** Records of merges name both people and go with nobody; an export is of whom it was made of on its day; the database keeps the listing itself. */
const records = ["residents.merge", "residents.resident", "residents.listing", "oversight.record_export"];

test("whatever table names a resident, a merge takes it along: a table that is added later fails here", async () => {
  const { rows } = await sql<{ table: string; column: string }>`
    select n.nspname || '.' || c.relname as "table", a.attname as "column"
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    cross join lateral unnest(k.conkey, k.confkey) as pair (own, theirs)
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.own
    join pg_attribute r on r.attrelid = k.confrelid and r.attnum = pair.theirs and r.attname = 'id'
    where k.contype = 'f' and k.confrelid = 'residents.resident'::regclass order by 1, 2`.execute(site.owner);
  const taken = new Set(mergeParts.flatMap(({ columns }) => columns.map(({ table, column }) => `${table}.${column}`)));
  const forgotten = rows.filter(({ table }) => !records.includes(table)).filter(({ table, column }) => !taken.has(`${table}.${column}`));
  assert.deepEqual(forgotten, []);
});

/** Every row of every table, but what records the merge itself, as one value to compare. */
async function world(): Promise<Record<string, string>> {
  const { rows } = await sql<{
    name: string;
  }>`select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname in ('residents', 'contacts', 'stations', 'visits', 'identity', 'facilities', 'recordings')`.execute(
    site.owner,
  );
  const tables = rows.map(({ name }) => name).filter((name) => !name.startsWith("residents.merge"));
  const seen: Record<string, string> = {};
  for (const table of tables) {
    const { rows: found } = await sql<{ row: string }>`select t::text as row from ${sql.table(table)} t order by 1`.execute(site.owner);
    seen[table] = found.map(({ row }) => row).join("\n");
  }
  return seen;
}

/** The prison's first resident, released, and the same person written down again; each with a family, the first with a visit of last time. */
async function given(): Promise<{ booking: Booking; at: string; from: string; into: string }> {
  site.clock.set(MONDAY);
  const booking = await givenBooking(site);
  const [first, second] = booking.world.residents;
  await book(booking, NINE);
  await givenConnection(site, second, await givenContact(site));
  await inTransaction(site.ctx, (tx) => release(tx, first.stayId));
  const at = `/api/staff/facilities/${booking.facility.id}/residents/${second.id}`;
  return { booking, at, from: first.id, into: second.id };
}

test("two records become one with all that hangs on both, and two again exactly as they were", async () => {
  const { booking, at, from, into } = await given();
  const before = await world();
  const id = newId();
  for (const _ of [1, 2]) {
    const merged = await booking.staff("POST", `${at}/merge`, { id, fromResidentId: from });
    assert.equal(merged.statusCode, 204, merged.body);
  }
  const page = (await booking.staff("GET", at)).json();
  assert.deepEqual([page.stays.length, page.connections.length], [2, 2]);
  assert.equal((await booking.staff("GET", at.replace(into, from))).statusCode, 404);
  const left = await site.db.selectFrom("visits.visit").select("id").where("residentId", "=", from).execute();
  assert.deepEqual(left, []);
  const own = (await booking.family("GET", "/api/outside/connections")).json();
  assert.equal(own[0].facility.id, booking.facility.id, "the family finds the person again");
  const undone = await booking.staff("POST", `${at}/merges/${id}/undo`);
  assert.equal(undone.statusCode, 204, undone.body);
  assert.deepEqual(await world(), before);
  assert.equal((await booking.staff("POST", `${at}/merges/${id}/undo`)).statusCode, 404);
});

const standings = [
  ["approved", "the older decision stands", "second"],
  ["suspended", "a suspension is not lost", "second"],
  ["requested", "a decision stands before a question", "first"],
] as const;
for (const [status, claim, standing] of standings)
  test(`one contact connected to both records (${status}): ${claim}, the other is kept aside and comes back, all tables as before`, async () => {
    const { booking, at, from, into } = await given();
    const [contact] = booking.world.contacts;
    const { id } = await givenConnection(site, { id: into, agencyId: booking.world.agencyId }, contact);
    // The second record's connection is older; the first's has the visit.
    const ago = (hours: number) => Temporal.Instant.from(MONDAY).subtract({ hours });
    const decided = status === "requested" ? { decidedAt: null, reason: null } : { decidedAt: ago(status === "approved" ? 900 : 1) };
    await site.owner
      .updateTable("contacts.connection")
      .set({ decidedAt: ago(500) })
      .where("id", "=", booking.connectionId)
      .execute();
    await site.owner
      .updateTable("contacts.connection")
      .set({ status, ...decided })
      .where("id", "=", id)
      .execute();
    const before = await world();
    const mergeId = newId();
    const merged = await booking.staff("POST", `${at}/merge`, { id: mergeId, fromResidentId: from });
    assert.equal(merged.statusCode, 204, merged.body);
    const [stays, aside] = standing === "second" ? [id, booking.connectionId] : [booking.connectionId, id];
    const own = (await booking.family("GET", "/api/outside/connections")).json() as { id: string }[];
    assert.deepEqual(
      own.map((one) => one.id),
      [stays],
      "the family has one connection to one person",
    );
    const data = (await ownDataParts().get("connections")?.(site.ctx, {
      accountId: contact.accountId,
      contactId: contact.id,
    })) as typeof own;
    assert.deepEqual(data.map((one) => one.id).sort(), [stays, aside].sort(), "their own data holds the other too");
    const visits = await site.db.selectFrom("visits.visit").select("connectionId").where("residentId", "=", into).execute();
    assert.deepEqual(visits, [{ connectionId: stays }]);
    const kept = await site.db.selectFrom("contacts.connection").selectAll().where("id", "=", aside).executeTakeFirstOrThrow();
    assert.deepEqual([kept.setAsideBy, kept.status], [mergeId, "withdrawn"]);
    assert.equal((await booking.staff("POST", `${at}/merges/${mergeId}/undo`)).statusCode, 204);
    assert.deepEqual(await world(), before);
  });

test("what came after the merge stays where it came", async () => {
  const { booking, at, from, into } = await given();
  const id = newId();
  await booking.staff("POST", `${at}/merge`, { id, fromResidentId: from });
  const later = await givenConnection(site, { id: into, agencyId: booking.world.agencyId }, await givenContact(site));
  await booking.staff("POST", `${at}/merges/${id}/undo`);
  const row = await site.db.selectFrom("contacts.connection").select("residentId").where("id", "=", later.id).executeTakeFirstOrThrow();
  assert.equal(row.residentId, into);
});

test("who is in two places or must not meet the other is not made one: every reason at once", async () => {
  site.clock.set(MONDAY);
  const booking = await givenBooking(site);
  const [first, second] = booking.world.residents;
  const at = `/api/staff/facilities/${booking.facility.id}/residents/${second.id}`;
  const apart = { id: newId(), otherBookingNumber: first.bookingNumber, source: "investigation", fromDay: "2026-03-02", untilDay: null };
  await booking.staff("POST", `${at}/keep-apart`, apart);
  const merged = await booking.staff("POST", `${at}/merge`, { id: newId(), fromResidentId: first.id });
  assert.equal(merged.statusCode, 409, merged.body);
  assert.deepEqual(merged.json().codes, ["resident.merge_two_stays", "resident.merge_kept_apart"]);
});

test("two merges at once are one, and a booking during one is of the person that is left", async () => {
  const { booking, at, from } = await given();
  const family = await signedIn(site, "outside", booking.world.contacts[0]);
  const merge = () => booking.staff("POST", `${at}/merge`, { id: newId(), fromResidentId: from });
  const hold = { id: newId(), connectionId: booking.connectionId, sessionTemplateId: booking.templateId, startsAt: "2026-03-05T16:00:00Z" };
  const [one, other, held] = await Promise.all([merge(), merge(), family("POST", "/api/outside/holds", hold)]);
  assert.deepEqual([one.statusCode, other.statusCode].sort(), [204, 404]);
  assert.ok([201, 409].includes(held.statusCode), held.body);
  const left = await site.db.selectFrom("visits.claim").select("id").where("residentId", "=", from).execute();
  assert.deepEqual(left, [], "nothing hangs on the record that is gone");
});

test("people of the same name are shown side by side, and only those who were here", async () => {
  const { booking, at, from, into } = await given();
  const { familyName } = await site.db
    .selectFrom("residents.resident")
    .select("familyName")
    .where("id", "=", into)
    .executeTakeFirstOrThrow();
  await site.db.updateTable("residents.resident").set({ familyName }).where("id", "in", [from, booking.world.residents[2].id]).execute();
  const { twins } = (await booking.staff("GET", `${at}/twins`)).json();
  assert.deepEqual(
    twins.map((twin: { id: string; connections: number; here: boolean }) => [twin.id, twin.connections, twin.here]),
    [[from, 1, false]],
  );
});

test("who is held stays held when their record becomes one with another", async () => {
  const { booking, at, from, into } = await given();
  const { id: facilityId } = booking.facility;
  const held = async () =>
    (
      await sql<{ held: boolean }>`select keeping.is_held(${facilityId}::uuid, array[${into}::uuid], ${site.clock.now()}) as held`.execute(
        site.db,
      )
    ).rows[0]?.held;
  const { agencyId } = booking.facility;
  const lead = await signedIn(site, "staff", await givenStaff(site, { agencyId, facilityId, role: "supervisor" }));
  const hold = { id: newId(), subjectKind: "resident", subjectId: from, purpose: "court_order", basis: "Case 4711" };
  assert.equal((await lead("POST", `/api/staff/facilities/${facilityId}/holds`, hold)).statusCode, 201);
  assert.equal(await held(), false);
  assert.equal((await lead("POST", `${at}/merge`, { id: newId(), fromResidentId: from })).statusCode, 204);
  assert.equal(await held(), true);
});
