import { createReadStream, createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { MAGIC } from "./recording-files.ts";

const PREFIX_BYTES = 10;
const FRAME_MARK = "MEET";
const FRAME_BYTES = 10;
/** A packet that came later than this after the file's last change carries a torn clock. */
const CLOCKS_APART_MS_MAX = 10_000;
/** The engine keeps a number for far fewer packets than this; its converter dies of one that comes twice. */
const SAME_NUMBER_WITHIN = 10_000;
const NUMBER_AT = 2;
const RTP_HEADER_BYTES = 12;
const PACKET_BYTES_MAX = 1500;
const ONE_BYTE_HEADERS = 0xbede;

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
  let msMax = 0;
  const writtenAt = (await stat(file)).mtimeMs;
  function* take(last: boolean): Generator<Piece> {
    let at = 0;
    if (!header) {
      const found = readHeader(rest);
      if (!found) return;
      header = true;
      at = found.bytes.length;
      msMax = writtenAt - found.startedAt + CLOCKS_APART_MS_MAX;
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
      const ms = rest.readUInt32BE(at + 4);
      // Whole when the next one begins where this one says that it ends. What lies within says nothing: whoever sends it chose it.
      const whole = ms <= msMax && (marked(rest, end) || (last && rest.length >= end && rest.length < end + FRAME_MARK.length));
      if (whole) {
        yield { kind: "packet", bytes: rest.subarray(at, end), ms, packet: rest.subarray(at + FRAME_BYTES, end) };
        at = end;
      } else at += FRAME_MARK.length;
    }
    rest = rest.subarray(Math.min(at, rest.length));
  }
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    onChunk?.(chunk);
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    if (!header && hopeless(rest)) return;
    yield* take(false);
  }
  yield* take(true);
}

/**
 * Writes a copy without what was torn, packets that came twice (by the sequence number of RFC 3550, 5.1), and headers that do not add
 * up, whoever made them so: the engine's own converter dies of any of them, and a recording must not hang on one packet.
 * Answers with how many packets were read and how many of them were copied.
 */
export async function copyWhole(file: string, copy: string): Promise<{ read: number; copied: number }> {
  const seen = new Map<number, number>();
  let [read, copied] = [0, 0];
  async function* bytes() {
    for await (const piece of readPieces(file)) {
      if (piece.kind === "packet") {
        read += 1;
        if (!wellFormed(piece.packet)) continue;
        const number = piece.packet.readUInt16BE(NUMBER_AT);
        const before = seen.get(number);
        if (before !== undefined && copied - before < SAME_NUMBER_WITHIN) continue;
        seen.set(number, copied++);
      }
      yield piece.bytes;
    }
  }
  await pipeline(Readable.from(bytes(), { objectMode: false }), createWriteStream(copy));
  return { read, copied };
}

/** `s`: the file was made; `u`: its first packet came. Both in microseconds. */
const Times = z.object({ s: z.number(), u: z.number().optional() });
function parsed(words: string): unknown {
  try {
    return JSON.parse(words);
  } catch {
    return undefined;
  }
}

const marked = (buffer: Buffer, at: number) => buffer.toString("latin1", at, at + FRAME_MARK.length) === FRAME_MARK;

/** Whether a packet's header lies within it: its sources, its extension, and each element of that (RFC 3550, 5.1; RFC 8285, 4.2). */
export function wellFormed(packet: Buffer): boolean {
  if (packet.length < RTP_HEADER_BYTES || packet.length > PACKET_BYTES_MAX) return false;
  const first = packet.readUInt8(0);
  if (first >> 6 !== 2) return false;
  const at = RTP_HEADER_BYTES + 4 * (first & 0x0f);
  const extended = (first & 0x10) !== 0;
  if (!extended) return at <= packet.length;
  if (at + 4 > packet.length) return false;
  const elements = packet.subarray(at + 4, at + 4 + 4 * packet.readUInt16BE(at + 2));
  if (elements.length !== 4 * packet.readUInt16BE(at + 2)) return false;
  if (packet.readUInt16BE(at) !== ONE_BYTE_HEADERS) return true;
  for (let element = 0; element < elements.length; ) {
    const byte = elements[element]!;
    if (byte >> 4 === 15) break;
    element += byte === 0 ? 1 : 2 + (byte & 0x0f);
    if (element > elements.length) return false;
  }
  return true;
}

/** No recording, or one whose header is torn: nothing in it can be dated. */
const hopeless = (buffer: Buffer) =>
  (buffer.length >= PREFIX_BYTES && buffer.toString("latin1", 0, MAGIC.length) !== MAGIC) || buffer.length > PREFIX_BYTES + 0xffff;

function readHeader(buffer: Buffer): Extract<Piece, { kind: "header" }> | undefined {
  if (buffer.length < PREFIX_BYTES || buffer.toString("latin1", 0, MAGIC.length) !== MAGIC) return undefined;
  const end = PREFIX_BYTES + buffer.readUInt16BE(MAGIC.length);
  if (buffer.length < end) return undefined;
  const times = Times.safeParse(parsed(buffer.toString("utf8", PREFIX_BYTES, end)));
  return times.success
    ? { kind: "header", bytes: buffer.subarray(0, end), startedAt: Math.round((times.data.u ?? times.data.s) / 1000) }
    : undefined;
}
