import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { type Db, openDatabase } from "#server/platform/database.ts";
import { type Embedded, OWNER_ROLE, startEmbeddedPostgres } from "#server/platform/embedded-postgres.ts";
import { migrate } from "#server/platform/migrate.ts";

/** A migrated database of a test's own, on a real PostgreSQL. */
export interface TestDatabase {
  /** As the app's role: what the server itself may do. */
  db: Db;
  /** As the owner: for looking where the app may not, and for breaking things on purpose. */
  owner: Db;
  appUrl: string;
  ownerUrl: string;
  close(): Promise<void>;
}

const PREFIX = "throughline-test-";
const TEMPLATE = "template_migrated";
const BORN_AT = Temporal.Instant.from("2026-01-01T00:00:00Z");

const REMOVE_TRIES_MAX = 100;
const REMOVE_EVERY_MS = 20;

let cluster: Promise<Embedded> | undefined;
let made = 0;

/** A fresh, migrated database; all of one test process lie in one PostgreSQL, which ends with the process, crash or not. */
export async function startDatabase(): Promise<TestDatabase> {
  cluster ??= startCluster();
  const embedded = await cluster;
  const name = `test_${++made}`;
  await asSuperuser(embedded, `create database ${name} template ${TEMPLATE} owner ${OWNER_ROLE}`);
  const appUrl = embedded.urlFor("app", name);
  const ownerUrl = embedded.urlFor("owner", name);
  const db = openDatabase(appUrl, { max: 40 });
  const owner = openDatabase(ownerUrl, { max: 2 });
  return {
    db,
    owner,
    appUrl,
    ownerUrl,
    async close() {
      await Promise.all([db.destroy(), owner.destroy()]);
      await asSuperuser(embedded, `drop database ${name} with (force)`);
    },
  };
}

/** A PostgreSQL of this process's own, without any database in it yet. */
export async function startCluster(): Promise<Embedded> {
  removeLeftovers();
  const folder = mkdtempSync(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
  const embedded = await startEmbeddedPostgres(folder, { durable: false });
  process.once("exit", () => {
    embedded.kill();
    removeWhileItDies(folder);
  });
  await asSuperuser(embedded, `create database ${TEMPLATE} owner ${OWNER_ROLE}`);
  await migrate(embedded.urlFor("owner", TEMPLATE), { at: BORN_AT });
  return embedded;
}

async function asSuperuser(embedded: Embedded, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: embedded.urlFor("superuser", "postgres") });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

// The database's processes take some milliseconds to end, and may write a file behind the broom.
function removeWhileItDies(folder: string): void {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  for (let attempt = 0; attempt < REMOVE_TRIES_MAX; attempt++) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Tried again below.
    }
    if (!existsSync(folder)) return;
    Atomics.wait(sleeper, 0, 0, REMOVE_EVERY_MS);
  }
}

/** A test that was killed could not tidy up: the next one does it. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
    if (pid && !isRunning(pid)) rmSync(path.join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
