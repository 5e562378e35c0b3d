import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import pg from "pg";
import { getConstructionPlans, getMigrationPlans } from "pg-boss";
import { APP_ROLE } from "./embedded-postgres.ts";

export const MIGRATIONS = path.join(import.meta.dirname, "..", "migrations");
export const JOBS_SCHEMA = "pgboss";

/** Any number, the same for every server: only one migrates, the others wait and then find nothing to do. */
const LOCK_KEY = 7_260_731;
const LOCK_MS_MAX = 120_000;

interface Migration {
  name: string;
  text: string;
  hash: string;
}

/** Brings the database to the newest version, as its owner, and tells the names of what it applied. Forward only. */
export async function migrate(ownerUrl: string, options: { at: Temporal.Instant; appRole?: string; folder?: string }): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, lock_timeout: LOCK_MS_MAX });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK_KEY]);
    await client.query(
      "create schema if not exists migrations; create table if not exists migrations.applied (name text primary key, hash text not null, applied_at timestamptz not null)",
    );
    const known = (await client.query<{ name: string; hash: string }>("select name, hash from migrations.applied")).rows;
    const files = readMigrations(options.folder ?? MIGRATIONS);
    refuseChanged(known, files);
    const wanted = files.filter((file) => !known.some((row) => row.name === file.name));
    for (const file of wanted) await apply(client, file, options.at);
    await installJobs(client);
    await letAppRead(client, options.appRole ?? APP_ROLE);
    return wanted.map((file) => file.name);
  } finally {
    // Ending the session gives the lock back.
    await client.end();
  }
}

/** The names of the migrations that this database still lacks, as far as the app's role can see. */
export async function pendingMigrations(url: string, folder = MIGRATIONS): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ there: boolean }>("select to_regclass('migrations.applied') is not null as there");
    const known = rows[0]?.there ? (await client.query<{ name: string }>("select name from migrations.applied")).rows : [];
    return readMigrations(folder)
      .map((file) => file.name)
      .filter((name) => !known.some((row) => row.name === name));
  } finally {
    await client.end();
  }
}

function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => /^\d{4}_[\w-]+\.sql$/.test(name));
  return names.sort().map((name) => {
    const text = readFileSync(path.join(folder, name), "utf8");
    return { name, text, hash: createHash("sha256").update(text).digest("hex") };
  });
}

function refuseChanged(known: readonly { name: string; hash: string }[], files: readonly Migration[]): void {
  for (const row of known) {
    const file = files.find((candidate) => candidate.name === row.name);
    if (!file) throw new Error(`this database has had ${row.name}, which this version does not know: it is older than its data`);
    if (file.hash !== row.hash) throw new Error(`${row.name} has changed since this database had it; write a new migration instead`);
  }
}

async function apply(client: pg.Client, file: Migration, at: Temporal.Instant): Promise<void> {
  await client.query("begin");
  try {
    await client.query(file.text);
    await client.query("insert into migrations.applied (name, hash, applied_at) values ($1, $2, $3)", [
      file.name,
      file.hash,
      at.toString(),
    ]);
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback");
    throw new Error(`${file.name} could not be applied: ${(cause as Error).message}`, { cause });
  }
}

/** The job queue's own tables, made by the owner; the app's role only reads and writes them. */
async function installJobs(client: pg.Client): Promise<void> {
  const wanted = (createRequire(import.meta.url)("pg-boss/package.json") as { pgboss: { schema: number } }).pgboss.schema;
  const { rows } = await client.query<{ there: boolean }>("select to_regclass($1) is not null as there", [`${JOBS_SCHEMA}.version`]);
  if (!rows[0]?.there) {
    await client.query(getConstructionPlans(JOBS_SCHEMA));
    return;
  }
  const version = Number((await client.query<{ version: number }>(`select version from ${JOBS_SCHEMA}.version`)).rows[0]?.version);
  if (version < wanted) await client.query(getMigrationPlans(JOBS_SCHEMA, version));
}

async function letAppRead(client: pg.Client, appRole: string): Promise<void> {
  const role = client.escapeIdentifier(APP_ROLE);
  await client.query(`grant usage on schema migrations, ${JOBS_SCHEMA} to ${role}; grant select on migrations.applied to ${role};
    grant select, insert, update, delete on all tables in schema ${JOBS_SCHEMA} to ${role};
    grant execute on all functions in schema ${JOBS_SCHEMA} to ${role}`);
  if (appRole === APP_ROLE) return;
  // An outside database names its login as it likes; rights hang on our role, so that login becomes a member.
  const { rows } = await client.query<{ member: boolean }>("select pg_has_role($1, $2, 'usage') as member", [appRole, APP_ROLE]);
  if (!rows[0]?.member) await client.query(`grant ${role} to ${client.escapeIdentifier(appRole)}`);
}
