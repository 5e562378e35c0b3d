import { createHash } from "node:crypto";
import { rm, stat } from "node:fs/promises";
import type { Adopted, ClosedSegment, LostPart, MediaKind } from "./media.types.ts";
import { closeFile, listRecordings, type RecordingFile } from "./recording-files.ts";
import { readPieces } from "./segment-file.ts";

const CLOSING_TIMEOUT_MS = 2000;
const CLOSING_POLL_MS = 50;
/** A header and no packet. */
const EMPTY_BYTES_MAX = 1024;

/** Waits until the engine has closed this room's files, closes what it left open, and describes each. */
export async function closeSegments(folder: string, roomId: string): Promise<ClosedSegment[]> {
  const deadline = performance.now() + CLOSING_TIMEOUT_MS;
  let files = await ofRoom(folder, roomId);
  while (files.some((file) => file.open) && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, CLOSING_POLL_MS));
    files = await ofRoom(folder, roomId);
  }
  return (await describeAll(files)).segments;
}

/** Closes and describes whatever lies in a folder whose engine is dead. */
export async function adoptSegments(folder: string): Promise<Adopted> {
  return describeAll(await listRecordings(folder));
}

async function ofRoom(folder: string, roomId: string): Promise<RecordingFile[]> {
  return (await listRecordings(folder)).filter((file) => file.roomId === roomId);
}

async function describeAll(files: RecordingFile[]): Promise<Adopted> {
  const segments: ClosedSegment[] = [];
  const unreadable: LostPart[] = [];
  for (const file of files) {
    const { path, participantId, kind, madeAt } = await closeFile(file);
    const content = await readSegment(path, kind);
    if (content) segments.push({ path, participantId, kind, ...content });
    // Opened, and then nobody sent anything.
    else if ((await stat(path)).size < EMPTY_BYTES_MAX) await rm(path, { force: true });
    else unreadable.push({ participantId, kind, madeAt: Math.floor(madeAt / 1000) });
  }
  return { segments, unreadable };
}

/** Where a packet's own header holds the sender's time stamp (RFC 3550, 5.1). */
const RTP_STAMP_AT = 4;
const RTP_HEADER_BYTES = 12;
const STAMPS_A_MS = { audio: 48, video: 90 };
const SETTLING_MS = 10_000;
const HEAD_START_MAX_MS = 2000;

/** What an engine's file holds: when it begins, how long it is, and its fingerprint. Undefined when no packet was written. */
export async function readSegment(
  file: string,
  kind: MediaKind,
): Promise<Omit<ClosedSegment, "path" | "participantId" | "kind"> | undefined> {
  const hash = createHash("sha256");
  let bytes = 0;
  let startedAt: number | undefined;
  let lastMs: number | undefined;
  let firstStamp: number | undefined;
  // A browser holds its first big picture back until it knows the link: the quickest of the early packets tells when
  // the first one would have come without that, and so keeps picture and sound together.
  let headStartMs = 0;
  const pieces = readPieces(file, (chunk) => {
    hash.update(chunk);
    bytes += chunk.length;
  });
  for await (const piece of pieces) {
    if (piece.kind === "header") {
      startedAt = piece.startedAt;
      continue;
    }
    lastMs = piece.ms;
    if (piece.packet.length < RTP_HEADER_BYTES || lastMs >= SETTLING_MS) continue;
    const stamp = piece.packet.readUInt32BE(RTP_STAMP_AT);
    firstStamp ??= stamp;
    // The difference of 32-bit counters that wrap around.
    const sentMs = ((stamp - firstStamp) | 0) / STAMPS_A_MS[kind];
    headStartMs = Math.max(headStartMs, sentMs - lastMs);
  }
  if (startedAt === undefined || lastMs === undefined) return undefined;
  const headStart = Math.min(Math.round(headStartMs), HEAD_START_MAX_MS);
  return { startedAt: startedAt - headStart, seconds: (lastMs + headStart) / 1000, bytes, sha256: hash.digest("hex") };
}
