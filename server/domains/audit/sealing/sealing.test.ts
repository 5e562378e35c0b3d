import assert from "node:assert/strict";
import { after, test } from "node:test";
import fc from "fast-check";
import { type RawBuilder, sql } from "kysely";
import { type AuditWhat, record, recordMany, sealWaiting, verify } from "#server/domains/audit/index.ts";
import { note } from "#server/domains/visits/index.ts";
import { book, givenBooking } from "#server/domains/visits/testing/booking.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { sealedSources } from "#server/sealed-sources.ts";
import { startSite } from "#server/testing/site.ts";
import { canonical, type Json } from "./chain.rules.ts";
import { SEAL_ROWS_MAX, sealNext } from "./sealing.service.ts";

const site = await startSite({ startsAt: "2026-03-02T16:00:00Z" });
after(() => site.close());
const { ctx, owner, db } = site;

const add = (facilityId: string | null, agencyId: string | null, what: AuditWhat = "visit.booked") =>
  inTransaction(ctx, (tx) => record(tx, { what, agencyId, facilityId, facts: { count: 7, list: ["b", 2], nothing: null } }));
const seal = () => sealWaiting(ctx, sealedSources);
const check = (facilityId?: string, head?: string) => verify(db, sealedSources, { facilityId, head });

/** A facility of its own with three seals of three entries each. */
async function givenChain() {
  const [facilityId, agencyId] = [newId(), newId()];
  const ids: string[] = [];
  for (let index = 0; index < 9; index++) {
    ids.push(await add(facilityId, agencyId));
    if (index % 3 === 2) await seal();
    site.clock.advance({ minutes: 1 });
  }
  const head = await db
    .selectFrom("audit.seal")
    .select("hash")
    .where("chain", "=", facilityId)
    .orderBy("number", "desc")
    .executeTakeFirstOrThrow();
  assert.deepEqual((await check(facilityId)).breaks, []);
  return { facilityId, agencyId, ids, head: head.hash };
}

/** As somebody who owns the whole machine: no right and no trigger holds. */
const tamper = (...statements: RawBuilder<unknown>[]) =>
  owner.transaction().execute(async (trx) => {
    for (const table of ["audit.entry", "audit.seal", "audit.sealed", "visits.timeline"])
      await sql`alter table ${sql.table(table)} disable trigger user`.execute(trx);
    for (const statement of statements) await statement.execute(trx);
    for (const table of ["audit.entry", "audit.seal", "audit.sealed", "visits.timeline"])
      await sql`alter table ${sql.table(table)} enable trigger user`.execute(trx);
  });
/** A sealed line of a visit's record, at a facility of its own. */
async function givenLine() {
  const booking = await givenBooking(site);
  const visitId = await book(booking, "2026-03-04T16:00:00Z");
  await seal();
  const line = await db.selectFrom("visits.timeline").select(["id", "facilityId"]).where("visitId", "=", visitId).executeTakeFirstOrThrow();
  return line;
}
const firstBreak = async (facilityId: string, head?: string) => {
  const [first] = (await check(facilityId, head)).breaks;
  return first && [first.wrong, first.number, first.rowId];
};

test("an entry changed by the machine's owner is named, with its seal", async () => {
  for (const [index, change] of [
    [0, sql`what = 'visit.missed'`],
    [4, sql`at = at + interval '1 microsecond'`],
    [5, sql`facts = facts || '{"count": 8}'`],
    [8, sql`facility_id = gen_random_uuid()`],
  ] as const) {
    const { facilityId, ids } = await givenChain();
    await tamper(sql`update audit.entry set ${change} where id = ${ids[index]}`);
    assert.deepEqual(await firstBreak(facilityId), ["changed", Math.floor(index / 3) + 1, ids[index]]);
  }
});

test("an entry deleted, in the middle or the very last, is named", async () => {
  for (const index of [1, 8]) {
    const { facilityId, ids } = await givenChain();
    await tamper(sql`delete from audit.entry where id = ${ids[index]}`);
    assert.deepEqual(await firstBreak(facilityId), ["missing", Math.floor(index / 3) + 1, ids[index]]);
  }
});

