import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { sql } from "kysely";
import { startDatabase } from "#server/testing/database.ts";
import { MIGRATIONS, migrate, pendingMigrations } from "./migrate.ts";

const at = Temporal.Instant.from("2026-03-01T00:00:00Z");
const database = await startDatabase();
const folder = mkdtempSync(path.join(tmpdir(), "throughline-migrations-"));
after(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});
const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
/** A database that has had nothing. */
async function empty(): Promise<string> {
  const name = `empty_${process.hrtime.bigint()}`;
  await sql`create database ${sql.id(name)}`.execute(database.owner);
  return database.ownerUrl.replace(/[^/]+$/, name);
}

test("the real migrations apply to an empty database once, and a second start finds nothing to do", async () => {
  const url = await empty();
  const all = await pendingMigrations(url);
  assert.ok(all.length > 0);
  assert.deepEqual(await migrate(url, { at }), all);
  assert.deepEqual(await migrate(url, { at }), []);
  assert.deepEqual(await pendingMigrations(url, MIGRATIONS), []);
});

test("servers that start at once migrate once between them", async () => {
  const url = await empty();
  const done = await Promise.all(Array.from({ length: 4 }, () => migrate(url, { at })));
  assert.equal(done.filter((applied) => applied.length > 0).length, 1);
});

test("a migration that fails leaves nothing of itself, and says which it was", async () => {
  const url = await empty();
  write("0001_first.sql", "create table public.first (id int)");
  write("0002_second.sql", "create table public.second (id int); select 1 / 0");
  await assert.rejects(migrate(url, { at, folder }), /0002_second\.sql could not be applied: division by zero/);
  assert.deepEqual(await pendingMigrations(url, folder), ["0002_second.sql"]);
  write("0002_second.sql", "create table public.second (id int)");
  assert.deepEqual(await migrate(url, { at, folder }), ["0002_second.sql"]);
});

test("a migration that was changed after it ran, and a database newer than the program, are refused", async () => {
  const url = await empty();
  write("0001_first.sql", "create table public.first (id int)");
  rmSync(path.join(folder, "0002_second.sql"), { force: true });
  await migrate(url, { at, folder });
  write("0001_first.sql", "create table public.first (id bigint)");
  await assert.rejects(migrate(url, { at, folder }), /0001_first\.sql has changed/);
  rmSync(path.join(folder, "0001_first.sql"));
  await assert.rejects(migrate(url, { at, folder }), /older than its data/);
});
