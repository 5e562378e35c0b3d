import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { sql } from "kysely";
import { type KeptKind, keeping as kinds } from "#contracts/keeping.ts";
import { newId } from "#server/platform/id.ts";
import { givenPeople } from "#server/testing/people.ts";
import { startSite } from "#server/testing/site.ts";
import { eraseBatch, listRules, type RuleRow } from "./erasing.store.ts";
import { stays } from "./stays.ts";

const site = await startSite();
after(() => site.close());

const ROOT = path.join(import.meta.dirname, "../../..");
/** The job queue deletes its own rows after three days, and they hold ids and codes only. */
const QUEUE = "pgboss";
const NIL = "00000000-0000-0000-0000-000000000000";

async function tablesOf(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', ${QUEUE}) and n.nspname !~ '^pg_' order by 1`.execute(
    site.owner,
  );
  return rows.map(({ name }) => name);
}

/** Tables that go with others: those of the same schema that refer to them. */
async function withChildren(targets: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`
    with recursive gone(id) as (
      select t::regclass::oid from unnest(${targets}::text[]) as t
      union select k.conrelid from pg_constraint k join gone on k.confrelid = gone.id
        join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid
        where k.contype = 'f' and c.relnamespace = p.relnamespace)
    select n.nspname || '.' || c.relname as name from gone join pg_class c on c.oid = gone.id join pg_namespace n on n.oid = c.relnamespace`.execute(
    site.owner,
  );
  return new Set(rows.map(({ name }) => name));
}

/** Rules that delete rows; the others empty columns. */
const deletingOf = (rules: readonly RuleRow[]) => rules.filter(({ clears }) => clears === null);

test("every table has an answer to when its rows go, or the reason why they stay", async () => {
  const rules = await listRules(site.db);
  const going = await withChildren(deletingOf(rules).map(({ target }) => target));
  for (const table of site.keeping.parts.flatMap(({ tables }) => tables)) going.add(table);
  const tables = await tablesOf();
  for (const table of tables)
    assert.ok(
      going.has(table) || Object.hasOwn(stays, table),
      `Nobody has said when the rows of ${table} go. Add a view and a line to keeping.rule (server/domains/keeping/README.md shows one), register a part with keeping.register(), or name the table in server/domains/keeping/stays.ts with the reason why it stays.`,
    );
  for (const table of Object.keys(stays)) {
    assert.ok(tables.includes(table), `${table} is said to stay and is not there`);
    assert.ok(!going.has(table), `${table} is said to stay, and has a rule by which it goes`);
  }
});

test("nothing that goes later, or never, refers to what goes: a row would stay past its day for the sake of another", async () => {
  const byCode = new Set(site.keeping.parts.flatMap(({ tables }) => tables));
  const turns = new Map<string, number>();
  for (const { target, turn } of deletingOf(await listRules(site.db)))
    for (const table of await withChildren([target])) turns.set(table, Math.min(turn, turns.get(table) ?? turn));
  const { rows } = await sql<{ from: string; to: string }>`
    select k.conrelid::regclass::text as from, k.confrelid::regclass::text as to from pg_constraint k
    join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid where k.contype = 'f' and c.relnamespace <> p.relnamespace`.execute(
    site.owner,
  );
  assert.ok(rows.length > 20);
  for (const { from, to } of rows) {
    const wanted = turns.get(to);
    // Files and their rows go before any rule, by a day of their own.
    if (wanted === undefined || byCode.has(from)) continue;
    const own = turns.get(from);
    assert.ok(own !== undefined && own < wanted, `rows of ${from} (turn ${own ?? "none"}) keep those of ${to} (turn ${wanted}) from going`);
  }
});