test("an entry put in beside the system is named, whether it waits to be sealed or not", async () => {
  const forged = (id: string, facilityId: string) =>
    sql`insert into audit.entry (id, at, facility_id, actor_realm, what) values (${id}, '2026-03-01T00:00:00Z', ${facilityId}, 'staff', 'visit.cancelled')`;
  const past = await givenChain();
  const hidden = newId();
  await tamper(forged(hidden, past.facilityId));
  assert.deepEqual(await firstBreak(past.facilityId), ["added", undefined, hidden]);
  const sealed = await givenChain();
  const backdated = newId();
  await forged(backdated, sealed.facilityId).execute(owner);
  assert.deepEqual((await check(sealed.facilityId)).breaks, [], "it waits like any other");
  await seal();
  assert.deepEqual(await firstBreak(sealed.facilityId), ["added", 4, backdated]);
});

test("an entry and its hash changed together, rows in another order, a seal changed or taken out: each is told", async () => {
  const both = await givenChain();
  await tamper(
    sql`update audit.sealed set row_hash = repeat('a', 64) where chain = ${both.facilityId} and number = 2 and place = 0`,
    sql`delete from audit.entry where id = ${both.ids[3]}`,
  );
  assert.deepEqual(await firstBreak(both.facilityId), ["missing", 2, both.ids[3]]);
  const order = await givenChain();
  await tamper(sql`update audit.sealed set place = (array[5, 6, 4])[place + 1] where chain = ${order.facilityId} and number = 1`);
  assert.deepEqual(await firstBreak(order.facilityId), ["order", 1, undefined]);
  const time = await givenChain();
  await tamper(sql`update audit.seal set sealed_at = sealed_at - interval '1 day' where chain = ${time.facilityId} and number = 2`);
  assert.deepEqual(await firstBreak(time.facilityId), ["seal_changed", 2, undefined]);
  const out = await givenChain();
  await tamper(
    sql`delete from audit.sealed where chain = ${out.facilityId} and number = 2`,
    sql`delete from audit.seal where chain = ${out.facilityId} and number = 2`,
    sql`delete from audit.entry where id = any(${out.ids.slice(3, 6)}::uuid[])`,
  );
  assert.deepEqual(await firstBreak(out.facilityId), ["seal_missing", 2, undefined]);
});

test("the whole end cut off, seals and all, fits by itself; a head kept elsewhere finds it", async () => {
  const { facilityId, ids, head } = await givenChain();
  await tamper(
    sql`delete from audit.sealed where chain = ${facilityId} and number = 3`,
    sql`delete from audit.seal where chain = ${facilityId} and number = 3`,
    sql`delete from audit.entry where id = any(${ids.slice(6)}::uuid[])`,
  );
  assert.deepEqual((await check(facilityId)).breaks, []);
  assert.deepEqual(await firstBreak(facilityId, head), ["head_lost", undefined, undefined]);
});

test("a chain written anew from an entry on fits by itself; a head kept elsewhere finds it", async () => {
  const { facilityId, ids, head } = await givenChain();
  await tamper(
    sql`delete from audit.sealed where chain = ${facilityId}`,
    sql`delete from audit.seal where chain = ${facilityId}`,
    sql`update audit.entry set what = 'visit.missed' where id = ${ids[0]}`,
    sql`insert into audit.unsealed select facility_id, 'facility', id, 'audit.entry' from audit.entry where facility_id = ${facilityId}`,
  );
  await seal();
  assert.deepEqual((await check(facilityId)).breaks, []);
  assert.deepEqual(await firstBreak(facilityId, head), ["head_lost", undefined, undefined]);
});

