import { rm } from "node:fs/promises";
import { type Seat, seats } from "#contracts/live-limits.ts";
import type * as media from "#server/domains/media/index.ts";
import * as visits from "#server/domains/visits/index.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import type { Db } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";
import * as store from "./recordings.store.ts";

/** What recordings are made with. */
export interface RecordingParts {
  ctx: Ctx;
  blobs: Blobs;
  media: Pick<media.MediaServer, "adopt">;
  /** Where a visit's room wrote its files. */
  recordFolder(visitId: string): string;
}

/** The room had media in it, yet there is no file to make. */
export const NOTHING_RECORDED = "nothing_recorded";
/** Nobody ever sent anything: no recording was due. */
export const NOBODY_THERE = "nobody_there";
export const MAKE_JOB = "recordings.make";

/** A recorded room has opened: from now on its visit's page says that it is being recorded. */
export async function opened(parts: RecordingParts, visitId: string): Promise<void> {
  await inTransaction(parts.ctx, async (tx) => {
    const visit = await visits.visitOf(tx, visitId);
    if (visit?.roomKind !== "recorded") return;
    const { facilityId, keepUntil } = visit;
    await store.insertRecording(tx.trx, { visitId, facilityId, keepUntil, madeAt: tx.now() });
  });
}

/** A recorded room has closed: what the engine wrote becomes rows, and the file is queued. Doing it twice changes nothing. */
export async function finished(parts: RecordingParts, visitId: string): Promise<void> {
  await opened(parts, visitId);
  const { segments, unreadable } = await parts.media.adopt(parts.recordFolder(visitId));
  const empty = await inTransaction(parts.ctx, async (tx) => {
    const recording = await store.lockRecording(tx.trx, visitId);
    if (recording?.status !== "recording") return false;
    const { facilityId } = recording;
    const known = new Set((await store.listSegments(tx.trx, visitId)).map((row) => row.path));
    const fresh = segments.filter((segment) => !known.has(segment.path) && isSeat(segment.participantId));
    await store.insertSegments(
      tx.trx,
      fresh.map(({ path, participantId, kind, startedAt, seconds, bytes, sha256 }) => ({
        id: newId(),
        facilityId,
        visitId,
        seat: participantId as Seat,
        kind,
        startedAt: Temporal.Instant.fromEpochMilliseconds(Math.round(startedAt)),
        seconds,
        bytes,
        sha256,
        path,
      })),
    );
    for (const lost of Map.groupBy(unreadable, ({ participantId, kind }) => `${participantId} ${kind}`).values()) {
      const { participantId: side, kind } = lost[0]!;
      const from = Temporal.Instant.fromEpochMilliseconds(Math.min(...lost.map(({ madeAt }) => madeAt))).toString();
      await visits.note(tx, { visitId, facilityId, code: "recording_part_lost", facts: { side, kind, parts: lost.length, from } });
    }
    if (known.size + fresh.length > 0) {
      await store.setRecording(tx.trx, visitId, { status: "queued" });
      await tx.jobs.send(tx, MAKE_JOB, { visitId }, { singletonKey: visitId });
    } else {
      const talked = await visits.wasConnected(tx, visitId);
      await store.setRecording(tx.trx, visitId, { status: "failed", failure: talked ? NOTHING_RECORDED : NOBODY_THERE });
      if (talked) await visits.note(tx, { visitId, facilityId, code: "recording_failed", facts: { why: NOTHING_RECORDED } });
    }
    tx.publish("board", facilityId);
    return known.size + fresh.length === 0;
  });
  if (empty) await rm(parts.recordFolder(visitId), { recursive: true, force: true });
}

const isSeat = (participantId: string) => (seats as readonly string[]).includes(participantId);

/** How far each of these visits' recordings is; a visit without one is not in the map. */
export async function recordingsOf(db: Db, visitIds: readonly string[]): Promise<Map<string, visits.RecordingStatus>> {
  if (visitIds.length === 0) return new Map();
  const rows = (await store.listRecordings(db, visitIds)).filter((row) => row.failure !== NOBODY_THERE);
  // A file whose time to be kept is over is gone, and its page says so.
  return new Map(
    rows.map(({ visitId, status, progress, blobId }) => [
      visitId,
      status === "ready" && blobId === null ? { status: "none", progress: 0 } : { status, progress },
    ]),
  );
}
