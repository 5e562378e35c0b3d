import { type Insertable, type Selectable, sql } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { Passed } from "#server/platform/keeping.ts";
import type { ErasureTable, RuleTable } from "./keeping.tables.ts";

export type RuleRow = Selectable<RuleTable>;
export type PassedRow = Passed & { id: string };

/** The rules in the order in which they are to be gone through. */
export function listRules(db: Db): Promise<RuleRow[]> {
  return db.selectFrom("keeping.rule").selectAll().orderBy("turn").execute();
}

/** Deletes one batch of what is due by a rule, those after `after`; what the database's owner wrote decides which. */
export async function eraseBatch(
  trx: Trx,
  turn: number,
  by: { now: Temporal.Instant; after: string; limit: number },
): Promise<PassedRow[]> {
  const { rows } = await sql<PassedRow>`select id, agency_id, facility_id, since, outcome
    from keeping.erase(${turn}::integer, ${by.now}, ${by.after}::uuid, ${by.limit})`.execute(trx);
  return rows;
}

export async function insertErasures(db: Db, rows: Insertable<ErasureTable>[]): Promise<void> {
  if (rows.length > 0) await db.insertInto("keeping.erasure").values(rows).execute();
}

/** What the nights did at one facility, newest first, with what belongs to its agency or to nobody. */
export function listErasures(db: Db, place: { facilityId: string; agencyId: string }, page: { limit: number; after: string | undefined }) {
  return db
    .selectFrom("keeping.erasure")
    .select(["id", "at", "kind", "erased", "held", "needed", "oldest", "failed"])
    .where((row) =>
      row.or([
        row("facilityId", "=", place.facilityId),
        row.and([row("facilityId", "is", null), row.or([row("agencyId", "is", null), row("agencyId", "=", place.agencyId)])]),
      ]),
    )
    .$if(page.after !== undefined, (query) => query.where("id", "<", page.after!))
    .orderBy("id", "desc")
    .limit(page.limit)
    .execute();
}

/** Per kind: all that was ever erased, everywhere, and when it was last gone through. */
export function totals(db: Db) {
  return db
    .selectFrom("keeping.erasure")
    .select((row) => ["kind", row.fn.max("at").as("lastRunAt"), row.fn.sum<number>("erased").as("erased")])
    .groupBy("kind")
    .orderBy("kind")
    .execute();
}
