import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { newId } from "./id.ts";
import { CHUNK_BYTES, cutInto, SEALED_BYTES, seal, unseal } from "./sealed-chunks.ts";

/** What the caller keeps in its row. Without the key the bytes are noise: deleting the key deletes every copy. */
export interface StoredBlob {
  id: string;
  /** 32 random bytes, never logged, never reused. */
  key: Buffer;
  /** Length of what was put in, not of the file. */
  bytes: number;
  /** Of what was put in, hexadecimal. */
  sha256: string;
}

/** Both ends are within: `{ start: 0, end: 9 }` are the first ten bytes. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Where files lie, encrypted with a key each. */
export interface Blobs {
  /** With an `id` of the caller's own, a row can name the file before it is there, and a crash between the two leaves a row that says so. */
  put(source: AsyncIterable<Uint8Array>, id?: string): Promise<StoredBlob>;
  read(blob: Pick<StoredBlob, "id" | "key" | "bytes">, range?: ByteRange): Readable;
  remove(id: string): Promise<void>;
  /** Every file, half written ones included, by the id in its name. */
  list(): AsyncIterable<{ id: string; writtenAt: Temporal.Instant }>;
  /** Bytes that can still be put in. */
  freeBytes(): Promise<number>;
}

/** Blobs in a local folder. */
export function openBlobs(folder: string): Blobs {
  const fileOf = (id: string) => path.join(folder, id.slice(-2), id);
  return {
    async put(source, id = newId()) {
      const key = randomBytes(32);
      const hash = createHash("sha256");
      const file = fileOf(id);
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      const handle = await open(`${file}.part`, "wx", 0o600);
      let bytes = 0;
      try {
        let index = 0;
        for await (const { chunk, last } of cutInto(CHUNK_BYTES, source)) {
          hash.update(chunk);
          bytes += chunk.length;
          await handle.writeFile(seal(key, index++, last, chunk));
        }
        // On the disk before a row may speak of it.
        await handle.sync();
        await handle.close();
        await rename(`${file}.part`, file);
      } catch (error) {
        await handle.close().catch(() => {});
        await rm(`${file}.part`, { force: true });
        throw error;
      }
      return { id, key, bytes, sha256: hash.digest("hex") };
    },
    read(blob, range = { start: 0, end: blob.bytes - 1 }) {
      if (blob.bytes > 0 && (range.start < 0 || range.end >= blob.bytes || range.start > range.end))
        throw new RangeError("outside the blob");
      return Readable.from(opened(fileOf(blob.id), blob.key, blob.bytes, range), { objectMode: false });
    },
    async remove(id) {
      await rm(fileOf(id), { force: true });
      // What a crash left of one that was being written.
      await rm(`${fileOf(id)}.part`, { force: true });
    },
    async *list() {
      for (const name of await namesIn(folder)) {
        const [, id] = FILE_NAME.exec(name) ?? [];
        const found = id && (await stat(path.join(folder, name)).catch(() => undefined));
        if (id && found) yield { id, writtenAt: Temporal.Instant.fromEpochMilliseconds(Math.floor(found.mtimeMs)) };
      }
    },
    async freeBytes() {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
  };
}

const FILE_NAME = /^[0-9a-f]{2}\/([0-9a-f-]{36})(?:\.part)?$/;

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder, { recursive: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

async function* opened(file: string, key: Buffer, bytes: number, range: ByteRange): AsyncGenerator<Buffer> {
  const lastIndex = Math.max(0, Math.ceil(bytes / CHUNK_BYTES) - 1);
  const first = Math.floor(range.start / CHUNK_BYTES);
  const final = bytes === 0 ? 0 : Math.floor(range.end / CHUNK_BYTES);
  const stream = createReadStream(file, { start: first * SEALED_BYTES, end: (final + 1) * SEALED_BYTES - 1, highWaterMark: SEALED_BYTES });
  let rest = Buffer.alloc(0);
  let index = first;
  const cut = (chunk: Buffer, at: number) => chunk.subarray(Math.max(0, range.start - at * CHUNK_BYTES), range.end + 1 - at * CHUNK_BYTES);
  for await (const piece of stream as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, piece]);
    while (rest.length >= SEALED_BYTES && index < lastIndex) {
      yield cut(unseal(key, index, false, rest.subarray(0, SEALED_BYTES)), index);
      index++;
      rest = rest.subarray(SEALED_BYTES);
    }
  }
  if (final === lastIndex) yield cut(unseal(key, lastIndex, true, rest), lastIndex);
  else if (index <= final) throw new Error("the blob is shorter than its row says");
}
