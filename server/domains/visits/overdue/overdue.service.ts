import * as audit from "#server/domains/audit/index.ts";
import { settleVisit } from "#server/domains/visits/charges/index.ts";
import { outcomeOf } from "#server/domains/visits/live/index.ts";
import { note } from "#server/domains/visits/record/index.ts";
import { before } from "#server/domains/visits/visits.rules.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { registerMissedLetter, tellMissed } from "./missed.service.ts";
import * as store from "./overdue.store.ts";

/** A room closes itself when its place is over; only what no room closed within this time is closed here. */
export const OVERDUE_GRACE_SECONDS = 120;
const BATCHES_MAX = 100;

/** Looks every minute, and so within a minute of a start, for visits that nobody ended, and for missed ones whose family knows nothing of it. */
export function registerOverdueJobs(ctx: Ctx): void {
  registerMissedLetter();
  ctx.jobs.cron("visit.close_overdue", "* * * * *", async () => {
    await closeOverdue(ctx);
    await tellMissed(ctx);
  });
}

/**
 * Ends every visit whose place is over and that nobody ended: nothing stays open in silence. A visit with a room is left to
 * the server that runs it, until that server's lease has run out. Answers with how many it ended.
 */
export async function closeOverdue(ctx: Ctx): Promise<number> {
  let closed = 0;
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const overdue = await store.listOverdue(ctx.db, ctx.now().subtract({ seconds: OVERDUE_GRACE_SECONDS }));
    const ended = await Promise.all(overdue.map((visit) => closeOne(ctx, visit)));
    closed += ended.filter(Boolean).length;
    if (!ended.includes(true)) break;
  }
  return closed;
}

function closeOne(ctx: Ctx, visit: store.VisitRow): Promise<boolean> {
  const { id: visitId, agencyId, facilityId, roomKind } = visit;
  return inTransaction(ctx, async (tx) => {
    // First the room and then the visit, as the room does it itself: so the two never wait for each other.
    const room = await store.closeRoom(tx.trx, visitId, tx.now());
    if (room === false) return false;
    const facts = await store.factsOfRoom(tx.trx, visitId);
    const end = outcomeOf({ ending: "on_time", endedBy: "system", unwatched: false, pausedByStaff: false, ...facts });
    if (!(await store.endVisit(tx.trx, visitId, before(end.status), { ...end, endedAt: visit.endsAt }))) return false;
    const { status, outcome, cause } = end;
    const { connectedSeconds } = facts;
    const lostSeconds = Math.max(0, visit.visitMinutes * 60 - connectedSeconds);
    await note(tx, { visitId, facilityId, code: status, facts: { outcome, cause, connectedSeconds, lostSeconds } });
    await settleVisit(tx, visit, connectedSeconds);
    await audit.record(tx, {
      what: status === "missed" ? "visit.missed" : "visit.completed",
      subjectId: visitId,
      agencyId,
      facilityId,
      facts: { outcome },
    });
    if (room && roomKind === "recorded") await tx.jobs.send(tx, "visit.room_closed", { visitId });
    tx.publish("board", facilityId);
    return true;
  });
}
