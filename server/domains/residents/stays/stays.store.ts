import { type Insertable, sql } from "kysely";
import type { CustodyEventTable, StayRow, StayTable } from "#server/domains/residents/residents.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

const STAYS_MAX = 200;
const EVENTS_MAX = 1000;

export function findStay(db: Db, id: string): Promise<StayRow | undefined> {
  return db.selectFrom("residents.stay").selectAll().where("id", "=", id).executeTakeFirst();
}

export function findCurrentStay(db: Db, residentId: string): Promise<StayRow | undefined> {
  return db
    .selectFrom("residents.stay")
    .selectAll()
    .where("residentId", "=", residentId)
    .where("releasedAt", "is", null)
    .executeTakeFirst();
}

/** The newest stay of a resident at this facility, the current one if there is one. */
export function findNewestStayAt(db: Db, facilityId: string, residentId: string): Promise<StayRow | undefined> {
  return db
    .selectFrom("residents.stay")
    .selectAll()
    .where("facilityId", "=", facilityId)
    .where("residentId", "=", residentId)
    .orderBy(sql`released_at is null`, "desc")
    .orderBy("admittedAt", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** A resident's stays at this facility, newest first, with the unit's name. */
export function listStaysAt(db: Db, facilityId: string, residentId: string) {
  return db
    .selectFrom("residents.stay as s")
    .leftJoin("facilities.unit as u", "u.id", "s.unitId")
    .select(["s.id", "s.bookingNumber", "s.admittedAt", "s.releasedAt", "s.endedHow", "s.unitId", "u.name as unit"])
    .where("s.facilityId", "=", facilityId)
    .where("s.residentId", "=", residentId)
    .orderBy("s.admittedAt", "desc")
    .orderBy("s.id", "desc")
    .limit(STAYS_MAX)
    .execute();
}

/** What happened in these stays at this facility, oldest first. */
export function listEvents(db: Db, facilityId: string, stayIds: readonly string[]) {
  return db
    .selectFrom("residents.custodyEvent as e")
    .leftJoin("facilities.unit as u", "u.id", "e.unitId")
    .select(["e.id", "e.stayId", "e.kind", "e.reason", "e.at", "u.name as unit"])
    .where("e.facilityId", "=", facilityId)
    .where("e.stayId", "=", sql<string>`any(${stayIds}::uuid[])`)
    .orderBy("e.at")
    .orderBy("e.id")
    .limit(EVENTS_MAX)
    .execute();
}

/** When a stay was last moved to another unit. */
export async function lastMoveAt(db: Db, stayId: string): Promise<Temporal.Instant | undefined> {
  const event = await db
    .selectFrom("residents.custodyEvent")
    .select("at")
    .where("stayId", "=", stayId)
    .where("kind", "=", "moved")
    .orderBy("at", "desc")
    .limit(1)
    .executeTakeFirst();
  return event?.at;
}

/** Whether this booking number is or was somebody's stay at this facility; letters count the same large and small. */
export async function isNumberTaken(db: Db, facilityId: string, bookingNumber: string): Promise<boolean> {
  const found = await db
    .selectFrom("residents.stay")
    .select("id")
    .where("facilityId", "=", facilityId)
    .where(sql`upper(booking_number)`, "=", bookingNumber.toUpperCase())
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

export async function insertStay(trx: Trx, row: Omit<Insertable<StayTable>, "endedHow">): Promise<void> {
  await trx
    .insertInto("residents.stay")
    .values({ ...row, endedHow: null })
    .execute();
}

export async function insertCustodyEvent(trx: Trx, row: Insertable<CustodyEventTable>): Promise<void> {
  await trx.insertInto("residents.custodyEvent").values(row).execute();
}

export async function endStay(
  trx: Trx,
  stayId: string,
  end: { releasedAt: Temporal.Instant; endedHow: "released" | "transferred" } | { releasedAt: null; endedHow: null },
): Promise<void> {
  await trx.updateTable("residents.stay").set(end).where("id", "=", stayId).execute();
}

export async function setUnit(trx: Trx, stayId: string, unitId: string | null): Promise<void> {
  await trx.updateTable("residents.stay").set({ unitId }).where("id", "=", stayId).execute();
}
