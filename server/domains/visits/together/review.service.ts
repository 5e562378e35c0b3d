import type { BodyOf } from "#contracts/endpoint.ts";
import type { togetherStaff, WaitingSheet } from "#contracts/together.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import * as store from "./sheets.store.ts";
import { keepRefusedUntil } from "./together.rules.ts";

/** What the running rooms are told when the facility has decided, by the visit's id. */
export const DECIDED = "together.decided";

/** The pictures that wait for a decision here, those of the next visit first. */
export async function waitingSheets(ctx: Ctx, facilityId: string): Promise<{ sheets: WaitingSheet[]; more: boolean }> {
  const rows = await store.listWaiting(ctx.db, facilityId, ctx.now());
  return {
    sheets: rows.slice(0, store.WAITING_MAX).map((row) => ({
      id: row.id,
      visitId: row.visitId,
      visitStartsAt: row.startsAt.toString(),
      timeZone: row.timeZone,
      residentName: row.residentName,
      contactName: `${row.givenName} ${row.familyName}`,
      alt: row.alt,
      pictureIds: row.pictureIds,
      sentAt: row.madeAt.toString(),
      live: row.visitStatus === "in_progress",
    })),
    more: rows.length > store.WAITING_MAX,
  };
}

type Decision = BodyOf<typeof togetherStaff.decideSheet>;

/** Allows a picture for its visit, or refuses it with a reason that its sender reads; its visit's room hears of it at once. */
export function decideSheet(ctx: Ctx, asked: { facilityId: string; sheetId: string }, decision: Decision): Promise<null> {
  return inTransaction(ctx, async (tx) => {
    const { facilityId, sheetId } = asked;
    const sheet = await store.lockSheet(tx.trx, facilityId, sheetId);
    if (!sheet || sheet.visitId === null || sheet.status === "coming") throw new AppError(["together.sheet_unknown"]);
    const { accountId } = identity.asStaff(tx.actor);
    const reason = decision.decision === "refused" ? decision.reason : null;
    // The same answer by the same person once more.
    if (sheet.status === decision.decision && sheet.decidedBy === accountId && sheet.reason === reason) return null;
    if (sheet.status !== "waiting") throw new AppError(["together.decided"]);
    const now = tx.now();
    const keepUntil = reason && sheet.keepUntil ? { keepUntil: keepRefusedUntil(now, sheet.keepUntil) } : {};
    await store.setSheet(tx.trx, sheetId, { status: decision.decision, reason, decidedBy: accountId, decidedAt: now, ...keepUntil });
    const facts = { sheetId, ...(reason ? { reason } : {}) };
    const { agencyId, visitId } = sheet;
    await audit.record(tx, { what: `together.sheet_${decision.decision}`, subjectId: visitId, agencyId, facilityId, facts });
    tx.publish("board", facilityId);
    tx.publish(DECIDED, visitId);
    return null;
  });
}
