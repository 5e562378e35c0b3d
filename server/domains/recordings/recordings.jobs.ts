import { readdir } from "node:fs/promises";
import path from "node:path";
import * as audit from "#server/domains/audit/index.ts";
import * as visits from "#server/domains/visits/index.ts";
import { inTransaction } from "#server/platform/context.ts";
import type { Keeping, Report } from "#server/platform/keeping.ts";
import { makeFile, tidy } from "./making.service.ts";
import { finished, MAKE_JOB, opened, type RecordingParts } from "./recordings.service.ts";
import * as store from "./recordings.store.ts";

const EVERY_MINUTE = "* * * * *";
/** In this time the end of a room is heard of, unless the server died meanwhile. */
const HEARD_WITHIN = Temporal.Duration.from({ seconds: 30 });
const ERASE_BATCHES_MAX = 1000;
const NIL = "00000000-0000-0000-0000-000000000000";
const UUID = /^[0-9a-f-]{36}$/;

/** What follows when a recorded room opens and closes, and the making of its file. */
export function registerRecordingJobs(parts: RecordingParts): void {
  const { jobs } = parts.ctx;
  jobs.work("visit.room_opened", ({ visitId }) => opened(parts, String(visitId)));
  jobs.work("visit.room_closed", ({ visitId }) => finished(parts, String(visitId)));
  jobs.work(MAKE_JOB, ({ visitId }) => makeFile(parts, String(visitId)));
  jobs.cron("recordings.resume", EVERY_MINUTE, () => resume(parts));
}

/** Files go on their day, before the rows that tell of them. */
export function registerRecordingKeeping(keeping: Keeping, blobs: RecordingParts["blobs"]): void {
  const files = [{ table: "recordings.recording", id: "blob_id", key: "blob_key" }];
  keeping.register({
    kind: "recording",
    tables: ["recordings.recording"],
    files,
    erase: (ctx, report) => eraseExpired({ ctx, blobs }, report),
  });
}

/** Takes up what a crash left: rooms of whose end nobody heard, files nobody makes any more, and folders whose file is kept already. */
export async function resume(parts: RecordingParts): Promise<void> {
  const { ctx } = parts;
  for (const { visitId } of await store.listRunning(ctx.db)) {
    const closedAt = await visits.roomClosedAt(ctx, visitId);
    // A job that a server had in hand when it died is given out again much later.
    if (closedAt && Temporal.Duration.compare(closedAt.until(ctx.now()), HEARD_WITHIN) > 0) await finished(parts, visitId);
  }
  const waiting = await store.listWaiting(ctx.db, ctx.now());
  await inTransaction(ctx, async (tx) => {
    for (const { visitId } of waiting) await tx.jobs.send(tx, MAKE_JOB, { visitId }, { singletonKey: visitId });
  });
  const folders = await readdir(path.dirname(parts.recordFolder("any"))).catch(() => []);
  for (const visitId of folders) if (UUID.test(visitId)) await tidy(parts, visitId);
}

/** Deletes the files whose time is over. The key goes with the row's, so that no copy of a file can be read either. */
async function eraseExpired({ ctx, blobs }: Pick<RecordingParts, "ctx" | "blobs">, report: Report): Promise<void> {
  let after = NIL;
  for (let batch = 0; batch < ERASE_BATCHES_MAX; batch++) {
    const expired = await store.listExpired(ctx.db, ctx.now(), after);
    for (const { visitId, agencyId, facilityId, blobId, keepUntil: since, held } of expired) {
      after = visitId;
      if (!held) {
        await blobs.remove(blobId);
        await inTransaction(ctx, async (tx) => {
          await store.setRecording(tx.trx, visitId, { blobId: null, blobKey: null });
          await audit.record(tx, { what: "recording.erased", subjectId: visitId, agencyId, facilityId });
        });
      }
      await report([{ agencyId, facilityId, since, outcome: held ? "held" : "erased" }]);
    }
    if (expired.length === 0) return;
  }
}