test("every table that names a file says so: a file of any other would be swept away as nobody's", async () => {
  const { rows } = await sql<{ name: string }>`select table_schema || '.' || table_name as name from information_schema.columns
    where table_schema not in ('pg_catalog', 'information_schema', ${QUEUE}) and data_type in ('uuid', 'bytea')
      and column_name in ('blob_id', 'blob_key', 'file_id', 'key') group by 1 order by 1`.execute(site.owner);
  const named = site.keeping.parts.flatMap(({ files }) => files ?? []).map(({ table }) => table);
  assert.deepEqual(
    rows.map(({ name }) => name),
    named.toSorted(),
  );
  // And nobody writes one but those who say so.
  const writers = globSync("server/**/*.ts", { cwd: ROOT, exclude: ["**/*.test.ts", "**/testing/**"] })
    .filter((file) => /\bblobs\.put\(/.test(readFileSync(path.join(ROOT, file), "utf8")))
    .map((file) => file.split("/")[2]);
  assert.deepEqual([...new Set(writers)].toSorted(), [...new Set(named.map((table) => table.split(".")[0]))].toSorted());
});

test("the days by which rows go are the days that the public is told", async () => {
  for (const { kind, target, keepDays } of await listRules(site.db)) {
    assert.ok(Object.hasOwn(kinds, kind), `${target} goes as "${kind}", which contracts/keeping.ts does not know`);
    const { days } = kinds[kind as KeptKind];
    assert.notEqual(days, "for_good", `${target}: "${kind}" is said to stay for good`);
    // Rows with a keep-until of their own were given it when they were written.
    if (keepDays !== null) assert.equal(keepDays, days, `${target} goes after ${keepDays} days, and "${kind}" is said to be kept ${days}`);
  }
});

test("the app's own role can delete nothing that no rule makes due, nor change a rule", async () => {
  await assert.rejects(sql`update keeping.rule set keep_days = 0`.execute(site.db), { code: "42501" });
  await assert.rejects(sql`select keeping.erase_where('visits.timeline', 'true', null, null, 0)`.execute(site.db), { code: "42501" });
  await assert.rejects(sql`delete from keeping.erasure`.execute(site.db), { code: "42501" });
  await assert.rejects(sql`delete from keeping.hold`.execute(site.db), { code: "42501" });
});

test("the app's own role can't have anything deleted before its day: a time that has not come is refused", async () => {
  const ahead = (minutes: number) =>
    eraseBatch(site.db as never, 310, { now: Temporal.Now.instant().add({ minutes }), after: NIL, limit: 10 });
  assert.deepEqual(await ahead(-1), []);
  assert.deepEqual(await ahead(1), [], "two clocks may differ a little");
  await assert.rejects(ahead(10), { code: "TL002" });
  await assert.rejects(ahead(60 * 24 * 366), { code: "TL002" });
  const looser = sql`create or replace function keeping.latest() returns timestamptz language sql as $$ select timestamptz 'infinity' $$`;
  await assert.rejects(looser.execute(site.db), { code: "42501" });
});

test("a hold keeps what it names until its last moment by the database's own clock, and one just placed whatever time is named", async () => {
  const { residents, agencyId, prison } = await givenPeople(site);
  const [resident] = residents;
  const now = Temporal.Now.instant();
  const lockedAt = now.subtract({ hours: 24 * 91 });
  const id = newId();
  await site.owner
    .insertInto("stations.lockout")
    .values({ id, agencyId, residentId: resident.id, stationId: null, lockedAt, lockedUntil: lockedAt, unlockedAt: null, unlockedBy: null })
    .execute();
  const hold = {
    agencyId,
    facilityId: prison.id,
    subjectKind: "resident",
    subjectId: resident.id,
    purpose: "litigation",
    basis: "26-CV-1",
  } as const;
  const place = async (more: { placedAt: Temporal.Instant; untilAt: Temporal.Instant | null }) => {
    const holdId = newId();
    await site.owner
      .insertInto("keeping.hold")
      .values({ ...hold, ...more, id: holdId, placedBy: newId(), releasedAt: null, releasedBy: null })
      .execute();
    return () => site.owner.deleteFrom("keeping.hold").where("id", "=", holdId).execute();
  };
  const outcome = async (minutes: number) => {
    const rows = await eraseBatch(site.db as never, 310, { now: Temporal.Now.instant().add({ minutes }), after: NIL, limit: 10 });
    return rows.find((row) => row.id === id)?.outcome;
  };
  const limited = await place({ placedAt: lockedAt, untilAt: now.add({ minutes: 3 }) });
  assert.equal(await outcome(4), "held", "over for the caller, not for the database");
  await limited();
  const fresh = await place({ placedAt: now, untilAt: null });
  assert.equal(await outcome(-60), "held");
  await fresh();
  assert.equal(await outcome(0), "erased");
});
