import { readdir } from "node:fs/promises";
import path from "node:path";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import { makeFile, tidy } from "./making.service.ts";
import { finished, MAKE_JOB, opened, type RecordingParts } from "./recordings.service.ts";
import * as store from "./recordings.store.ts";

const EVERY_MINUTE = "* * * * *";
const EVERY_NIGHT = "40 4 * * *";
const ERASE_BATCHES_MAX = 1000;
const UUID = /^[0-9a-f-]{36}$/;

/** What follows when a recorded room opens and closes, the making of its file, and its end when it may be kept no longer. */
export function registerRecordingJobs(parts: RecordingParts): void {
  const { jobs } = parts.ctx;
  jobs.work("visit.room_opened", ({ visitId }) => opened(parts, String(visitId)));
  jobs.work("visit.room_closed", ({ visitId }) => finished(parts, String(visitId)));
  jobs.work(MAKE_JOB, ({ visitId }) => makeFile(parts, String(visitId)));
  jobs.cron("recordings.resume", EVERY_MINUTE, () => resume(parts));
  jobs.cron("recordings.erase", EVERY_NIGHT, async () => {
    await eraseExpired(parts);
  });
}

/** Takes up what a crash left: files nobody makes any more, and folders whose file is kept already. */
export async function resume(parts: RecordingParts): Promise<void> {
  const { ctx } = parts;
  const waiting = await store.listWaiting(ctx.db, ctx.now());
  await inTransaction(ctx, async (tx) => {
    for (const { visitId } of waiting) await tx.jobs.send(tx, MAKE_JOB, { visitId }, { singletonKey: visitId });
  });
  const folders = await readdir(path.dirname(parts.recordFolder("any"))).catch(() => []);
  for (const visitId of folders) if (UUID.test(visitId)) await tidy(parts, visitId);
}

/** Deletes the files whose time is over. The key goes with the row's, so that no copy of a file can be read either. */
export async function eraseExpired(parts: RecordingParts): Promise<number> {
  const { ctx, blobs } = parts;
  let erased = 0;
  for (let batch = 0; batch < ERASE_BATCHES_MAX; batch++) {
    const expired = await store.listExpired(ctx.db, ctx.now());
    if (expired.length === 0) break;
    for (const { visitId, facilityId, blobId } of expired) {
      if (blobId) await blobs.remove(blobId);
      await inTransaction(ctx, async (tx) => {
        await store.setRecording(tx.trx, visitId, { blobId: null, blobKey: null });
        const agencyId = await facilities.agencyOf(tx, facilityId);
        await audit.record(tx, { what: "recording.erased", subjectId: visitId, agencyId, facilityId });
      });
      erased++;
    }
  }
  if (erased > 0) ctx.log.info({ job: "recordings.erase", erased }, "recordings erased");
  return erased;
}
