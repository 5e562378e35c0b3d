import type { Readable } from "node:stream";
import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import { keeping } from "#contracts/keeping.ts";
import type { oversightStaff } from "#contracts/oversight.ts";
import * as audit from "#server/domains/audit/index.ts";
import { facilityOf } from "#server/domains/facilities/index.ts";
import { seal, throttle, unseal } from "#server/domains/identity/index.ts";
import { bookedAs } from "#server/domains/residents/index.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import { type Ctx, inTransaction, type StaffActor } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import type { Report } from "#server/platform/keeping.ts";
import * as store from "./exports.store.ts";
import { makeRecordFile } from "./record-file.ts";

export const MAKE_JOB = "oversight.make_export";
const KEY_USE = "record_export";
const HOURS_PER_DAY = 24;
/** More than a court asks of one office in an hour; too few to carry a facility's people away, or to keep the machine busy. */
const ASK_LIMIT = { triesMax: 30, windowMs: 60 * 60_000 } as const;
const ERASED_A_NIGHT_MAX = 10_000;

/** What making and keeping a file needs. */
export interface ExportParts {
  ctx: Ctx;
  blobs: Blobs;
  sources: readonly audit.SealedSource[];
}

/** What was asked for here, newest first. */
export async function recordExports(ctx: Ctx, facilityId: string): Promise<AnswerOf<typeof oversightStaff.recordExports>> {
  const zone = (await facilityOf(ctx, facilityId))?.timeZone ?? "UTC";
  return (await store.listExports(ctx.db, facilityId)).map(({ givenName, familyName, madeAt, keepUntil, ...row }) => ({
    ...row,
    residentName: [givenName, familyName].filter(Boolean).join(" "),
    madeAt: madeAt.toString(),
    keptThrough: keepUntil.toZonedDateTimeISO(zone).toPlainDate().toString(),
  }));
}

/** Asks for the whole record of whoever has this number here; once per `asked.id`. It is a disclosure, and written down as one. */
export async function askRecordExport(
  ctx: Ctx,
  actor: StaffActor,
  facilityId: string,
  asked: BodyOf<typeof oversightStaff.askRecordExport>,
): Promise<{ id: string }> {
  const { id, purpose, basis } = asked;
  await throttle(ctx, "record_export.ask", actor.accountId, ASK_LIMIT);
  return inTransaction(ctx, async (tx) => {
    const facility = await facilityOf(tx, facilityId);
    const resident = facility && (await bookedAs(tx, facilityId, asked.bookingNumber));
    if (!resident) throw new AppError(["resident.unknown"], { facilityId });
    const { agencyId } = facility;
    const keepUntil = tx.now().add({ hours: keeping.record_export.days * HOURS_PER_DAY });
    const row = { id, agencyId, facilityId, residentId: resident.id, askedBy: actor.accountId, purpose, basis, status: "queued" as const };
    if (!(await store.insertExport(tx.trx, { ...row, madeAt: tx.now(), keepUntil }))) {
      // An id is no secret: a repeated request is answered only to the account that first made it, here.
      const earlier = await store.lockExport(tx.trx, id);
      if (earlier?.askedBy !== actor.accountId || earlier.facilityId !== facilityId) throw new AppError(["access.denied"]);
      return { id };
    }
    const facts = { exportId: id, purpose };
    await audit.record(tx, { what: "record_export.asked", subjectId: resident.id, agencyId, facilityId, facts, words: basis });
    await tx.jobs.send(tx, MAKE_JOB, { exportId: id });
    return { id };
  });
}

/** Makes a file that was asked for, from what stands in the record now. Done twice, the second one is thrown away. */
export async function makeExport(parts: ExportParts, exportId: string): Promise<void> {
  const row = await inTransaction(parts.ctx, (tx) => store.lockExport(tx.trx, exportId));
  if (!row || row.status === "ready") return;
  try {
    await make(parts, row);
  } catch (error) {
    await inTransaction(parts.ctx, (tx) => store.updateExport(tx.trx, exportId, { status: "failed" }));
    // Tried again by the queue; until then staff read that it could not be made.
    throw error;
  }
}

async function make({ ctx, blobs, sources }: ExportParts, row: store.RecordExportRow): Promise<void> {
  const exportId = row.id;
  // What was just asked for shall be in it, with its proof.
  await audit.sealWaiting(ctx, sources);
  const blob = await blobs.put((await makeRecordFile(ctx, sources, row)) as Readable);
  const kept = await inTransaction(ctx, async (tx) => {
    const now = await store.lockExport(tx.trx, exportId);
    if (!now || now.status === "ready") return false;
    const { agencyId, facilityId, residentId } = row;
    const blobKey = seal(ctx.config.dataDir, KEY_USE, exportId, blob.key.toString("base64url"));
    await store.updateExport(tx.trx, exportId, {
      status: "ready",
      readyAt: tx.now(),
      bytes: blob.bytes,
      sha256: blob.sha256,
      blobId: blob.id,
      blobKey,
    });
    const facts = { exportId, sha256: blob.sha256 };
    await audit.record(tx, { what: "record_export.made", subjectId: residentId, agencyId, facilityId, facts });
    return true;
  });
  if (!kept) await blobs.remove(blob.id);
}

/** The file, for those who may have it; each time it is taken is written down before the first byte goes out. */
export async function takeExport(
  ctx: Ctx,
  blobs: Blobs,
  at: { facilityId: string; exportId: string },
): Promise<{ bytes: number; open(): Readable }> {
  const { facilityId, exportId } = at;
  const row = await store.findExport(ctx.db, facilityId, exportId);
  if (
    row?.status !== "ready" ||
    row.blobId === null ||
    row.blobKey === null ||
    row.bytes === null ||
    Temporal.Instant.compare(row.keepUntil, ctx.now()) <= 0
  )
    throw new AppError(["record_export.unknown"], { facilityId });
  const { blobId, blobKey, bytes, agencyId, residentId } = row;
  const key = Buffer.from(unseal(ctx.config.dataDir, KEY_USE, exportId, blobKey), "base64url");
  await inTransaction(ctx, (tx) =>
    audit.record(tx, { what: "record_export.taken", subjectId: residentId, agencyId, facilityId, facts: { exportId } }),
  );
  return { bytes, open: () => blobs.read({ id: blobId, key, bytes }) };
}

/** Erases files whose day is over: first the row with the key, so that every copy is noise, then the file. The audit keeps that it was. */
export async function eraseExports(ctx: Ctx, blobs: Blobs, report: Report): Promise<void> {
  const over = await store.listOver(ctx.db, ctx.now(), ERASED_A_NIGHT_MAX);
  for (const { id, blobId, agencyId, facilityId, residentId, madeAt } of over) {
    await inTransaction(ctx, async (tx) => {
      await store.deleteExport(tx.trx, id);
      await audit.record(tx, { what: "record_export.erased", subjectId: residentId, agencyId, facilityId, facts: { exportId: id } });
    });
    if (blobId) await blobs.remove(blobId);
    await report([{ agencyId, facilityId, outcome: "erased", since: madeAt }]);
  }
}
