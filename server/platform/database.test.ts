import assert from "node:assert/strict";
import { after, test } from "node:test";
import { sql } from "kysely";
import { startDatabase } from "#server/testing/database.ts";
import { jsonb } from "./database.ts";

const database = await startDatabase();
after(() => database.close());
const { db } = database;

async function one<T>(query: ReturnType<typeof sql<T>>): Promise<T> {
  const { rows } = await query.execute(db);
  return rows[0] as T;
}

test("cents arrive as exact numbers, and a number too large to be exact is refused", async () => {
  const row = await one(sql<{ cents: number; list: number[] }>`select 9007199254740991::int8 as cents, array[1, 2]::int8[] as list`);
  assert.deepEqual(row, { cents: 9_007_199_254_740_991, list: [1, 2] });
  await assert.rejects(sql`select 9007199254740992::int8 as cents`.execute(db), /too large/);
});

test("a day is text, whatever the time zone of the machine", async () => {
  const row = await one(sql<{ day: string; days: string[] }>`select '2026-03-08'::date as day, array['2026-03-08'::date] as days`);
  assert.deepEqual(row, { day: "2026-03-08", days: ["2026-03-08"] });
});

test("an instant goes in and comes out the same, alone and in a list", async () => {
  const at = Temporal.Instant.from("2026-11-01T06:30:00.123456Z");
  const row = await one(
    sql<{
      at: Temporal.Instant;
      list: Temporal.Instant[];
      none: null;
    }>`select ${at}::timestamptz as at, ${[at]}::timestamptz[] as list, null::timestamptz as none`,
  );
  assert.equal(row.at.toString(), at.toString());
  assert.deepEqual(row.list.map(String), [at.toString()]);
  assert.equal(row.none, null);
});

test("columns are camelCase in code; keys inside a jsonb value stay as they were written", async () => {
  const row = await one(sql<{ bookingFacts: unknown }>`select ${jsonb([{ snake_case: 1 }])} as booking_facts`);
  assert.deepEqual(row, { bookingFacts: [{ snake_case: 1 }] });
});

test("the app's role may not change the shape of the database, nor own anything in it", async () => {
  await assert.rejects(sql`create table stolen (id int)`.execute(db), /permission denied/);
  const { rows } = await sql<{ count: number }>`select count(*) from pg_class where relowner = 'throughline_app'::regrole`.execute(db);
  assert.equal(rows[0]?.count, 0);
});
