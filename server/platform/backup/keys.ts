import { hkdfSync, randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

const KeyFile = z.strictObject({ id: z.uuid(), key: z.base64(), madeAt: z.iso.datetime(), keepUntil: z.iso.datetime() });

/** One backup's own key. Without it the backup is noise, which is how a deletion reaches backups. */
export interface BackupKey {
  id: string;
  key: Buffer;
  madeAt: Temporal.Instant;
  keepUntil: Temporal.Instant;
}

const KEY_BYTES = 32;
const fileOf = (folder: string, id: string) => path.join(folder, `${id}.key`);

/** A new key, in memory only: it is written down when the backup is whole. */
export const newKey = (id: string, madeAt: Temporal.Instant, keepDays: number): BackupKey => ({
  id,
  key: randomBytes(KEY_BYTES),
  madeAt,
  keepUntil: madeAt.add({ hours: 24 * keepDays }),
});

/** A key for one file and one use of a backup. */
export const keyFor = ({ key, id }: BackupKey, use: string): Buffer => Buffer.from(hkdfSync("sha256", key, id, use, KEY_BYTES));

/** Writes a key where only its owner may read it, and onto the disk before it answers. */
export async function keepKey(folder: string, { id, key, madeAt, keepUntil }: BackupKey): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = fileOf(folder, id);
  const handle = await open(`${file}.new`, "w", 0o600);
  try {
    await handle.writeFile(JSON.stringify({ id, key: key.toString("base64"), madeAt: madeAt.toString(), keepUntil: keepUntil.toString() }));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
}

/** The key of a backup; undefined when its day has come, or it lies elsewhere. */
export async function findKey(folder: string, id: string): Promise<BackupKey | undefined> {
  const text = await readFile(fileOf(folder, id), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return text === undefined ? undefined : toKey(text);
}

function toKey(text: string): BackupKey {
  const { id, key, madeAt, keepUntil } = KeyFile.parse(JSON.parse(text));
  return { id, key: Buffer.from(key, "base64"), madeAt: Temporal.Instant.from(madeAt), keepUntil: Temporal.Instant.from(keepUntil) };
}

/** Deletes the keys whose day has come; tells of each from when it was. */
export async function deleteKeys(folder: string, now: Temporal.Instant): Promise<Temporal.Instant[]> {
  const names = await readdir(folder).catch(() => []);
  const gone: Temporal.Instant[] = [];
  for (const name of names.filter((each) => each.endsWith(".key"))) {
    const key = toKey(await readFile(path.join(folder, name), "utf8"));
    if (Temporal.Instant.compare(key.keepUntil, now) > 0) continue;
    await rm(path.join(folder, name), { force: true });
    gone.push(key.keepUntil);
  }
  return gone;
}
