import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir } from "node:fs/promises";
import path from "node:path";

/** Passes bytes on and counts and hashes them. */
export function measured(
  source: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> & { bytes: number; lines: number; sha256(): string } {
  const hash: Hash = createHash("sha256");
  const stream = {
    bytes: 0,
    lines: 0,
    sha256: () => hash.digest("hex"),
    async *[Symbol.asyncIterator]() {
      for await (const piece of source) {
        hash.update(piece);
        stream.bytes += piece.length;
        // PostgreSQL writes a line break within a value as two letters: each one here ends a row.
        for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) stream.lines++;
        yield piece;
      }
    },
  };
  return stream;
}

/** Writes a stream onto the disk, not only to the system, before it answers. */
export async function writeWhole(file: string, source: AsyncIterable<Uint8Array>): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, "w", 0o600);
  try {
    for await (const piece of source) await handle.writeFile(piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What a stream holds, hashed to its end. */
export async function hashOf(source: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of source) hash.update(piece);
  return hash.digest("hex");
}

export const readFileOf = (file: string): AsyncIterable<Buffer> => createReadStream(file, { highWaterMark: 256 * 1024 });

/** Whether this is the path of a whole blob within its folder, as the store writes it; nothing else is one, least of all a way out of the folder. */
export const isBlobName = (name: string): boolean => /^[0-9a-f]{2}\/[0-9a-f-]{36}$/.test(name);

/** The whole blobs in a folder, as paths within it. */
export async function listBlobs(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names.filter(isBlobName).toSorted();
}
