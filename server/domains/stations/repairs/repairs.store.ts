import type { Insertable, Updateable } from "kysely";
import type { FindingTable, RepairTable } from "#server/domains/stations/stations.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

const REPAIRS_MAX = 1_000;

/** Repairs with their station's name: all open ones of a facility, the oldest first, or every one of a station. */
export function listRepairs(db: Db, of: { facilityId: string; stationId?: string | undefined; id?: string }) {
  let query = db
    .selectFrom("stations.repair as r")
    .innerJoin("stations.card as s", "s.stationId", "r.stationId")
    .selectAll("r")
    .select(["s.name as stationName", "s.unitName as unit"])
    .where("r.facilityId", "=", of.facilityId);
  if (of.id !== undefined) query = query.where("r.id", "=", of.id);
  else if (of.stationId !== undefined) query = query.where("r.stationId", "=", of.stationId);
  else query = query.where("r.closedAt", "is", null);
  return query.orderBy("r.openedAt").orderBy("r.id").limit(REPAIRS_MAX).execute();
}

export function lockRepair(trx: Trx, facilityId: string, id: string) {
  return trx
    .selectFrom("stations.repair")
    .selectAll()
    .where("id", "=", id)
    .where("facilityId", "=", facilityId)
    .forUpdate()
    .executeTakeFirst();
}

/** The open repair of a station and fault, kept from changing until the transaction ends. */
export function lockOpen(trx: Trx, stationId: string, fault: RepairTable["fault"]) {
  return trx
    .selectFrom("stations.repair")
    .selectAll()
    .where("stationId", "=", stationId)
    .where("fault", "=", fault)
    .where("closedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
}

/** Opens a repair unless one of this station and fault is open, or its id is taken; tells whether it did. */
export async function insertRepair(trx: Trx, row: Insertable<RepairTable>): Promise<boolean> {
  const result = await trx
    .insertInto("stations.repair")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** The newest repair of a station and fault, open or closed. */
export function findNewest(db: Db, stationId: string, fault: RepairTable["fault"]) {
  return db
    .selectFrom("stations.repair")
    .select(["id", "fault", "foundBy", "state", "healthySince", "closedAt"])
    .where("stationId", "=", stationId)
    .where("fault", "=", fault)
    .orderBy("openedAt", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** Writes down what was found; the same thing of the same visit once. */
export async function insertFinding(trx: Trx, row: Insertable<FindingTable>): Promise<void> {
  await trx
    .insertInto("stations.finding")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What was found of each of these repairs, oldest first. */
export function listFindings(db: Db, facilityId: string, repairIds: readonly string[]) {
  return db
    .selectFrom("stations.finding")
    .select(["repairId", "what", "at", "visitId"])
    .where("facilityId", "=", facilityId)
    .where("repairId", "in", [...repairIds])
    .orderBy("at")
    .orderBy("id")
    .limit(FINDINGS_MAX)
    .execute();
}
const FINDINGS_MAX = 5_000;

export async function updateRepair(trx: Trx, id: string, change: Updateable<RepairTable>): Promise<void> {
  await trx.updateTable("stations.repair").set(change).where("id", "=", id).execute();
}

/** The newest repair of each station and fault here. */
export function listNewest(db: Db, facilityId: string) {
  return db
    .selectFrom("stations.repair")
    .distinctOn(["stationId", "fault"])
    .select(["id", "stationId", "fault", "foundBy", "state", "healthySince", "closedAt"])
    .where("facilityId", "=", facilityId)
    .orderBy("stationId")
    .orderBy("fault")
    .orderBy("openedAt", "desc")
    .execute();
}

/** Every facility that has a station with a key, with its zone. */
export function listFacilities(db: Db) {
  return db
    .selectFrom("facilities.facility as f")
    .select(["f.id", "f.agencyId", "f.timeZone"])
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("stations.station as s").select("s.id").whereRef("s.facilityId", "=", "f.id").where("s.keyThumbprint", "is not", null),
      ),
    )
    .execute();
}

/** What each station with a key last said of itself, and its newest finished echo test. */
export function listHealth(db: Db, facilityId: string) {
  return db
    .selectFrom("stations.station as s")
    .leftJoinLateral(
      (join) =>
        join
          .selectFrom("stations.echoTest as e")
          .select(["e.outcome", "e.startedAt", "e.camera as cameraThen", "e.microphone as microphoneThen", "e.speaker"])
          .whereRef("e.stationId", "=", "s.id")
          .where("e.outcome", "is not", null)
          .orderBy("e.startedAt", "desc")
          .limit(1)
          .as("echo"),
      (join) => join.onTrue(),
    )
    .select(["s.id", "s.status", "s.lastSeenAt", "s.camera", "s.microphone", "echo.outcome", "echo.startedAt"])
    .select(["echo.cameraThen", "echo.microphoneThen", "echo.speaker"])
    .where("s.facilityId", "=", facilityId)
    .where("s.keyThumbprint", "is not", null)
    .execute();
}

/** Forgets repairs whose time to be kept is over, and tells which. */
export function forgetRepairs(db: Db, now: Temporal.Instant) {
  return db.deleteFrom("stations.repair").where("keepUntil", "<", now).returning(["agencyId", "facilityId", "openedAt as since"]).execute();
}
