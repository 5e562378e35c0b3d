import { type Insertable, sql } from "kysely";
import type { KeepApartTable } from "#server/domains/residents/residents.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

const PAIRS_MAX = 500;

/** Everybody whom this resident must not meet, from whichever side it was entered. */
export function listApart(db: Db, residentId: string) {
  return db
    .selectFrom("residents.keep_apart")
    .select(["id", "fromDay", "untilDay"])
    .select(sql<string>`case when resident_id = ${residentId} then other_resident_id else resident_id end`.as("otherId"))
    .where((at) => at.or([at("residentId", "=", residentId), at("otherResidentId", "=", residentId)]))
    .where("endedAt", "is", null)
    .orderBy("id")
    .limit(PAIRS_MAX)
    .execute();
}

/** The same for staff, with the other's name where that person is or was at this facility. */
export function listApartHere(db: Db, facilityId: string, residentId: string) {
  return db
    .selectFrom("residents.keep_apart as k")
    .innerJoin("residents.card as other", (join) =>
      join.on(sql<boolean>`other.resident_id = case when k.resident_id = ${residentId} then k.other_resident_id else k.resident_id end`),
    )
    .select(["k.id", "k.source", "k.words", "k.fromDay", "k.untilDay", "k.madeAt"])
    .select(
      sql<
        string | null
      >`case when exists (select from residents.stay s where s.resident_id = other.resident_id and s.facility_id = ${facilityId})
        then other.resident_name end`.as("otherName"),
    )
    .where((at) => at.or([at("k.residentId", "=", residentId), at("k.otherResidentId", "=", residentId)]))
    .where("k.endedAt", "is", null)
    .orderBy("k.madeAt", "desc")
    .limit(PAIRS_MAX)
    .execute();
}

export function findKeepApart(db: Db, id: string) {
  return db.selectFrom("residents.keep_apart").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function insertKeepApart(trx: Trx, row: Insertable<KeepApartTable>): Promise<void> {
  await trx.insertInto("residents.keep_apart").values(row).execute();
}

export async function endKeepApart(trx: Trx, id: string, end: { endedAt: Temporal.Instant; endedBy: string | null }): Promise<boolean> {
  const done = await trx.updateTable("residents.keep_apart").set(end).where("id", "=", id).where("endedAt", "is", null).executeTakeFirst();
  return done.numUpdatedRows > 0n;
}