test("a visit's timeline is sealed with its facility: a line changed, deleted or moved is named", async () => {
  const booking = await givenBooking(site);
  const facilityId = booking.world.prison.id;
  const visitId = await book(booking, "2026-03-04T17:00:00Z");
  await inTransaction(ctx, (tx) => note(tx, { facilityId, visitId, code: "cancelled", facts: {} }));
  await seal();
  assert.deepEqual(
    (await check()).breaks.filter((each) => each.chain === facilityId),
    [],
  );
  const lines = await db.selectFrom("visits.timeline").select(["id", "code"]).where("visitId", "=", visitId).orderBy("seq").execute();
  for (const [change, back] of [
    [sql`code = 'missed'`, sql`code = ${lines[0]!.code}`],
    [sql`at = at - interval '1 second'`, sql`at = at + interval '1 second'`],
  ] as const) {
    await tamper(sql`update visits.timeline set ${change} where id = ${lines[0]!.id}`);
    const [found] = (await check(facilityId)).breaks;
    assert.deepEqual([found?.wrong, found?.source, found?.rowId], ["changed", "visits.timeline", lines[0]!.id]);
    await tamper(sql`update visits.timeline set ${back} where id = ${lines[0]!.id}`);
  }
  await tamper(sql`delete from visits.timeline where id = ${lines[1]!.id}`);
  const [found] = (await check(facilityId)).breaks;
  assert.deepEqual([found?.wrong, found?.rowId], ["missing", lines[1]!.id]);
});

test("a transaction that commits late is sealed late, and none is skipped", async () => {
  const { facilityId, agencyId } = await givenChain();
  let late = "";
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  let begun = () => {};
  const begins = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const slow = inTransaction(ctx, async (tx) => {
    late = await record(tx, { what: "visit.held", agencyId, facilityId });
    begun();
    await gate;
  });
  await begins;
  await add(facilityId, agencyId);
  await seal();
  open();
  await slow;
  await seal();
  const rows = await db.selectFrom("audit.sealed").select(["number", "rowId"]).where("chain", "=", facilityId).orderBy("number").execute();
  assert.deepEqual([rows.length, rows.at(-1)?.rowId], [11, late]);
  assert.deepEqual((await check(facilityId)).breaks, []);
});

test("servers that seal at the same time make one chain, each row in it once", async () => {
  const [facilityId, agencyId] = [newId(), newId()];
  const writes = Array.from({ length: 60 }, () => add(facilityId, agencyId));
  const seals = Array.from({ length: 12 }, () => sealNext(ctx, sealedSources, facilityId, "facility"));
  await Promise.all([...writes, ...seals]);
  await seal();
  const result = await check(facilityId);
  assert.deepEqual([result.breaks, result.rows], [[], 60]);
});

test("a server that ends in the middle of sealing leaves either the whole seal or none of it", async () => {
  const [facilityId, agencyId] = [newId(), newId()];
  await add(facilityId, agencyId);
  const [waiting] = await db.selectFrom("audit.unsealed").selectAll().where("chain", "=", facilityId).execute();
  assert.ok(waiting);
  await assert.rejects(sealNext(ctx, [], facilityId, "facility"), /nobody registered/);
  assert.equal((await db.selectFrom("audit.unsealed").selectAll().where("chain", "=", facilityId).execute()).length, 1);
  await seal();
  assert.deepEqual([(await check(facilityId)).rows, (await check(facilityId)).breaks], [1, []]);
});

test("the server itself can add seals and no more: not change, not delete, not put a row in front of the queue", async () => {
  const { facilityId } = await givenChain();
  const denied = { code: "42501" };
  for (const table of ["audit.seal", "audit.sealed", "audit.head", "audit.erasure"]) {
    await assert.rejects(sql`delete from ${sql.table(table)}`.execute(db), denied, table);
    await assert.rejects(sql`truncate ${sql.table(table)}`.execute(db), denied, table);
  }
  await assert.rejects(sql`update audit.seal set hash = hash where chain = ${facilityId}`.execute(db), denied);
  await assert.rejects(sql`insert into audit.unsealed values (${facilityId}, 'facility', ${newId()}, 'audit.entry')`.execute(db), denied);
  await assert.rejects(sql`update audit.unsealed set row_id = row_id`.execute(db), denied);
});

