import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import lockfile from "proper-lockfile";
import { OWNER_ROLE, startEmbeddedPostgres } from "#server/platform/embedded-postgres.ts";
import { MIGRATIONS, migrate } from "#server/platform/migrate.ts";

export const TEMPLATE = "template_migrated";
const BORN_AT = Temporal.Instant.from("2026-01-01T00:00:00Z");
const ROOT = path.join(import.meta.dirname, "..", "..");
const DAY_MS = 24 * 3_600_000;
const LOCK = { stale: 60_000, retries: { retries: 600, factor: 1, minTimeout: 100, maxTimeout: 100 } };

/**
 * The folder of a stopped PostgreSQL that holds the migrated template: made once for these migrations and these versions,
 * copied by every test process, since making one takes longer than most test files.
 */
export async function migratedCluster(home?: string): Promise<string> {
  const store = path.join(tmpdir(), `throughline-templates-${process.getuid?.() ?? 0}`);
  const folder = path.join(store, versionOfAll(home));
  if (existsSync(folder)) return folder;
  mkdirSync(store, { recursive: true, mode: 0o700 });
  const done = await lockfile.lock(store, LOCK);
  try {
    if (!existsSync(folder)) {
      for (const name of readdirSync(store)) removeOld(path.join(store, name));
      await make(store, folder, home);
    }
  } finally {
    await done();
  }
  return folder;
}

// Yesterday's migrations are of no use; today's may be in use by a test that is running.
function removeOld(folder: string): void {
  if (Date.now() - statSync(folder).mtimeMs > DAY_MS) rmSync(folder, { recursive: true, force: true });
}

function versionOfAll(home = ""): string {
  const hash = createHash("sha256")
    .update(home)
    .update(readFileSync(path.join(ROOT, "package-lock.json")));
  const makers = ["server/platform/embedded-postgres.ts", "server/platform/migrate.ts"].map((file) => path.join(ROOT, file));
  const migrations = readdirSync(MIGRATIONS).sort();
  for (const file of [...makers, ...migrations.map((name) => path.join(MIGRATIONS, name))]) hash.update(file).update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}

async function make(store: string, folder: string, home?: string): Promise<void> {
  const aside = mkdtempSync(path.join(store, "making-"));
  const embedded = await startEmbeddedPostgres(aside, { durable: false, ...(home ? { home } : {}) });
  try {
    const client = new pg.Client({ connectionString: embedded.urlFor("superuser", "postgres") });
    await client.connect();
    await client.query(`create database ${TEMPLATE} owner ${OWNER_ROLE}`);
    await client.end();
    await migrate(embedded.urlFor("owner", TEMPLATE), { at: BORN_AT });
  } finally {
    await embedded.stop();
  }
  renameSync(aside, folder);
}
