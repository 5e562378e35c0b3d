import { createHmac, timingSafeEqual } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { type BackupKey, keyFor } from "./keys.ts";

export const MANIFEST = "manifest.json";
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Table = z.strictObject({
  name: z.string(),
  columns: z.array(z.string()),
  rows: z.number().int(),
  /** Of the rows as PostgreSQL writes them, in the order of their key: the same in every version. */
  sha256: Hash,
  file: z.string().regex(/^tables\/\d{4}$/),
  /** Of the file as it lies. */
  fileSha256: Hash,
});
const Part = z.strictObject({ file: z.string().regex(/^(blobs\.list|server\.key)$/), fileSha256: Hash });
const Content = z.strictObject({
  format: z.literal(1),
  id: z.uuid(),
  madeAt: z.iso.datetime(),
  keepUntil: z.iso.datetime(),
  version: z.string(),
  postgres: z.string(),
  world: z.enum(["demo", "real", "unborn"]),
  migrations: z.array(z.strictObject({ name: z.string(), hash: Hash })),
  jobs: z.number().int(),
  tables: z.array(Table),
  sequences: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  blobs: z.strictObject({ count: z.number().int(), bytes: z.number().int() }),
  parts: z.array(Part),
});
const Manifest = Content.extend({ mac: Hash });

/** What a backup holds. Counts and hashes only: it may be read without the key, and not be changed without it. */
export type BackupContent = z.infer<typeof Content>;
export type TableEntry = z.infer<typeof Table>;

/** A backup that cannot be taken as it is. */
export class BackupError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "BackupError";
  }
}

const macOf = (key: BackupKey, content: BackupContent) =>
  createHmac("sha256", keyFor(key, "manifest"))
    .update(JSON.stringify(Content.parse(content)))
    .digest();

/** The manifest's text, with a proof that whoever has the key wrote it. */
export function writeManifest(key: BackupKey, content: BackupContent): string {
  return JSON.stringify({ ...Content.parse(content), mac: macOf(key, content).toString("hex") }, null, 1);
}

/** What the manifest in this folder says; nothing of it is believed before `proveManifest`. */
export async function readManifest(folder: string): Promise<z.infer<typeof Manifest>> {
  try {
    return Manifest.parse(JSON.parse(await readFile(path.join(folder, MANIFEST), "utf8")));
  } catch (error) {
    throw new BackupError(`${folder} is no whole backup: its manifest is missing or cannot be read`, error);
  }
}

/** Refuses a manifest that somebody without the key has changed. */
export function proveManifest(key: BackupKey, { mac, ...content }: z.infer<typeof Manifest>): BackupContent {
  if (!timingSafeEqual(macOf(key, content), Buffer.from(mac, "hex")))
    throw new BackupError("the manifest has been changed since the backup was made");
  return content;
}

/** The backup that is meant: the folder itself, or the newest whole one in it. */
export async function findBackup(folder: string): Promise<string> {
  const names = await readdir(folder).catch(() => {
    throw new BackupError(`there is no folder ${folder}`);
  });
  if (names.includes(MANIFEST)) return folder;
  const [newest] = names
    .filter((name) => /^backup-\d{8}T\d{6}Z-[0-9a-f]+$/.test(name))
    .toSorted()
    .toReversed();
  if (!newest) throw new BackupError(`there is no whole backup in ${folder}`);
  return path.join(folder, newest);
}
