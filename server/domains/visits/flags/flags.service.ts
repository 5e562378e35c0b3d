import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import { cancelReasonOf, type flagsStaff } from "#contracts/flags.ts";
import * as audit from "#server/domains/audit/index.ts";
import { can } from "#server/domains/identity/index.ts";
import * as residents from "#server/domains/residents/index.ts";
import { cancelAsFacility } from "#server/domains/visits/bookings/index.ts";
import { lockVisit, moveToStay } from "#server/domains/visits/bookings/visits.store.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import type { FlagReason } from "./flags.rules.ts";
import * as store from "./flags.store.ts";

type Flags = AnswerOf<typeof flagsStaff.flagList>;
const open: readonly FlagReason[] = [
  "released",
  "transferred",
  "unit_moved",
  "station_closed",
  "connection_suspended",
  "connection_limited",
];

/** The reasons this reader may know of: of keep-apart only whoever has the right. */
export function reasonsFor(ctx: Ctx, where: { facilityId: string; agencyId: string | undefined }): readonly FlagReason[] {
  return can(ctx.actor, "keep_apart.read", where) ? [...open, "keep_apart"] : open;
}

/** The visits of this facility that wait for somebody's decision, the soonest first. */
export async function flagList(ctx: Ctx, where: { facilityId: string; agencyId: string | undefined }): Promise<Flags> {
  const rows = await store.listOpenFlags(ctx.db, where.facilityId, reasonsFor(ctx, where));
  return rows.map((row) => ({
    id: row.id,
    visitId: row.visitId,
    residentId: row.residentId,
    residentName: row.residentName,
    contactName: `${row.contactGivenName} ${row.contactFamilyName}`,
    reason: row.reason,
    startsAt: row.startsAt.toString(),
    raisedAt: row.raisedAt.toString(),
    cancelsAt: row.cancelsAt?.toString() ?? null,
  }));
}

/** Keeps a flagged visit or cancels it, in the name of whoever decides; of two decisions the first stands. */
export async function resolveFlag(
  ctx: Ctx,
  where: { facilityId: string; agencyId: string | undefined; flagId: string },
  decision: BodyOf<typeof flagsStaff.resolveFlag>,
): Promise<null> {
  await inTransaction(ctx, async (tx) => {
    const found = await store.findFlag(tx.trx, where.flagId);
    if (found?.facilityId !== where.facilityId || !reasonsFor(ctx, where).includes(found.reason))
      throw new AppError(["visit.flag_unknown"]);
    const visit = await lockVisit(tx.trx, found.visitId);
    const flag = await store.lockFlag(tx.trx, where.flagId);
    if (!visit || !flag || flag.resolvedAt !== null) throw new AppError(["visit.flag_unknown"]);
    const { agencyId, facilityId } = flag;
    const resolvedBy = tx.actor.realm === "staff" ? tx.actor.accountId : null;
    const end = (resolution: "kept" | "cancelled" | "over") => store.resolve(tx.trx, [flag.id], { resolution, resolvedBy, now: tx.now() });
    if (decision.act === "cancel") {
      const did = visit.status === "booked" && (await cancelAsFacility(tx, visit, cancelReasonOf[flag.reason], decision.note));
      await end(did ? "cancelled" : "over");
    } else {
      await end("kept");
      // Kept for somebody who is here again: the visit goes on with the stay they are in now.
      const stay = await residents.currentStay(tx, visit.residentId);
      if (stay && stay.facilityId === facilityId && stay.id !== visit.stayId) await moveToStay(tx.trx, visit, stay.id);
    }
    const hidden = flag.reason === "keep_apart";
    await audit.record(tx, {
      what: "visit.flag_resolved",
      agencyId,
      facilityId,
      subjectId: hidden ? flag.id : visit.id,
      facts: { act: decision.act, ...(hidden ? {} : { reason: flag.reason, flagId: flag.id }) },
      words: decision.note,
    });
    tx.publish("board", facilityId);
  });
  return null;
}
