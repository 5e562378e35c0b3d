import type { ExpressionBuilder } from "kysely";
import type { UnplacedView } from "#server/domains/visits/visits.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

const BATCH_MAX = 500;
type Instant = Temporal.Instant;
/** Until `soon` a station that is broken now counts as broken. */
export interface Times {
  now: Instant;
  soon: Instant;
}

/** A closed station is closed then too; a broken one may be mended by then, unless it is soon. */
const isPressing =
  (soon: Instant) =>
  ({ eb, or }: ExpressionBuilder<{ u: UnplacedView }, "u">) =>
    or([eb("u.closed", "=", true), eb("u.startsAt", "<=", soon)]);

/** Visits still to come that are booked where they can't be held, the soonest first. */
export function listUnplaced(db: Db, { now, soon }: Times, of: { facilityId?: string; limit?: number } = {}) {
  let query = db.selectFrom("visits.unplaced as u").selectAll().where("startsAt", ">", now).where(isPressing(soon));
  if (of.facilityId !== undefined) query = query.where("facilityId", "=", of.facilityId);
  return query
    .orderBy("startsAt")
    .orderBy("visitId")
    .limit(of.limit ?? BATCH_MAX)
    .execute();
}

/** Whether this visit can't be held where it is booked, and nobody has opened its room. */
export async function isUnplaced(trx: Trx, visitId: string, { now, soon }: Times): Promise<boolean> {
  const row = await trx
    .selectFrom("visits.unplaced as u")
    .select("u.visitId")
    .where("u.visitId", "=", visitId)
    .where("u.startsAt", ">", now)
    .where(isPressing(soon))
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("visits.live_session as live").select("live.visitId").whereRef("live.visitId", "=", "u.visitId"))),
    )
    .executeTakeFirst();
  return row !== undefined;
}

/** Visits that are flagged for their station, and can be held there again or need no station any more. */
export function listMended(db: Db) {
  return db
    .selectFrom("visits.flag as f")
    .select("f.visitId")
    .where("f.reason", "=", "station_closed")
    .where("f.resolvedAt", "is", null)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("visits.unplaced as u").select("u.visitId").whereRef("u.visitId", "=", "f.visitId"))),
    )
    .limit(BATCH_MAX)
    .execute();
}

/** The last line of a visit's record about its station, if there is one. */
export async function lastStationLine(trx: Trx, visitId: string): Promise<string | undefined> {
  const row = await trx
    .selectFrom("visits.timeline")
    .select("code")
    .where("visitId", "=", visitId)
    .where("code", "in", ["station_changed", "station_lost", "station_back"])
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.code;
}

export async function findUnit(trx: Trx, residentId: string): Promise<string | null> {
  const row = await trx.selectFrom("residents.card").select("unitId").where("residentId", "=", residentId).executeTakeFirst();
  return row?.unitId ?? null;
}
