import { createReadStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import path from "node:path";
import { seal } from "#server/domains/identity/index.ts";
import * as media from "#server/domains/media/index.ts";
import * as visits from "#server/domains/visits/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import type { RecordingParts } from "./recordings.service.ts";
import * as store from "./recordings.store.ts";
import { peopleIn, sidesOf, stretchesOf } from "./span.rules.ts";

export const LEASE_SECONDS = 30;
const LEASE_EVERY_MS = 10_000;
const PROGRESS_STEP = 0.02;
const TRIES_MAX = 3;
export const KEY_USE = "recording";

/** This process, as the one that makes files; another life of the server is another worker. */
const worker = newId();
/** What this process makes now: the queue offers a job again that takes longer than it expects. */
const underWay = new Set<string>();

/**
 * Makes the one playable file of a visit and keeps it encrypted; the engine's own files go only after that. Whatever was
 * begun before a crash is begun again from those files. Gives up after three failures, and says so in the record.
 */
export async function makeFile(parts: RecordingParts, visitId: string): Promise<void> {
  const { ctx } = parts;
  const lease = () => ({ worker, now: ctx.now(), until: ctx.now().add({ seconds: LEASE_SECONDS }) });
  if (underWay.has(visitId)) return;
  underWay.add(visitId);
  let timer: NodeJS.Timeout | undefined;
  try {
    if (await store.takeLease(ctx.db, visitId, lease())) {
      timer = setInterval(() => void store.takeLease(ctx.db, visitId, lease()).catch(() => {}), LEASE_EVERY_MS);
      await make(parts, visitId);
    }
  } catch (error) {
    await failed(parts, visitId, error);
    throw error;
  } finally {
    clearInterval(timer);
    underWay.delete(visitId);
  }
  await tidy(parts, visitId);
}

async function make(parts: RecordingParts, visitId: string): Promise<void> {
  const { ctx, blobs } = parts;
  const segments = await store.listSegments(ctx.db, visitId);
  const outPath = path.join(parts.recordFolder(visitId), "whole.mp4");
  const say = progressWriter(parts, visitId);
  const people = peopleIn(segments);
  const made = await media.makeRecordingFile({
    segments: stretchesOf(segments),
    participants: people,
    sides: sidesOf(people),
    outPath,
    onProgress: say.progress,
  });
  await say.settled();
  const blob = await blobs.put(createReadStream(outPath));
  await inTransaction(ctx, async (tx) => {
    const recording = await store.lockRecording(tx.trx, visitId);
    if (recording?.status !== "processing" || recording.leasedBy !== worker) throw new Error("the lease on this recording is gone");
    await store.setRecording(tx.trx, visitId, {
      status: "ready",
      progress: 1,
      seconds: made.seconds,
      sound: "sides",
      bytes: blob.bytes,
      sha256: blob.sha256,
      blobId: blob.id,
      blobKey: seal(ctx.config.dataDir, KEY_USE, visitId, blob.key.toString("base64url")),
      readyAt: tx.now(),
      leasedBy: null,
      leaseUntil: null,
    });
    const { facilityId } = recording;
    await visits.note(tx, { visitId, facilityId, code: "recording_ready", facts: { seconds: Math.floor(made.seconds) } });
    tx.publish("board", facilityId);
  }).catch(async (error) => {
    await blobs.remove(blob.id);
    throw error;
  });
}

/** Writes progress to the row, a step at a time and never two writes at once. */
function progressWriter(parts: RecordingParts, visitId: string) {
  let written = 0;
  let writing: Promise<void> = Promise.resolve();
  return {
    progress(done: number): void {
      if (done - written < PROGRESS_STEP) return;
      written = done;
      const progress = Math.min(1, Math.max(0, done));
      writing = writing.then(() => store.setRecording(parts.ctx.db, visitId, { progress })).catch(() => {});
    },
    settled: () => writing,
  };
}

async function failed(parts: RecordingParts, visitId: string, error: unknown): Promise<void> {
  await inTransaction(parts.ctx, async (tx) => {
    const recording = await store.lockRecording(tx.trx, visitId);
    if (recording?.status !== "processing" || recording.leasedBy !== worker) return;
    const tries = recording.tries + 1;
    const over = tries >= TRIES_MAX;
    const failure = (error as { code?: unknown }).code === "ENOSPC" ? "disk_full" : "making_failed";
    await store.setRecording(tx.trx, visitId, {
      tries,
      status: over ? "failed" : "queued",
      failure: over ? failure : null,
      leasedBy: null,
      leaseUntil: null,
    });
    const { facilityId } = recording;
    // The engine's own files stay: a person may still make something of them.
    if (over) await visits.note(tx, { visitId, facilityId, code: "recording_failed", facts: { why: failure } });
    tx.publish("board", facilityId);
  });
}

/** Once the file is kept the engine's own are not. Also after a crash between the two. */
export async function tidy(parts: RecordingParts, visitId: string): Promise<void> {
  const recording = await store.findRecording(parts.ctx.db, visitId);
  const folder = parts.recordFolder(visitId);
  if (recording?.status === "ready" && (await stat(folder).catch(() => undefined))) await rm(folder, { recursive: true, force: true });
}
