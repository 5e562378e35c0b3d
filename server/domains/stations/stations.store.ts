import type { JWK } from "jose";
import type { Insertable, Updateable } from "kysely";
import { type Db, jsonb, type Trx } from "#server/platform/database.ts";
import type { EnrolmentTable, StationTable } from "./stations.tables.ts";

const STATIONS_MAX = 2_000;

/** A station with the names of its unit and facility. */
export function findStation(db: Db, id: string) {
  return db
    .selectFrom("stations.card as s")
    .innerJoin("facilities.facility as f", "f.id", "s.facilityId")
    .innerJoin("stations.station as own", "own.id", "s.stationId")
    .select(["s.stationId", "s.facilityId", "s.name", "s.unitName", "s.status", "f.name as facilityName", "f.timeZone", "own.echoAskedAt"])
    .where("s.stationId", "=", id)
    .executeTakeFirst();
}

export function listStations(db: Db, facilityId: string, id?: string) {
  let query = db
    .selectFrom("stations.station as s")
    .leftJoin("facilities.unit as u", "u.id", "s.unitId")
    .select(["s.id", "s.name", "u.name as unit", "s.kind", "s.status", "s.keyThumbprint", "s.lastSeenAt", "s.camera", "s.microphone"])
    .select(["s.groupId", "s.appVersion", "s.browserVersion", "s.echoAskedAt"])
    .where("s.facilityId", "=", facilityId);
  if (id !== undefined) query = query.where("s.id", "=", id);
  return query.orderBy("s.name").limit(STATIONS_MAX).execute();
}

/** Locks a station of this facility; one of another is not there. */
export function lockStation(trx: Trx, facilityId: string, id: string) {
  return trx
    .selectFrom("stations.station")
    .selectAll()
    .where("id", "=", id)
    .where("facilityId", "=", facilityId)
    .forUpdate()
    .executeTakeFirst();
}

/** Adds a station unless its id or its name in this facility is taken; tells whether it did. */
export async function insertStation(trx: Trx, row: Insertable<StationTable>): Promise<boolean> {
  const result = await trx
    .insertInto("stations.station")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function updateStation(db: Db, id: string, change: Updateable<StationTable>): Promise<void> {
  await db.updateTable("stations.station").set(change).where("id", "=", id).execute();
}

/** Gives a station its key. */
export async function setKey(trx: Trx, id: string, key: { jwk: JWK; thumbprint: string; at: Temporal.Instant }): Promise<void> {
  const { jwk, thumbprint, at } = key;
  await trx
    .updateTable("stations.station")
    .set({ publicKey: jsonb(jwk), keyThumbprint: thumbprint, enrolledAt: at, lastSeenAt: at })
    .where("id", "=", id)
    .execute();
}

/** Takes the key from whichever stations match, and tells which had one. */
export async function endKeys(trx: Trx, of: { id: string } | { thumbprint: string; exceptId: string }) {
  let query = trx
    .updateTable("stations.station")
    .set({ publicKey: null, keyThumbprint: null, enrolledAt: null })
    .where("keyThumbprint", "is not", null)
    .returning(["id", "agencyId", "facilityId"]);
  query = "id" in of ? query.where("id", "=", of.id) : query.where("keyThumbprint", "=", of.thumbprint).where("id", "!=", of.exceptId);
  return query.execute();
}

export async function insertEnrolment(trx: Trx, row: Insertable<EnrolmentTable>): Promise<void> {
  await trx.insertInto("stations.enrolment").values(row).execute();
}

/** Ends the codes of a station that nobody has used yet. */
export async function endEnrolments(trx: Trx, stationId: string, now: Temporal.Instant): Promise<void> {
  await trx
    .updateTable("stations.enrolment")
    .set({ expiresAt: now })
    .where("stationId", "=", stationId)
    .where("usedAt", "is", null)
    .where("expiresAt", ">", now)
    .execute();
}

/** Uses up a code: of two that come at once only one gets it, since the second waits for the first and then finds it used. */
export function takeEnrolment(trx: Trx, codeHash: Buffer, now: Temporal.Instant) {
  return trx
    .updateTable("stations.enrolment")
    .set({ usedAt: now })
    .where("codeHash", "=", codeHash)
    .where("usedAt", "is", null)
    .where("expiresAt", ">", now)
    .returning(["stationId", "agencyId", "facilityId"])
    .executeTakeFirst();
}
