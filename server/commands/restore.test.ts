import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { sql } from "kysely";
import { keepFile } from "#server/domains/contacts/identification/pictures.service.ts";
import { LETTER_JOB } from "#server/domains/identity/index.ts";
import { openBlobs } from "#server/platform/blobs.ts";
import { localBus } from "#server/platform/bus.ts";
import { systemClock } from "#server/platform/clock.ts";
import { readConfig } from "#server/platform/config.ts";
import { systemContext } from "#server/platform/context.ts";
import { openData } from "#server/platform/data.ts";
import { type Db, openDatabase } from "#server/platform/database.ts";
import { startEmbeddedPostgres } from "#server/platform/embedded-postgres.ts";
import { openJobs } from "#server/platform/jobs.ts";
import { createLog } from "#server/platform/log.ts";
import { migrate } from "#server/platform/migrate.ts";
import { endAll, throughline } from "./testing/run.ts";

const folder = mkdtempSync(path.join(tmpdir(), "throughline-restore-"));
const inside = (name: string) => path.join(folder, name);
const fifteen = await startEmbeddedPostgres(inside("fifteen"), { durable: false, home: "/usr/lib/postgresql/15" });
after(async () => {
  endAll();
  await fifteen.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
});

/** A verb that has to end well; answers with all it said. */
async function does(parts: string[], env: Record<string, string>): Promise<string> {
  const run = throughline(parts, env);
  assert.equal(await run.ended, 0, run.lines.join("\n"));
  return run.lines.join("\n");
}
async function refused(parts: string[], env: Record<string, string>): Promise<string> {
  const run = throughline(parts, env);
  assert.equal(await run.ended, 1, run.lines.join("\n"));
  return run.lines.at(-1) ?? "";
}

/** Looks into a database, and leaves it: whoever stays looks like a server. */
async function looking<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const db = openDatabase(url, { max: 1 });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}

/** Where the jobs stand that write a letter. */
async function lettersAsked(db: Db): Promise<string[]> {
  const { rows } = await sql<{ state: string }>`select state::text from pgboss.job where name = ${LETTER_JOB}`.execute(db);
  return rows.map(({ state }) => state);
}

test("a world in PostgreSQL 15 of one's own is backed up and brought back in place of what came after; its record verifies, and its old letters stay", async () => {
  // Nobody listens there: a verb only asks for letters, and the server that would send them is not running.
  const mail = { SMTP_URL: "smtp://127.0.0.1:9", MAIL_FROM: "no-reply@visits.example", PUBLIC_URL: "https://visits.example" };
  const [app, owner] = [fifteen.urlFor("app"), fifteen.urlFor("owner")];
  const env = { THROUGHLINE_DATA: inside("own"), PORT: "0", DATABASE_URL: app, DATABASE_OWNER_URL: owner, ...mail };
  const keys = { ...env, THROUGHLINE_BACKUP_KEYS: inside("own-keys") };
  await migrate(owner, { at: systemClock.now() });
  const person = ["--given-name", "Ada", "--family-name", "Admin", "--email", "ada@example.org"];
  await does(["found", "--agency", "County", "--facility", "County Jail", "--kind", "jail", "--zone", "America/Denver", ...person], env);
  const agency = () => looking(owner, (db) => db.selectFrom("facilities.agency").select("name").executeTakeFirst());
  // The invitation, asked for and not written yet.
  assert.deepEqual(await looking(owner, lettersAsked), ["created"]);
  const { DATABASE_OWNER_URL: _, ...withoutOwner } = keys;
  assert.match(await refused(["backup", "--to", inside("own-backups")], withoutOwner), /DATABASE_OWNER_URL/);
  await does(["backup", "--to", inside("own-backups")], keys);

  await looking(owner, (db) => sql`update facilities.agency set name = 'Another'`.execute(db));
  const restore = ["restore", "--from", inside("own-backups")];
  assert.match(await refused(restore, withoutOwner), /DATABASE_OWNER_URL/);
  assert.match(await refused(restore, keys), /real world here already.*--replace/);
  assert.equal((await agency())?.name, "Another");
  const said = await does([...restore, "--replace"], keys);
  assert.match(said, /The backup is \d+ minutes old/);
  assert.match(said, /1 letters and 0 reminders that were due are not sent again/);
  await does(["audit", "verify"], env);
  assert.equal((await agency())?.name, "County");
  assert.deepEqual(await looking(owner, lettersAsked), ["cancelled"]);
});

test("beside a running server that goes on writing, a backup is of one moment, and every file that a row names is in it", async () => {
  const env = { THROUGHLINE_DATA: inside("live"), PORT: "0", THROUGHLINE_BACKUP_KEYS: inside("live-keys") };
  const server = throughline(["start"], env);
  await server.line(/Throughline is at/);
  const joined = await openData(readConfig(env), "command");
  assert.ok(joined.joined, "the database is the server's");
  const db = openDatabase(joined.appUrl, { max: 4 });
  const log = createLog("silent");
  const ctx = systemContext({
    ...{ db, log, config: readConfig(env), clock: systemClock, bus: localBus(), jobs: openJobs(joined.appUrl, log) },
  });
  const blobs = openBlobs(path.join(inside("live"), "blobs"));
  const contacts = await db.selectFrom("contacts.contact").select("id").orderBy("id").execute();
  const backup = throughline(["backup", "--to", inside("live-backups")], env);
  let over = false;
  void backup.ended.finally(() => {
    over = true;
  });
  while (!existsSync(inside("live-backups")) && !over) await new Promise((resolve) => setImmediate(resolve));
  let written = 0;
  for (const { id: contactId } of contacts) {
    const source = (async function* () {
      yield Buffer.alloc(50_000, written);
    })();
    await keepFile(ctx, blobs, { contactId, kind: "own_data", source, keepUntil: (now) => now.add({ hours: 24 }) });
    written += 1;
    if (over) break;
  }
  assert.equal(await backup.ended, 0, backup.lines.join("\n"));
  assert.ok(written > 1, `${written} files were written meanwhile`);
  await db.destroy();
  assert.match(await refused(["restore", "--from", inside("live-backups"), "--replace"], env), /running server/);
  server.child.kill("SIGTERM");
  await server.ended;

  const elsewhere = { ...env, THROUGHLINE_DATA: inside("live-again") };
  await does(["restore", "--from", inside("live-backups")], elsewhere);
  await does(["audit", "verify"], elsewhere);
  const restored = await openData(readConfig(elsewhere), "command");
  const there = openDatabase(restored.appUrl, { max: 2 });
  try {
    const rows = await there
      .selectFrom("contacts.file")
      .select(["id", "kind", "key", "bytes", "sha256"])
      .where("key", "is not", null)
      .execute();
    assert.ok(
      rows.some(({ kind }) => kind !== "own_data"),
      "pictures that were there before",
    );
    const files = new Set(
      readdirSync(path.join(inside("live-again"), "blobs"), { recursive: true, encoding: "utf8" }).map((name) => path.basename(name)),
    );
    for (const { id } of rows) assert.ok(files.has(id), `the file ${id} of a row is there`);
  } finally {
    await there.destroy();
    await restored.close();
  }
});
