import assert from "node:assert/strict";
import type { BodyOf } from "#contracts/endpoint.ts";
import type { visitsStaff } from "#contracts/visits.ts";
import * as audit from "#server/domains/audit/index.ts";
import { settleVisit } from "#server/domains/visits/charges/index.ts";
import type { FacilityReason } from "#server/domains/visits/flags/flags.rules.ts";
import { releaseComing } from "#server/domains/visits/party/index.ts";
import { note } from "#server/domains/visits/record/index.ts";
import { before, canCancel, cancelled, mayBecome } from "#server/domains/visits/visits.rules.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { releaseClaim } from "./claims.store.ts";
import { sendCancelled } from "./letters.send.ts";
import * as store from "./visits.store.ts";

/** Whose visit it must be, and in whose name it is cancelled. */
export type Canceller =
  | { by: "family"; contactId: string }
  | { by: "resident"; residentId: string; stayId: string }
  | { by: "staff"; facilityId: string };

/** Cancels a booked visit: its place is free at once, both sides are told, and the reason stands in the record. */
export function cancelVisit(ctx: Ctx, canceller: Canceller, visitId: string, why: BodyOf<typeof visitsStaff.cancelVisit>): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const visit = await store.lockVisit(tx.trx, visitId);
    if (!visit || !mayTouch(canceller, visit)) throw new AppError(["visit.unknown"]);
    const now = tx.now();
    const { by } = canceller;
    if (!canCancel(visit, by === "staff" ? "staff" : "side", now)) throw new AppError(["visit.cannot_cancel"], { status: visit.status });
    await end(tx, visit, { by, ...cancelled(by), reason: why.reason, note: why.note });
  });
}

/** Cancels a booked visit in the facility's own name, with a reason that both sides read; false where it is booked no more. */
export async function cancelAsFacility(tx: TxCtx, visit: store.VisitRow, reason: FacilityReason, note?: string): Promise<boolean> {
  if (!mayBecome(visit.status, "cancelled")) return false;
  await end(tx, visit, { by: "staff", ...cancelled("staff"), cause: "facility", reason, note });
  return true;
}

async function end(
  tx: TxCtx,
  visit: store.VisitRow,
  how: {
    by: Canceller["by"];
    outcome: NonNullable<store.VisitRow["outcome"]>;
    cause: NonNullable<store.VisitRow["cause"]>;
    reason: string;
    note: string | undefined;
  },
): Promise<void> {
  const { id: visitId, agencyId, facilityId, contactId } = visit;
  const { by, outcome, cause, reason } = how;
  const now = tx.now();
  const ended = await store.cancelVisit(tx.trx, visitId, before("cancelled"), {
    status: "cancelled",
    outcome,
    cause,
    reason,
    endedAt: now,
  });
  assert(ended, "a locked, cancellable visit was not cancelled");
  await releaseClaim(tx.trx, visit.claimId, now);
  await releaseComing(tx.trx, visitId, now);
  await note(tx, { visitId, facilityId, code: "cancelled", facts: { by, reason } });
  await settleVisit(tx, visit, 0);
  // What staff wrote stays in the audit; both sides read the reason's code.
  await audit.record(tx, { what: "visit.cancelled", subjectId: visitId, agencyId, facilityId, facts: { by, reason }, words: how.note });
  await sendCancelled(tx, { id: visitId, contactId, facilityId });
  tx.publish("visit.cancelled", visitId);
  tx.publish("board", facilityId);
}

function mayTouch(canceller: Canceller, visit: store.VisitRow): boolean {
  if (canceller.by === "family") return visit.contactId === canceller.contactId;
  if (canceller.by === "resident") return visit.residentId === canceller.residentId && visit.stayId === canceller.stayId;
  return visit.facilityId === canceller.facilityId;
}
