import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from } from "pg-copy-streams";
import { unsealed } from "#server/platform/sealed-chunks.ts";
import { hashOf, isBlobName, listBlobs, readFileOf, writeWhole } from "./files.ts";
import { type BackupKey, findKey, keyFor } from "./keys.ts";
import { hashTable } from "./make.ts";
import { type BackupContent, BackupError, findBackup, proveManifest, readManifest } from "./manifest.ts";
import { listTables, listTies, openSession, type Table, versionsOf } from "./tables.ts";

/** A backup that was looked through to its last byte. */
export interface ProvenBackup {
  folder: string;
  key: BackupKey;
  content: BackupContent;
  blobs: { name: string; sha256: string }[];
}

/** Looks through a whole backup: refuses one that is torn, changed, or without its key, before anything is touched. */
export async function proveBackup(given: string, keys: string): Promise<ProvenBackup> {
  const folder = await findBackup(given);
  const manifest = await readManifest(folder);
  const key = await findKey(keys, manifest.id);
  if (!key)
    throw new BackupError(
      `the key of this backup is not in ${keys}: it lies elsewhere (say where with --keys), or its day, ${manifest.keepUntil}, has come and the backup is noise`,
    );
  const content = proveManifest(key, manifest);
  for (const { file, fileSha256, sha256, name } of content.tables) {
    await proveFile(folder, file, fileSha256);
    if ((await hashOf(opened(folder, key, file))) !== sha256) throw new BackupError(`${name} in this backup is not what was written`);
  }
  for (const { file, fileSha256 } of content.parts) await proveFile(folder, file, fileSha256);
  const blobs = await readBlobList(folder, key);
  for (const { name, sha256 } of blobs) await proveFile(folder, path.join("blobs", name), sha256);
  return { folder, key, content, blobs };
}

async function proveFile(folder: string, file: string, sha256: string): Promise<void> {
  const found = await hashOf(readFileOf(path.join(folder, file))).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (found !== sha256)
    throw new BackupError(`${file} of this backup is ${found === undefined ? "missing" : "damaged or has been changed"}`);
}

const opened = (folder: string, key: BackupKey, file: string) => unsealed(keyFor(key, file), readFileOf(path.join(folder, file)));

async function textOf(source: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}

async function readBlobList(folder: string, key: BackupKey): Promise<ProvenBackup["blobs"]> {
  const lines = (await textOf(opened(folder, key, "blobs.list"))).split("\n").filter(Boolean);
  return lines.map((line) => {
    const [name = "", sha256 = ""] = line.split(" ");
    // A backup may come from a stranger who has its key: a name could lead out of the folder of blobs.
    if (!isBlobName(name)) throw new BackupError("the list of files in this backup names what is none of them");
    return { name, sha256 };
  });
}

/** Where a backup goes. */
export interface RestorePlan {
  ownerUrl: string;
  dataDir: string;
  /** True: whatever is there now is deleted. */
  replace: boolean;
}

/**
 * Fills a migrated database and the data folder from a proven backup, in one transaction: at its end every table has been read again and
 * compared with the manifest, or nothing has changed.
 */
export async function restoreBackup(backup: ProvenBackup, plan: RestorePlan): Promise<void> {
  const client = await openSession(plan.ownerUrl);
  try {
    await client.query("begin");
    await client.query("set local lock_timeout = '10s'");
    const tables = await fitting(client, backup.content);
    await refuseUsed(client);
    if (!plan.replace) await refuseFull(client);
    await refill(client, tables, backup);
    await copyBlobs(backup, plan);
    await keepServerKey(backup, plan.dataDir);
    await client.query("commit");
    await finishFiles(backup, plan);
  } catch (error) {
    await client.query("rollback").catch(() => {});
    await rm(path.join(plan.dataDir, "server.key.restored"), { force: true });
    throw error;
  } finally {
    await client.end();
  }
}

async function fitting(client: pg.Client, content: BackupContent): Promise<Map<string, Table>> {
  const { migrations, jobs } = await versionsOf(client);
  const same = (one: BackupContent["migrations"], other: BackupContent["migrations"]) => JSON.stringify(one) === JSON.stringify(other);
  if (!same(migrations, content.migrations) || jobs !== content.jobs)
    throw new BackupError(
      `this backup was made by version ${content.version} with ${content.migrations.length} migrations, the newest ${content.migrations.at(-1)?.name}; restore it with that version, and start the newer one afterwards`,
    );
  const tables = new Map((await listTables(client)).map((table) => [table.name, table]));
  for (const { name, columns } of content.tables)
    if (JSON.stringify(tables.get(name)?.columns) !== JSON.stringify(columns))
      throw new BackupError(`${name} has other columns here than in this backup`);
  return tables;
}

/** A server that runs would write on, by what it remembers. */
async function refuseUsed(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query(
    "select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name like 'throughline%'",
  );
  if (rowCount) throw new BackupError("a server is using this database: stop it first");
}

async function refuseFull(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ kind: string }>("select kind from world.birth");
  if (rows[0])
    throw new BackupError(
      `there is a ${rows[0].kind} world here already. With --replace all of it (people, visits, recordings, the record) is deleted for good, and the backup's world takes its place`,
    );
}

async function refill(client: pg.Client, tables: ReadonlyMap<string, Table>, { folder, key, content }: ProvenBackup): Promise<void> {
  const ties = await listTies(client);
  for (const { table, name } of ties) await client.query(`alter table ${table} drop constraint ${name}`);
  for (const { name } of tables.values()) await client.query(`alter table ${name} disable trigger user`);
  await client.query(`truncate ${[...tables.keys()].join(", ")}`);
  for (const { name, file } of content.tables) {
    const table = tables.get(name);
    if (table) await pipeline(opened(folder, key, file), client.query(from(table.fill)));
  }
  for (const { table, name, definition } of ties) await client.query(`alter table ${table} add constraint ${name} ${definition}`);
  for (const { name } of tables.values()) await client.query(`alter table ${name} enable trigger user`);
  for (const { name, value } of content.sequences) await client.query("select setval($1::regclass, $2)", [name, value]);
  for (const { name, sha256 } of content.tables) {
    const table = tables.get(name);
    if (table && (await hashTable(client, table)) !== sha256)
      throw new BackupError(`${name} did not come back as it was; nothing was changed`);
  }
}

async function copyBlobs({ folder, blobs }: ProvenBackup, { dataDir }: RestorePlan): Promise<void> {
  for (const { name } of blobs) {
    const file = path.join(dataDir, "blobs", name);
    await writeWhole(`${file}.part`, readFileOf(path.join(folder, "blobs", name)));
    await rename(`${file}.part`, file);
  }
}

async function keepServerKey({ folder, key, content }: ProvenBackup, dataDir: string): Promise<void> {
  if (!content.parts.some(({ file }) => file === "server.key")) return;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await writeWhole(path.join(dataDir, "server.key.restored"), opened(folder, key, "server.key"));
}

/** After the commit: the restored world's key takes its place, and blobs of the world before go. */
async function finishFiles({ blobs }: ProvenBackup, { dataDir }: RestorePlan): Promise<void> {
  const restored = path.join(dataDir, "server.key.restored");
  if (existsSync(restored)) await rename(restored, path.join(dataDir, "server.key"));
  const wanted = new Set(blobs.map(({ name }) => name));
  const folder = path.join(dataDir, "blobs");
  for (const name of await listBlobs(folder)) if (!wanted.has(name)) await rm(path.join(folder, name), { force: true });
}
