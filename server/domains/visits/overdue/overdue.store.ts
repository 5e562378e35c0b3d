import { type Selectable, sql } from "kysely";
import type { LiveSessionTable, VisitTable } from "#server/domains/visits/visits.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

export type VisitRow = Selectable<VisitTable>;
type Instant = Temporal.Instant;

const BATCH_MAX = 200;
const finals: LiveSessionTable["status"][] = ["ended", "terminated", "failed"];

/** Open visits whose place ended before `endedBefore` and that no running server looks after. */
export function listOverdue(db: Db, endedBefore: Instant): Promise<VisitRow[]> {
  return db
    .selectFrom("visits.visit as v")
    .selectAll("v")
    .leftJoin("visits.live_session as live", "live.visitId", "v.id")
    .where("v.status", "in", ["booked", "in_progress"])
    .where("v.endsAt", "<", endedBefore)
    .where((at) => at.or([at("live.visitId", "is", null), at("live.leaseUntil", "<", endedBefore)]))
    .orderBy("v.endsAt")
    .orderBy("v.id")
    .limit(BATCH_MAX)
    .execute();
}

/** Closes the room that its server left open; null where there was none, false where somebody else has closed it. */
export async function closeRoom(trx: Trx, visitId: string, now: Instant): Promise<boolean | null> {
  const there = await trx.selectFrom("visits.live_session").select("visitId").where("visitId", "=", visitId).executeTakeFirst();
  if (!there) return null;
  const closed = await trx
    .updateTable("visits.live_session")
    .set({ status: "ended", pausedReason: null, endedAt: now, ending: "on_time", endingBy: "system" })
    .where("visitId", "=", visitId)
    .where("status", "not in", finals)
    .executeTakeFirst();
  return closed.numUpdatedRows > 0n;
}

/** What the room's rows say of who came and how long they were connected. */
export async function factsOfRoom(trx: Trx, visitId: string) {
  const legs = await trx.selectFrom("visits.leg").select(["side", "joinedAt"]).where("visitId", "=", visitId).execute();
  const connected = await trx
    .selectFrom("visits.connected_interval")
    .select([
      sql<number>`count(*)::int`.as("intervals"),
      sql<number>`coalesce(floor(sum(extract(epoch from upper(during) - lower(during)))), 0)::int`.as("connectedSeconds"),
    ])
    .where("visitId", "=", visitId)
    .executeTakeFirstOrThrow();
  const joined = (side: string) => legs.some((leg) => leg.side === side && leg.joinedAt !== null);
  return { ...connected, everJoined: { family: joined("family"), resident: joined("resident") } };
}

/** Ends a visit; false where its status is none of `from`. */
export async function endVisit(
  trx: Trx,
  id: string,
  from: readonly VisitRow["status"][],
  end: Pick<VisitRow, "outcome" | "cause" | "endedAt"> & { status: "completed" | "missed" },
): Promise<boolean> {
  const changed = await trx.updateTable("visits.visit").set(end).where("id", "=", id).where("status", "in", from).executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}
