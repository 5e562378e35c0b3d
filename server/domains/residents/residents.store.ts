import { type Insertable, sql } from "kysely";
import type { Locale } from "#contracts/common.ts";
import type { Db, Trx } from "#server/platform/database.ts";
import type { CustodyEventTable, ResidentCard, ResidentTable, StayRow, StayTable } from "./residents.tables.ts";

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

export function findCard(db: Db, residentId: string): Promise<ResidentCard | undefined> {
  return db.selectFrom("residents.card").selectAll().where("residentId", "=", residentId).executeTakeFirst();
}

/** By the booking number of a current stay at this facility; letters count the same large and small. */
export function findCardByBookingNumber(db: Db, facilityId: string, bookingNumber: string): Promise<ResidentCard | undefined> {
  return db
    .selectFrom("residents.card")
    .selectAll()
    .where("facilityId", "=", facilityId)
    .where(sql`upper(booking_number)`, "=", bookingNumber.toUpperCase())
    .executeTakeFirst();
}

/** Whose booking number this is or was at this facility; letters count the same large and small. */
export function findByBookingNumber(db: Db, facilityId: string, bookingNumber: string) {
  return db
    .selectFrom("residents.stay as stay")
    .innerJoin("residents.resident as resident", "resident.id", "stay.residentId")
    .select(["resident.id", "resident.givenName", "resident.familyName", "stay.releasedAt"])
    .where("stay.facilityId", "=", facilityId)
    .where(sql`upper(stay.booking_number)`, "=", bookingNumber.toUpperCase())
    .executeTakeFirst();
}

/**
 * Residents of the agency with this name, and where each is now; accents, capitals, spaces and hyphens do not count.
 * A birth date tells people apart only where both are known.
 */
export function listNamedAlike(
  db: Db,
  agencyId: string,
  person: { givenName: string; familyName: string; birthDate?: string | undefined },
) {
  const bare = (words: unknown) => sql<string>`lower(regexp_replace(normalize(${words}::text, NFD), '[\\u0300-\\u036f\\s''’.-]', '', 'g'))`;
  const { givenName, familyName, birthDate = null } = person;
  return db
    .selectFrom("residents.resident as r")
    .innerJoin("residents.card as card", "card.residentId", "r.id")
    .select(["r.id", "card.residentName", "r.birthDate", "card.facilityName", "card.bookingNumber"])
    .where("r.agencyId", "=", agencyId)
    .where(bare(sql.ref("r.given_name")), "=", bare(givenName))
    .where(bare(sql.ref("r.family_name")), "=", bare(familyName))
    .where(sql<boolean>`coalesce(r.birth_date <> ${birthDate}::date, false) = false`)
    .orderBy("r.id")
    .execute();
}

/** Residents with a current stay here, by name; each of `terms` must be in the name or begin the booking number. */
export function listResidents(db: Db, facilityId: string, options: { terms: readonly string[]; after?: string; limit: number }) {
  let query = db
    .selectFrom("residents.card as card")
    .leftJoin("stations.access as access", "access.residentId", "card.residentId")
    .select([
      "card.residentId",
      "card.givenName",
      "card.familyName",
      "card.residentName",
      "card.unitName",
      "access.pinSet",
      "access.lockedUntil",
    ])
    .select(sql<string>`card.booking_number`.as("bookingNumber"))
    .where("card.facilityId", "=", facilityId);
  for (const term of options.terms) {
    const part = term.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
    query = query.where(sql<boolean>`(card.resident_name ilike ${`%${part}%`} or card.booking_number ilike ${`${part}%`})`);
  }
  if (options.after)
    // The key is a resident of this facility; with any other id nothing is greater than nothing.
    query = query.where(
      sql<boolean>`(coalesce(card.family_name, ''), coalesce(card.given_name, ''), card.resident_id) >
        (select coalesce(k.family_name, ''), coalesce(k.given_name, ''), k.resident_id from residents.card k where k.resident_id = ${options.after} and k.facility_id = ${facilityId})`,
    );
  return query
    .orderBy(sql`coalesce(card.family_name, '')`)
    .orderBy(sql`coalesce(card.given_name, '')`)
    .orderBy("card.residentId")
    .limit(options.limit)
    .execute();
}

export async function insertResident(trx: Trx, row: Insertable<ResidentTable>): Promise<void> {
  await trx.insertInto("residents.resident").values(row).execute();
}

export async function insertStay(trx: Trx, row: Insertable<StayTable>): Promise<void> {
  await trx.insertInto("residents.stay").values(row).execute();
}

export async function insertCustodyEvent(trx: Trx, row: Insertable<CustodyEventTable>): Promise<void> {
  await trx.insertInto("residents.custodyEvent").values(row).execute();
}

export async function setLocale(trx: Trx, residentId: string, locale: Locale): Promise<void> {
  await trx.updateTable("residents.resident").set({ locale }).where("id", "=", residentId).execute();
}

export async function endStay(trx: Trx, stayId: string, releasedAt: Temporal.Instant): Promise<void> {
  await trx.updateTable("residents.stay").set({ releasedAt }).where("id", "=", stayId).execute();
}
