import { sql } from "kysely";
import type { Db } from "#server/platform/database.ts";
import type { AgencyTable, ClosedDayTable, FacilityRow, PolicyRow, WeeklyHoursView } from "./facilities.tables.ts";

const FACILITIES_MAX = 10_000;
const UNITS_MAX = 5_000;
const CLOSED_DAYS_MAX = 400;

export function listFacilities(db: Db): Promise<FacilityRow[]> {
  return db.selectFrom("facilities.facility").selectAll().orderBy("name").limit(FACILITIES_MAX).execute();
}

export function findFacility(db: Db, id: string): Promise<FacilityRow | undefined> {
  return db.selectFrom("facilities.facility").selectAll().where("id", "=", id).executeTakeFirst();
}

/** The oldest one, should two ever have one name. */
export function findAgencyNamed(db: Db, name: string): Promise<AgencyTable | undefined> {
  return db.selectFrom("facilities.agency").selectAll().where(sql`lower(name)`, "=", name.toLowerCase()).orderBy("id").executeTakeFirst();
}

export function findFacilityNamed(db: Db, agencyId: string, name: string): Promise<FacilityRow | undefined> {
  return db
    .selectFrom("facilities.facility")
    .selectAll()
    .where("agencyId", "=", agencyId)
    .where(sql`lower(name)`, "=", name.toLowerCase())
    .orderBy("id")
    .executeTakeFirst();
}

export function listFacilitiesCalled(db: Db, idOrName: string): Promise<FacilityRow[]> {
  return db
    .selectFrom("facilities.facility")
    .selectAll()
    .where((eb) => eb.or([eb(sql`id::text`, "=", idOrName.toLowerCase()), eb(sql`lower(name)`, "=", idOrName.toLowerCase())]))
    .orderBy("id")
    .limit(FACILITIES_MAX)
    .execute();
}

/** Facilities by their own ids and by the agencies that run them, by name. */
export function listFacilitiesOf(db: Db, of: { facilityIds: readonly string[]; agencyIds: readonly string[] }): Promise<FacilityRow[]> {
  return db
    .selectFrom("facilities.facility")
    .selectAll()
    .where((eb) => eb.or([eb("id", "=", eb.fn.any(eb.val(of.facilityIds))), eb("agencyId", "=", eb.fn.any(eb.val(of.agencyIds)))]))
    .orderBy("name")
    .limit(FACILITIES_MAX)
    .execute();
}

/** The newest policy that has begun by this local day. */
export function findPolicy(db: Db, facilityId: string, day: string): Promise<PolicyRow | undefined> {
  return db
    .selectFrom("facilities.policy")
    .selectAll()
    .where("facilityId", "=", facilityId)
    .where("validFrom", "<=", day)
    .orderBy("validFrom", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** The first local day on which any policy was in force: since then the facility is served here. */
export async function findFirstPolicyDay(db: Db, facilityId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("facilities.policy")
    .select("validFrom")
    .where("facilityId", "=", facilityId)
    .orderBy("validFrom")
    .limit(1)
    .executeTakeFirst();
  return row?.validFrom;
}

export function listClosedDays(db: Db, facilityId: string, from: string, through: string): Promise<ClosedDayTable[]> {
  return db
    .selectFrom("facilities.closedDay")
    .selectAll()
    .where("facilityId", "=", facilityId)
    .where("day", ">=", from)
    .where("day", "<=", through)
    .orderBy("day")
    .limit(CLOSED_DAYS_MAX)
    .execute();
}

/** The weekly sessions in force on this local day, through the view that visits publishes. */
export function listWeeklyHours(db: Db, facilityId: string, day: string): Promise<WeeklyHoursView[]> {
  return db
    .selectFrom("visits.weeklyHours")
    .selectAll()
    .where("facilityId", "=", facilityId)
    .where("mode", "=", "video")
    .where("validFrom", "<=", day)
    .where((row) => row.or([row("validTo", "is", null), row("validTo", ">=", day)]))
    .orderBy("weekday")
    .orderBy("startsLocal")
    .execute();
}

export function listUnits(db: Db, facilityId: string): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom("facilities.unit")
    .select(["id", "name"])
    .where("facilityId", "=", facilityId)
    .orderBy("name")
    .limit(UNITS_MAX)
    .execute();
}

/** Whether there is such a unit in this facility. */
export async function isUnitOf(db: Db, facilityId: string, unitId: string): Promise<boolean> {
  const row = await db
    .selectFrom("facilities.unit")
    .select("id")
    .where("id", "=", unitId)
    .where("facilityId", "=", facilityId)
    .executeTakeFirst();
  return row !== undefined;
}
