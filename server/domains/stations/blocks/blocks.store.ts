import type { Insertable, Updateable } from "kysely";
import type { BlockTable } from "#server/domains/stations/stations.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

const BLOCKS_MAX = 2_000;

/** The blocks of these stations that are not over at `now`, the nearest first. */
export function listBlocks(db: Db, of: { facilityId: string; stationId?: string }, now: Temporal.Instant) {
  let query = db
    .selectFrom("stations.closedSpan")
    .select(["blockId as id", "stationId", "startsAt", "endsAt", "reason"])
    .where("facilityId", "=", of.facilityId)
    .where("endsAt", ">", now);
  if (of.stationId !== undefined) query = query.where("stationId", "=", of.stationId);
  return query.orderBy("startsAt").limit(BLOCKS_MAX).execute();
}

/** Adds a block unless its id is taken; tells whether it did. */
export async function insertBlock(trx: Trx, row: Insertable<BlockTable>): Promise<boolean> {
  const result = await trx
    .insertInto("stations.block")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export function lockBlock(trx: Trx, stationId: string, id: string) {
  return trx
    .selectFrom("stations.block")
    .selectAll()
    .where("id", "=", id)
    .where("stationId", "=", stationId)
    .forUpdate()
    .executeTakeFirst();
}

export async function updateBlock(trx: Trx, id: string, change: Updateable<BlockTable>): Promise<void> {
  await trx.updateTable("stations.block").set(change).where("id", "=", id).execute();
}

/** Forgets blocks whose time to be kept is over, and tells which. */
export function forgetBlocks(db: Db, now: Temporal.Instant) {
  return db.deleteFrom("stations.block").where("keepUntil", "<", now).returning(["agencyId", "facilityId", "startsAt as since"]).execute();
}
