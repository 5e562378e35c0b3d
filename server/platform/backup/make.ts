import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import { to } from "pg-copy-streams";
import { newId } from "#server/platform/id.ts";
import { sealed } from "#server/platform/sealed-chunks.ts";
import { hashOf, listBlobs, measured, readFileOf, writeWhole } from "./files.ts";
import { type BackupKey, keepKey, keyFor, newKey } from "./keys.ts";
import { type BackupContent, BackupError, MANIFEST, type TableEntry, writeManifest } from "./manifest.ts";
import { listSequences, listTables, openSession, type Table, versionsOf } from "./tables.ts";

/** What is backed up, and where to. */
export interface BackupPlan {
  ownerUrl: string;
  dataDir: string;
  /** Backups lie in it, a folder each. */
  to: string;
  /** Their keys lie here: somewhere else, or a backup is never noise. */
  keys: string;
  keepDays: number;
  version: string;
  now: Temporal.Instant;
}

const UNFINISHED = /^backup-.*\.unfinished$/;

/**
 * Copies every table as it stands at one moment, and the blobs as they lie, beside a running server or without one: those that lie there before that moment,
 * then those that came until it, so that what is deleted while the tables are copied is there. The folder has its name, and the key is written, only when all of it is on the disk: what a killed backup leaves is noise without a name.
 */
export async function makeBackup(plan: BackupPlan): Promise<{ folder: string; content: BackupContent }> {
  const key = newKey(newId(), plan.now, plan.keepDays);
  const stamp = plan.now.toString({ smallestUnit: "second" }).replaceAll(/[-:]/g, "");
  const folder = path.join(plan.to, `backup-${stamp}-${key.id.slice(-12)}`);
  const unfinished = `${folder}.unfinished`;
  try {
    await mkdir(plan.to, { recursive: true, mode: 0o700 });
    for (const name of await readdir(plan.to))
      if (UNFINISHED.test(name)) await rm(path.join(plan.to, name), { recursive: true, force: true });
    await mkdir(unfinished, { mode: 0o700 });
    const content = await fill(unfinished, key, plan);
    await writeWhole(path.join(unfinished, MANIFEST), text(writeManifest(key, content)));
    await keepKey(plan.keys, key);
    await rename(unfinished, folder);
    return { folder, content };
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => {});
    throw isFull(error) ? new BackupError(`the disk that holds ${plan.to} is full: nothing was kept of this backup`, error) : error;
  }
}

/** No space left here, none left for this account, or a file larger than this account may write. */
const isFull = (error: unknown) => ["ENOSPC", "EDQUOT", "EFBIG"].includes((error as NodeJS.ErrnoException).code ?? "");

async function fill(folder: string, key: BackupKey, plan: BackupPlan): Promise<BackupContent> {
  const client = await openSession(plan.ownerUrl);
  const copied: CopiedBlobs = { lines: new Map(), bytes: 0 };
  try {
    await copyBlobs(folder, path.join(plan.dataDir, "blobs"), copied);
    await client.query("begin transaction isolation level repeatable read read only");
    const { migrations, jobs, postgres } = await versionsOf(client);
    const world = await client.query<{ kind: "demo" | "real" }>("select kind from world.birth");
    const tables: TableEntry[] = [];
    for (const [index, table] of (await listTables(client)).entries()) tables.push(await writeTable(client, folder, key, table, index));
    const sequences = await listSequences(client);
    await copyBlobs(folder, path.join(plan.dataDir, "blobs"), copied);
    const blobs = { count: copied.lines.size, bytes: copied.bytes };
    const list = [...copied.lines].toSorted().map(([name, sha256]) => `${name} ${sha256}\n`);
    const parts = [await writePart(folder, key, "blobs.list", text(list.join("")))];
    const serverKey = path.join(plan.dataDir, "server.key");
    if (existsSync(serverKey)) parts.push(await writePart(folder, key, "server.key", text(await readFile(serverKey, "utf8"))));
    const { id, madeAt, keepUntil } = key;
    return {
      ...{ format: 1, id, version: plan.version, postgres, migrations, jobs, tables, sequences, blobs, parts },
      world: world.rows[0]?.kind ?? "unborn",
      madeAt: madeAt.toString(),
      keepUntil: keepUntil.toString(),
    };
  } finally {
    await client.end();
  }
}

async function writeTable(
  client: pg.Client,
  folder: string,
  key: BackupKey,
  { name, columns, read }: Table,
  index: number,
): Promise<TableEntry> {
  const file = `tables/${String(index).padStart(4, "0")}`;
  const rows = measured(client.query(to(read)));
  const out = measured(sealed(keyFor(key, file), rows));
  await writeWhole(path.join(folder, file), out);
  return { name, columns, rows: rows.lines, sha256: rows.sha256(), file, fileSha256: out.sha256() };
}

async function writePart(folder: string, key: BackupKey, file: "blobs.list" | "server.key", source: AsyncIterable<Uint8Array>) {
  const out = measured(sealed(keyFor(key, file), source));
  await writeWhole(path.join(folder, file), out);
  return { file, fileSha256: out.sha256() };
}

interface CopiedBlobs {
  /** SHA-256 by name. */
  lines: Map<string, string>;
  bytes: number;
}

/** Copies what is not copied yet. Blobs are encrypted already, with a key each that lies in its row, and none is ever written again: they are copied as they lie. */
async function copyBlobs(folder: string, from: string, copied: CopiedBlobs): Promise<void> {
  for (const name of await listBlobs(from)) {
    if (copied.lines.has(name)) continue;
    const source = measured(readFileOf(path.join(from, name)));
    try {
      await writeWhole(path.join(folder, "blobs", name), source);
    } catch (error) {
      // Its day came while this was going on.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      await rm(path.join(folder, "blobs", name), { force: true });
      continue;
    }
    copied.lines.set(name, source.sha256());
    copied.bytes += source.bytes;
  }
}

async function* text(words: string): AsyncGenerator<Buffer> {
  yield Buffer.from(words, "utf8");
}

/** The hash of a table as it stands now, for comparing with a manifest. */
export const hashTable = (client: pg.Client, { read }: Table): Promise<string> => hashOf(client.query(to(read)));
