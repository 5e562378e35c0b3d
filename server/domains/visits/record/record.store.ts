import type { Insertable } from "kysely";
import type { TimelineTable } from "#server/domains/visits/visits.tables.ts";
import { type Db, jsonb, type Trx } from "#server/platform/database.ts";

/** Adds one line; the app's database role can do no more to this table than that. */
export async function insertLine(trx: Trx, line: Omit<Insertable<TimelineTable>, "seq">): Promise<void> {
  await trx
    .insertInto("visits.timeline")
    .values({ ...line, facts: jsonb(line.facts) })
    .execute();
}

/** A visit's lines in the order in which they happened. */
export function listLines(db: Db | Trx, visitId: string, limit: number) {
  return db
    .selectFrom("visits.timeline")
    .select(["id", "at", "code", "facts"])
    .where("visitId", "=", visitId)
    .orderBy("at")
    .orderBy("seq")
    .limit(limit)
    .execute();
}
