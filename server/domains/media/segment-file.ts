import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const MAGIC = "MJR00002";
const PREFIX_BYTES = 10;
const FRAME_MARK = "MEET";
const FRAME_BYTES = 10;

/** One piece of an engine's file: its header, or one packet with the milliseconds since the first. */
export type Piece = { kind: "header"; bytes: Buffer; startedAt: number } | { kind: "packet"; bytes: Buffer; ms: number; packet: Buffer };

/**
 * Reads the engine's format: a header in JSON with the wall clock at the first packet (epoch ms), then packets. Gives only what is whole.
 * A full disk tears a packet in the middle and the engine goes on behind it when there is room again; what was torn is passed over.
 * `onChunk` sees every byte, torn or whole.
 */
export async function* readPieces(file: string, onChunk?: (chunk: Buffer) => void): AsyncGenerator<Piece> {
  let rest: Buffer = Buffer.alloc(0);
  let header = false;
  function* take(last: boolean): Generator<Piece> {
    let at = 0;
    if (!header) {
      const found = readHeader(rest);
      if (!found) return;
      header = true;
      at = found.bytes.length;
      yield found;
    }
    while (rest.length >= at + FRAME_BYTES) {
      if (!marked(rest, at)) {
        const next = rest.indexOf(FRAME_MARK, at, "latin1");
        at = next >= 0 ? next : rest.length - FRAME_MARK.length + 1;
        if (next < 0) break;
        continue;
      }
      const end = at + FRAME_BYTES + rest.readUInt16BE(at + 8);
      if (!last && rest.length < end + FRAME_MARK.length) break;
      // Whole only when the next one begins where this one says that it ends, and not before.
      const next = rest.indexOf(FRAME_MARK, at + FRAME_MARK.length, "latin1");
      const whole = next === end || (next < 0 && last && rest.length >= end);
      if (whole) {
        yield {
          kind: "packet",
          bytes: rest.subarray(at, end),
          ms: rest.readUInt32BE(at + 4),
          packet: rest.subarray(at + FRAME_BYTES, end),
        };
        at = end;
      } else at += FRAME_MARK.length;
    }
    rest = rest.subarray(Math.min(at, rest.length));
  }
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    onChunk?.(chunk);
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    yield* take(false);
  }
  yield* take(true);
}

/** Writes a copy without what was torn: the engine's own converter dies of it. */
export async function copyWhole(file: string, copy: string): Promise<void> {
  async function* bytes() {
    for await (const piece of readPieces(file)) yield piece.bytes;
  }
  await pipeline(Readable.from(bytes(), { objectMode: false }), createWriteStream(copy));
}

const marked = (buffer: Buffer, at: number) => buffer.toString("latin1", at, at + FRAME_MARK.length) === FRAME_MARK;

function readHeader(buffer: Buffer): Piece | undefined {
  if (buffer.length < PREFIX_BYTES || buffer.toString("latin1", 0, MAGIC.length) !== MAGIC) return undefined;
  const end = PREFIX_BYTES + buffer.readUInt16BE(MAGIC.length);
  if (buffer.length < end) return undefined;
  // s: the file was made; u: its first packet came. Both in microseconds.
  const { s, u } = JSON.parse(buffer.toString("utf8", PREFIX_BYTES, end)) as { s: number; u?: number };
  return { kind: "header", bytes: buffer.subarray(0, end), startedAt: Math.round((u ?? s) / 1000) };
}
