import type { Side } from "#contracts/live.ts";
import * as audit from "#server/domains/audit/index.ts";
import { settleVisit } from "#server/domains/visits/charges/index.ts";
import { note } from "#server/domains/visits/record/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { connectedSeconds } from "./connected.rules.ts";
import { insertIntervention } from "./hand.store.ts";
import { type EndingCode, outcomeOf } from "./live.rules.ts";
import * as store from "./live.store.ts";
import { familyOf, type LiveParts, type RoomState, residentOf } from "./room-state.ts";

export interface Ending {
  code: EndingCode;
  by: Side | "staff" | "system";
  /** A code both sides read. */
  reason: string | null;
  /** Staff only. */
  staff?: { id: string; staffId: string; role: string; note: string | null };
}

/** Closes a room for good: its files first, then session, visit, record and audit in one transaction. */
export async function endRoom(parts: LiveParts, room: RoomState, ending: Ending, ctx: Ctx): Promise<void> {
  const { id: visitId, facilityId, agencyId, roomKind } = room.visit;
  await parts.media.end(visitId).catch((error) => ctx.log.warn({ err: error, visitId }, "the engine did not close a room"));
  const status = ending.code === "staff_ended" ? "terminated" : ending.code === "system" ? "failed" : "ended";
  await inTransaction(ctx, async (tx) => {
    const now = tx.now();
    const by = ending.by;
    if (!(await store.closeSession(tx.trx, visitId, { status, now, ending: ending.code, by, reason: ending.reason }))) return;
    const intervals = await store.listIntervals(tx.trx, visitId);
    const seconds = connectedSeconds(intervals);
    const end = outcomeOf({
      ending: ending.code,
      endedBy: by,
      intervals: intervals.length,
      connectedSeconds: seconds,
      unwatched: room.visit.mustBeWatched && !room.everWatched,
      pausedByStaff: room.hand.paused,
      everJoined: { family: familyOf(room).some(({ everJoined }) => everJoined), resident: residentOf(room).everJoined },
    });
    if (!(await store.closeVisit(tx.trx, visitId, { ...end, now, reason: ending.reason }))) {
      // Cancelled while its waiting room was open: how it ended stands in the record already.
      if (roomKind === "recorded") await tx.jobs.send(tx, "visit.room_closed", { visitId });
      return tx.publish("board", facilityId);
    }
    if (ending.staff) {
      const { id, staffId, role, note: words } = ending.staff;
      await insertIntervention(tx.trx, {
        id,
        facilityId,
        visitId,
        staffId,
        role,
        kind: "end",
        seat: null,
        locale: null,
        reason: ending.reason ?? "other",
        words: null,
        at: now,
      });
      await note(tx, { visitId, facilityId, code: "ended_by_staff", facts: { role, reason: ending.reason } });
      // What an officer adds for colleagues stands in the audit only, in its erasable part.
      await audit.record(tx, {
        what: "visit.ended_by_staff",
        subjectId: visitId,
        agencyId,
        facilityId,
        facts: { reason: ending.reason, interventionId: id },
        ...(words ? { words } : {}),
      });
    } else if (ending.code === "staff_ended") {
      // Nobody pressed a button: what was written about the resident's stay ended it.
      await note(tx, { visitId, facilityId, code: "ended_by_staff", facts: { role: "facility", reason: ending.reason } });
    } else {
      await note(tx, { visitId, facilityId, code: ending.code === "left" ? "ended_by_side" : "ended_on_time", facts: { side: by } });
    }
    const planned = room.visit.visitMinutes * 60;
    await note(tx, {
      visitId,
      facilityId,
      code: end.status,
      facts: { outcome: end.outcome, cause: end.cause, connectedSeconds: seconds, lostSeconds: Math.max(0, planned - seconds) },
    });
    await settleVisit(tx, { id: visitId, facilityId }, seconds);
    if (roomKind === "recorded") await tx.jobs.send(tx, "visit.room_closed", { visitId });
    tx.publish("board", facilityId);
  });
  room.status = status;
  room.pausedReason = null;
  room.ending = { code: ending.code, by: ending.by === "staff" ? (ending.staff?.role ?? "staff") : ending.by, reason: ending.reason };
}
