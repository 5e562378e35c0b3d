import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { type Db, openDatabase } from "#server/platform/database.ts";
import { type Embedded, embeddedAccess, OWNER_ROLE, startEmbeddedPostgres } from "#server/platform/embedded-postgres.ts";
import { migratedCluster, TEMPLATE } from "./migrated-cluster.ts";

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

type UrlFor = Embedded["urlFor"];

/** Names the folder of the PostgreSQL that a whole run of tests shares. */
export const SHARED_VARIABLE = "THROUGHLINE_TEST_CLUSTER";
const PREFIX = "throughline-test-";

const REMOVE_TRIES_MAX = 100;
const REMOVE_EVERY_MS = 20;

let cluster: Promise<UrlFor> | undefined;
let made = 0;

/** A fresh, migrated database; all of one test process lie in one PostgreSQL, which ends with the process, crash or not. */
export async function startDatabase(): Promise<TestDatabase> {
  cluster ??= reachCluster();
  const urlFor = await cluster;
  const name = `test_${process.pid}_${++made}`;
  await asSuperuser(urlFor, `create database ${name} template ${TEMPLATE} owner ${OWNER_ROLE} strategy file_copy`);
  const appUrl = urlFor("app", name);
  const ownerUrl = urlFor("owner", name);
  const db = openDatabase(appUrl, { max: 40 });
  const owner = openDatabase(ownerUrl, { max: 2 });
  return {
    db,
    owner,
    appUrl,
    ownerUrl,
    async close() {
      await Promise.all([db.destroy(), owner.destroy()]);
      await asSuperuser(urlFor, `drop database ${name} with (force)`);
    },
  };
}

/** The PostgreSQL that a whole test run shares, or else one of this process's own, which ends with it. */
async function reachCluster(): Promise<UrlFor> {
  const shared = process.env[SHARED_VARIABLE];
  return shared ? embeddedAccessOrFail(shared) : (await startCluster()).urlFor;
}

/** Starts one PostgreSQL (the one in `home`, if named); test processes with these variables each make their own databases there. */
export async function shareCluster(home?: string): Promise<{ env: Record<string, string>; stop(): Promise<void> }> {
  const { folder, stop } = await startCluster(home);
  return { env: { [SHARED_VARIABLE]: folder }, stop };
}

/** A PostgreSQL of the caller's own with one migrated database, for a test that kills it: it comes back by itself, on the same port. */
export async function startDatabaseApart(): Promise<{
  appUrl: string;
  ownerUrl: string;
  killPostgres(): Promise<void>;
  stop(): Promise<void>;
}> {
  const { folder, urlFor, stop } = await startCluster();
  const pidFile = path.join(folder, "cluster", "postmaster.pid");
  return {
    appUrl: urlFor("app", TEMPLATE),
    ownerUrl: urlFor("owner", TEMPLATE),
    // The next one answers only when every connection of the one before is gone.
    async killPostgres() {
      process.kill(Number(readFileSync(pidFile, "utf8").split("\n")[0]), "SIGKILL");
      const dead = Date.now();
      while (!(await startedAfter(urlFor("app", TEMPLATE), dead))) await new Promise((resolve) => setTimeout(resolve, REMOVE_EVERY_MS));
    },
    stop,
  };
}

async function startedAfter(url: string, ms: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ ms: number }>("select extract(epoch from pg_postmaster_start_time())::float8 * 1000 as ms");
    return (rows[0]?.ms ?? 0) > ms - 1;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function startCluster(home?: string): Promise<Embedded & { folder: string }> {
  removeLeftovers();
  const folder = mkdtempSync(path.join(tmpdir(), `${PREFIX}${process.pid}-`));
  let embedded: Embedded | undefined;
  process.once("exit", () => {
    embedded?.kill();
    removeWhileItDies(folder);
  });
  cpSync(await migratedCluster(home), folder, { recursive: true });
  embedded = await startEmbeddedPostgres(folder, { durable: false, ...(home ? { home } : {}) });
  return { ...embedded, folder };
}

function embeddedAccessOrFail(folder: string): UrlFor {
  const urlFor = embeddedAccess(folder);
  assert(urlFor, `there is no database in ${folder}`);
  return urlFor;
}

async function asSuperuser(urlFor: UrlFor, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlFor("superuser", "postgres") });
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
