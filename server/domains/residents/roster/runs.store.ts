import { type Insertable, type Selectable, sql } from "kysely";
import { type Db, jsonb, type Trx } from "#server/platform/database.ts";
import type { RunTable } from "./roster.tables.ts";

type RunRow = Selectable<RunTable>;

/** Writes down that a list is on its way; false where one of this id is already. What ended at this facility before is let go. */
export async function insertRun(db: Db, row: Insertable<RunTable>): Promise<boolean> {
  const made = await db
    .insertInto("residents.roster_run")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  if (!made) return false;
  await db
    .deleteFrom("residents.roster_run")
    .where("facilityId", "=", row.facilityId)
    .where("id", "!=", row.id)
    .where("state", "!=", "going")
    .execute();
  return true;
}

/** The run of this id at a facility, or its latest, with the name of whoever sent the list. */
export function findRun(db: Db, facilityId: string, id?: string) {
  return db
    .selectFrom("residents.roster_run as r")
    .leftJoin("audit.actor_name as actor", (join) => join.onRef("actor.actorId", "=", "r.madeBy").on("actor.realm", "=", "staff"))
    .selectAll("r")
    .select("actor.name as by")
    .where("r.facilityId", "=", facilityId)
    .$if(id !== undefined, (query) => query.where("r.id", "=", id!))
    .orderBy("r.startedAt", "desc")
    .orderBy("r.id", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** Says that it goes on, and how far it is; one that was given up says nothing any more. */
export async function noteRun(
  db: Db,
  id: string,
  change: Partial<Pick<RunRow, "stage" | "rows">> & { at: Temporal.Instant },
): Promise<void> {
  await db.updateTable("residents.roster_run").set(change).where("id", "=", id).where("state", "=", "going").execute();
}

/** Says what came of it, in the transaction that did it or afterwards; false where it was given up meanwhile. */
export async function endRun(
  db: Db | Trx,
  id: string,
  end: { state: "done" | "refused"; told?: RunRow["told"]; problems?: string[]; facts?: RunRow["facts"]; at: Temporal.Instant },
): Promise<boolean> {
  const { state, at, told = null, problems = [], facts = {} } = end;
  const result = await db
    .updateTable("residents.roster_run")
    .set({ state, at, problems, told: told && (jsonb(told) as never), facts: jsonb(facts) as never })
    .where("id", "=", id)
    .where("state", "=", "going")
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Gives up what has not been heard of since: from here on it can't be finished, so that nothing was changed stays true. */
export async function loseRuns(db: Db, facilityId: string, heardBefore: Temporal.Instant): Promise<void> {
  await db
    .updateTable("residents.roster_run")
    .set({ state: "lost" })
    .where("facilityId", "=", facilityId)
    .where("state", "=", "going")
    .where("at", "<", heardBefore)
    .execute();
}

/** Deletes what is past its day, at most `limit` runs, and tells what each was. */
export async function deleteRuns(db: Db, now: Temporal.Instant, limit: number) {
  const { rows } = await sql<{ agencyId: string; facilityId: string; since: Temporal.Instant }>`delete from residents.roster_run where id in
    (select id from residents.roster_run where keep_until <= ${now} limit ${limit})
    returning agency_id, facility_id, started_at as since`.execute(db);
  return rows;
}
