import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import type { ClosedSegment, MediaKind } from "./media.types.ts";
import { closeFile, listRecordings, type RecordingFile } from "./recording-files.ts";

const CLOSING_TIMEOUT_MS = 2000;
const CLOSING_POLL_MS = 50;

/** Waits until the engine has closed this room's files, closes what it left open, and describes each. */
export async function closeSegments(folder: string, roomId: string): Promise<ClosedSegment[]> {
  const deadline = performance.now() + CLOSING_TIMEOUT_MS;
  let files = await ofRoom(folder, roomId);
  while (files.some((file) => file.open) && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, CLOSING_POLL_MS));
    files = await ofRoom(folder, roomId);
  }
  return describeAll(files);
}

/** Closes and describes whatever lies in a folder whose engine is dead. */
export async function adoptSegments(folder: string): Promise<ClosedSegment[]> {
  return describeAll(await listRecordings(folder));
}

async function ofRoom(folder: string, roomId: string): Promise<RecordingFile[]> {
  return (await listRecordings(folder)).filter((file) => file.roomId === roomId);
}

async function describeAll(files: RecordingFile[]): Promise<ClosedSegment[]> {
  const segments: ClosedSegment[] = [];
  for (const file of files) {
    const { path, participantId, kind } = await closeFile(file);
    const content = await readSegment(path, kind);
    // Opened, and then nobody sent anything.
    if (content) segments.push({ path, participantId, kind, ...content });
    else await rm(path, { force: true });
  }
  return segments;
}

const MAGIC = "MJR00002";
const PREFIX_BYTES = 10;
const FRAME_MARK = "MEET";
const FRAME_BYTES = 10;

/** Where a packet's own header holds the sender's time stamp (RFC 3550, 5.1). */
const RTP_STAMP_AT = 4;
const RTP_HEADER_BYTES = 12;
const STAMPS_A_MS = { audio: 48, video: 90 };
const SETTLING_MS = 10_000;
const HEAD_START_MAX_MS = 2000;

/**
 * Reads the engine's format through: a header in JSON with the wall clock at the first packet, then packets with their
 * milliseconds since. Undefined when no packet was written. A file cut off in the middle ends at its last whole packet.
 */
export async function readSegment(
  file: string,
  kind: MediaKind,
): Promise<Omit<ClosedSegment, "path" | "participantId" | "kind"> | undefined> {
  const hash = createHash("sha256");
  let bytes = 0;
  let rest: Buffer = Buffer.alloc(0);
  let startedAt: number | undefined;
  let lastMs: number | undefined;
  let firstStamp: number | undefined;
  // A browser holds its first big picture back until it knows the link: the quickest of the early packets tells when
  // the first one would have come without that, and so keeps picture and sound together.
  let headStartMs = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let at = 0;
    if (startedAt === undefined) {
      const header = readHeader(rest);
      if (!header) continue;
      startedAt = header.startedAt;
      at = header.end;
    }
    while (rest.length >= at + FRAME_BYTES) {
      if (rest.toString("latin1", at, at + 4) !== FRAME_MARK) break;
      const end = at + FRAME_BYTES + rest.readUInt16BE(at + 8);
      if (rest.length < end) break;
      lastMs = rest.readUInt32BE(at + 4);
      if (end - at >= FRAME_BYTES + RTP_HEADER_BYTES && lastMs < SETTLING_MS) {
        const stamp = rest.readUInt32BE(at + FRAME_BYTES + RTP_STAMP_AT);
        firstStamp ??= stamp;
        // The difference of 32-bit counters that wrap around.
        const sentMs = ((stamp - firstStamp) | 0) / STAMPS_A_MS[kind];
        headStartMs = Math.max(headStartMs, sentMs - lastMs);
      }
      at = end;
    }
    rest = rest.subarray(at);
  }
  if (startedAt === undefined || lastMs === undefined) return undefined;
  const headStart = Math.min(Math.round(headStartMs), HEAD_START_MAX_MS);
  return { startedAt: startedAt - headStart, seconds: (lastMs + headStart) / 1000, bytes, sha256: hash.digest("hex") };
}

function readHeader(buffer: Buffer): { startedAt: number; end: number } | undefined {
  if (buffer.length < PREFIX_BYTES || buffer.toString("latin1", 0, MAGIC.length) !== MAGIC) return undefined;
  const end = PREFIX_BYTES + buffer.readUInt16BE(MAGIC.length);
  if (buffer.length < end) return undefined;
  // s: the file was made; u: its first packet came. Both in microseconds.
  const { s, u } = JSON.parse(buffer.toString("utf8", PREFIX_BYTES, end)) as { s: number; u?: number };
  return { startedAt: Math.round((u ?? s) / 1000), end };
}
