import type { Insertable } from "kysely";
import type { GroupTable } from "#server/domains/stations/stations.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

const GROUPS_MAX = 500;
const STATIONS_MAX = 2_000;

export function listGroups(db: Db, facilityId: string) {
  return db
    .selectFrom("stations.stationGroup")
    .select(["id", "name"])
    .where("facilityId", "=", facilityId)
    .orderBy("name")
    .limit(GROUPS_MAX)
    .execute();
}

/** Which stations of this facility are in a group. */
export function listMembers(db: Db, facilityId: string) {
  return db
    .selectFrom("stations.station")
    .select(["id", "groupId"])
    .where("facilityId", "=", facilityId)
    .where("groupId", "is not", null)
    .orderBy("name")
    .limit(STATIONS_MAX)
    .execute();
}

export function lockGroup(trx: Trx, facilityId: string, id: string) {
  return trx
    .selectFrom("stations.stationGroup")
    .selectAll()
    .where("id", "=", id)
    .where("facilityId", "=", facilityId)
    .forUpdate()
    .executeTakeFirst();
}

/** Adds a group unless its id or its name in this facility is taken; tells whether it did. */
export async function insertGroup(trx: Trx, row: Insertable<GroupTable>): Promise<boolean> {
  const result = await trx
    .insertInto("stations.stationGroup")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function renameGroup(trx: Trx, id: string, name: string): Promise<void> {
  await trx.updateTable("stations.stationGroup").set({ name }).where("id", "=", id).execute();
}

/** Takes every station out of a group, then the group itself; the database refuses (23503) while weekly hours name it. */
export async function deleteGroup(trx: Trx, id: string): Promise<void> {
  await trx.updateTable("stations.station").set({ groupId: null }).where("groupId", "=", id).execute();
  await trx.deleteFrom("stations.stationGroup").where("id", "=", id).execute();
}
