import type { Selectable } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import { jsonb } from "#server/platform/database.ts";
import type { CreditDecisionTable } from "./credits.tables.ts";

export type DecisionRow = Selectable<CreditDecisionTable>;
type Instant = Temporal.Instant;

/** A visit as its credits and its bill need it, with how long its server was there. */
export function findVisit(db: Db | Trx, visitId: string) {
  return db
    .selectFrom("visits.visit as visit")
    .leftJoin("visits.live_session as live", "live.visitId", "visit.id")
    .select(["visit.id", "visit.agencyId", "visit.facilityId", "visit.contactId", "visit.residentId", "visit.status"])
    .select(["visit.startsAt", "visit.endsAt", "visit.endedAt", "visit.timeZone"])
    .select(["live.leaseUntil", "live.endingBy"])
    .where("visit.id", "=", visitId)
    .executeTakeFirst();
}
export type VisitFacts = NonNullable<Awaited<ReturnType<typeof findVisit>>>;

/** Whether it is the first decision about this visit. */
export async function insertDecision(trx: Trx, row: DecisionRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("visits.credit_decision")
    .values({ ...row, causes: jsonb(row.causes) })
    .onConflict((on) => on.column("visitId").doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export function findDecision(db: Db | Trx, visitId: string): Promise<DecisionRow | undefined> {
  return db.selectFrom("visits.credit_decision").selectAll().where("visitId", "=", visitId).executeTakeFirst();
}

const finals = ["rejected", "withdrawn", "cancelled", "completed", "missed"] as const;

/** Visits that ended in this time, were quoted, and are not settled, or settled with something taken and not decided on. */
export function listForgotten(db: Db, ended: { from: Instant; to: Instant }, limit: number) {
  return db
    .selectFrom("visits.visit as v")
    .innerJoin("money.settled as s", "s.subjectId", "v.id")
    .leftJoin("visits.credit_decision as d", "d.visitId", "v.id")
    .select(["v.id", "s.chargedAt"])
    .where("v.endedAt", ">", ended.from)
    .where("v.endedAt", "<", ended.to)
    .where("v.status", "in", finals)
    .where((at) =>
      at.or([
        at("s.chargedAt", "is", null),
        at.and([at.or([at("s.cents", ">", 0), at("s.planSeconds", ">", 0)]), at("d.visitId", "is", null)]),
      ]),
    )
    .orderBy("v.endedAt")
    .limit(limit)
    .execute();
}

/** A visit that nobody settled, kept from changing; undefined while it is still open. */
export function lockEnded(trx: Trx, visitId: string) {
  return trx
    .selectFrom("visits.visit")
    .select(["id", "facilityId"])
    .where("id", "=", visitId)
    .where("status", "in", finals)
    .forUpdate()
    .executeTakeFirst();
}
