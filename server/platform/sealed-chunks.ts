import { createCipheriv, createDecipheriv } from "node:crypto";

/**
 * A file is a row of chunks, each sealed by AES-256-GCM under a key of the file's own, so that the middle of a recording can be
 * read without what stands before it, and nothing is handed out that was not checked. A chunk's number is its nonce (the
 * key is used for one file only); whether it is the last one is sealed too, so a file cut short does not pass for whole.
 */
export const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
export const SEALED_BYTES = CHUNK_BYTES + TAG_BYTES;

function nonceOf(index: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(index), 4);
  return nonce;
}

const sealedWith = (last: boolean) => Buffer.from([last ? 1 : 0]);

/** Seals one chunk. */
export function seal(key: Buffer, index: number, last: boolean, chunk: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, nonceOf(index)).setAAD(sealedWith(last));
  return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
}

/** Opens one chunk; throws when it, its number or its being the last is another than was sealed. */
export function unseal(key: Buffer, index: number, last: boolean, sealed: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, nonceOf(index)).setAAD(sealedWith(last)).setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
}

/** Cuts any stream into pieces of `size` bytes; the last one, perhaps empty or short, says that it is. */
export async function* cutInto(size: number, source: AsyncIterable<Uint8Array>): AsyncGenerator<{ chunk: Buffer; last: boolean }> {
  let rest = Buffer.alloc(0);
  for await (const piece of source) {
    rest = Buffer.concat([rest, piece]);
    // A full one is held back until something follows it: it might be the last.
    while (rest.length > size) {
      yield { chunk: rest.subarray(0, size), last: false };
      rest = rest.subarray(size);
    }
  }
  yield { chunk: rest, last: true };
}

/** A whole stream, sealed. */
export async function* sealed(key: Buffer, source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let index = 0;
  for await (const { chunk, last } of cutInto(CHUNK_BYTES, source)) yield seal(key, index++, last, chunk);
}

/** A whole sealed stream, opened; throws in the middle of what was changed or cut. */
export async function* unsealed(key: Buffer, source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let index = 0;
  for await (const { chunk, last } of cutInto(SEALED_BYTES, source)) yield unseal(key, index++, last, chunk);
}
