import type { Insertable } from "kysely";
import type { InterventionTable } from "#server/domains/visits/visits.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";
import type { HandRow } from "./hand.rules.ts";

/** Writes what staff did, once by its id; false for one that stands already. */
export async function insertIntervention(trx: Trx, row: Insertable<InterventionTable>): Promise<boolean> {
  const added = await trx
    .insertInto("visits.intervention")
    .values(row)
    .onConflict((on) => on.column("id").doNothing())
    .executeTakeFirst();
  return (added.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Whether this act was done before: a retry of it does nothing. */
export async function wasDone(db: Db | Trx, id: string): Promise<boolean> {
  return (await db.selectFrom("visits.intervention").select("id").where("id", "=", id).executeTakeFirst()) !== undefined;
}

/** What staff did to a visit and took back, in the order in which they did it. */
export function listHandActs(db: Db | Trx, visitId: string): Promise<HandRow[]> {
  return db
    .selectFrom("visits.intervention")
    .select(["kind", "seat"])
    .where("visitId", "=", visitId)
    .where("kind", "not in", ["warn", "end"])
    .orderBy("seq")
    .execute() as Promise<HandRow[]>;
}