test("words can be erased and the chain stays whole", async () => {
  const [facilityId, agencyId] = [newId(), newId()];
  const id = await inTransaction(ctx, (tx) => record(tx, { what: "visit.cancelled", agencyId, facilityId, words: "A storm" }));
  await seal();
  await sql`delete from audit.words where entry_id = ${id}`.execute(db);
  assert.deepEqual((await check(facilityId)).breaks, []);
});

test("rows without a facility have a chain: their agency's, or the one of the whole system", async () => {
  const agencyId = newId();
  await add(null, agencyId, "agency.added");
  await add(null, null, "account.made");
  await seal();
  const chains = await db.selectFrom("audit.seal").select(["chain", "kind"]).where("kind", "!=", "facility").execute();
  assert.ok(chains.some((each) => each.chain === agencyId && each.kind === "agency"));
  assert.ok(chains.some((each) => each.kind === "world"));
});

test("the same value is the same text, however its names were ordered", () => {
  const values = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value")),
      fc.dictionary(fc.string(), tie("value")),
    ),
  })).value;
  const turned = (value: Json): Json =>
    value === null || typeof value !== "object"
      ? value
      : Array.isArray(value)
        ? value.map(turned)
        : Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([name, each]) => [name, turned(each)]),
          );
  fc.assert(
    fc.property(
      values,
      (value) => canonical(turned(value)) === canonical(value) && canonical(JSON.parse(canonical(value))) === canonical(value),
    ),
  );
});

test("a backlog that takes several seals at once is no sign of rows put in afterwards", async () => {
  const [facilityId, agencyId] = [newId(), newId()];
  const many = Array.from({ length: SEAL_ROWS_MAX + 1 }, () => ({ what: "visit.booked" as const, agencyId, facilityId }));
  await inTransaction(ctx, (tx) => recordMany(tx, many));
  site.clock.advance({ hours: 3 });
  await seal();
  const result = await check(facilityId);
  assert.deepEqual([result.breaks, result.seals], [[], 2]);
});

test("a row that is gone is excused by a note of its erasure only where its day can have come: never an audit entry, never a young line", async () => {
  const noted = (facilityId: string, source: string, rowId: string, at: Temporal.Instant) =>
    sql`insert into audit.erasure (id, at, facility_id, source, row_id, why)
      values (${newId()}, ${at}, ${facilityId}, ${source}, ${rowId}, 'day_over')`;
  const [young, future, old] = [await givenLine(), await givenLine(), await givenLine()];
  const entry = await givenChain();
  const gone = (id: string) => tamper(sql`delete from visits.timeline where id = ${id}`);
  site.clock.advance({ hours: 24 * 30 });
  for (const [line, at] of [
    [young, site.clock.now()],
    [future, site.clock.now().add({ hours: 24 * 365 * 5 })],
  ] as const) {
    await gone(line.id);
    await noted(line.facilityId, "visits.timeline", line.id, at).execute(db);
    await seal();
    const [first] = (await check(line.facilityId)).breaks;
    assert.deepEqual([first?.wrong, first?.rowId], ["missing", line.id]);
  }
  site.clock.advance({ hours: 24 * 365 * 3 });
  await gone(old.id);
  await noted(old.facilityId, "visits.timeline", old.id, site.clock.now()).execute(db);
  await seal();
  const result = await check(old.facilityId);
  assert.deepEqual([result.breaks, result.erased], [[], 1]);

  await tamper(sql`delete from audit.entry where id = ${entry.ids[4]}`);
  await noted(entry.facilityId, "audit.entry", entry.ids[4]!, site.clock.now()).execute(db);
  await seal();
  assert.deepEqual(await firstBreak(entry.facilityId), ["missing", 2, entry.ids[4]], "entries stand for good");
});
