import type { Readable } from "node:stream";
import type { BodyOf } from "#contracts/endpoint.ts";
import type { recordingsStaff } from "#contracts/visits.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { unseal } from "#server/domains/identity/index.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import { type Ctx, inTransaction, type StaffActor } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import * as store from "./disclosures.store.ts";
import { KEY_USE } from "./making.service.ts";
import { type Part, partOf } from "./range.rules.ts";
import { findRecording, type RecordingRow } from "./recordings.store.ts";

/** For how long one stated purpose opens a recording. */
export const DISCLOSURE_MINUTES = 60;

type Asked = BodyOf<typeof recordingsStaff.openDisclosure> & { facilityId: string; visitId: string };

/** Logs, for good and before the first second is seen, who looks at a recording, why and on what basis; once per `asked.id`. */
export async function openDisclosure(ctx: Ctx, actor: StaffActor, asked: Asked): Promise<{ id: string }> {
  const { id, facilityId, visitId, purpose, basis } = asked;
  return inTransaction(ctx, async (tx) => {
    await readyRecording(tx.trx, facilityId, visitId);
    const earlier = await store.findDisclosure(tx.trx, id);
    if (earlier && (earlier.accountId !== actor.accountId || earlier.visitId !== visitId)) throw new AppError(["access.denied"]);
    if (earlier) return { id };
    const at = tx.now();
    const { staffId, accountId } = actor;
    const expiresAt = at.add({ minutes: DISCLOSURE_MINUTES });
    await store.insertDisclosure(tx.trx, { id, facilityId, visitId, staffId, accountId, purpose, basis, at, expiresAt });
    const agencyId = await facilities.agencyOf(tx, facilityId);
    await audit.record(tx, {
      what: "recording.disclosed",
      subjectId: visitId,
      agencyId,
      facilityId,
      facts: { disclosureId: id, purpose },
      words: basis,
    });
    return { id };
  });
}

/** The bytes of a recording, or the part that `range` names, for the one who stated why, for an hour. Each playing from the start is audited. */
export async function play(
  ctx: Ctx,
  blobs: Blobs,
  actor: StaffActor,
  asked: { facilityId: string; visitId: string; disclosureId: string; range?: string | undefined },
): Promise<{ part: Part; bytes: number; open: () => Readable }> {
  const { facilityId, visitId, disclosureId } = asked;
  const { blobId, blobKey, bytes } = await disclosed(ctx, actor, asked);
  const part = partOf(asked.range, bytes);
  if (part.kind !== "unsatisfiable" && part.start === 0)
    await inTransaction(ctx, async (tx) => {
      const agencyId = await facilities.agencyOf(tx, facilityId);
      await audit.record(tx, { what: "recording.played", subjectId: visitId, agencyId, facilityId, facts: { disclosureId } });
    });
  return {
    part,
    bytes,
    open: () => {
      const key = Buffer.from(unseal(ctx.config.dataDir, KEY_USE, visitId, blobKey), "base64url");
      return blobs.read({ id: blobId, key, bytes }, part.kind === "part" ? { start: part.start, end: part.end } : undefined);
    },
  };
}

/** The recording, for the one who stated why, for an hour; whatever belongs to it is shown on the same ground. */
export async function disclosed(ctx: Ctx, actor: StaffActor, asked: { facilityId: string; visitId: string; disclosureId: string }) {
  const { facilityId, visitId, disclosureId } = asked;
  const disclosure = await store.findDisclosure(ctx.db, disclosureId);
  const good =
    disclosure?.accountId === actor.accountId &&
    disclosure.facilityId === facilityId &&
    disclosure.visitId === visitId &&
    Temporal.Instant.compare(ctx.now(), disclosure.expiresAt) < 0;
  if (!good) throw new AppError(["recording.disclosure_unknown"]);
  return readyRecording(ctx.db, facilityId, visitId);
}

/** The recording with its file; a visit of another facility has none. */
async function readyRecording(db: Ctx["db"], facilityId: string, visitId: string) {
  const recording: RecordingRow | undefined = await findRecording(db, visitId);
  if (recording?.facilityId !== facilityId) throw new AppError(["recording.unknown"]);
  const { status, blobId, blobKey, bytes, sound } = recording;
  if (status !== "ready" || blobId === null || blobKey === null || bytes === null) throw new AppError(["recording.not_ready"], { status });
  return { blobId, blobKey, bytes, sound };
}
