import { sql } from "kysely";
import type { Db } from "#server/platform/database.ts";

/** Credits of a facility since then: how many, and how much. */
export async function creditsSince(db: Db, facilityId: string, since: Temporal.Instant): Promise<{ count: number; cents: number }> {
  return db
    .selectFrom("money.credit as c")
    .innerJoin("money.quote as q", "q.subjectId", "c.subjectId")
    .select([sql<number>`count(*)::int`.as("count"), sql<number>`coalesce(sum(c.cents + c.plan_cents), 0)::bigint`.as("cents")])
    .where("q.facilityId", "=", facilityId)
    .where("c.at", ">=", since)
    .executeTakeFirstOrThrow();
}

/** Reserves that a quote of this facility still keeps, by subject, after this one. */
export function listOpenParts(db: Db, facilityId: string, after: string | undefined, limit: number) {
  return db
    .selectFrom("money.quotePart as p")
    .innerJoin("money.quote as q", "q.subjectId", "p.subjectId")
    .innerJoin("money.reserve as r", "r.id", "p.reserveId")
    .select(["q.subjectId", "r.id as reserveId", "r.leftCents", "p.payer"])
    .where("q.facilityId", "=", facilityId)
    .where("r.ended", "is", null)
    .$if(after !== undefined, (query) => query.where("r.id", ">", after!))
    .orderBy("r.id")
    .limit(limit)
    .execute();
}
