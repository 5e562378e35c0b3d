import { type Insertable, sql } from "kysely";
import type { Locale } from "#contracts/common.ts";
import type { Db, Trx } from "#server/platform/database.ts";
import type { ResidentCard, ResidentTable } from "./residents.tables.ts";

/** Far more than are born on one day in one facility. */
const FINDABLE_MAX = 200;

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

/**
 * Residents who are at this facility now and whose name and birth date are known, by number or by birth date. Names are compared by the
 * caller.
 */
export function listFindable(db: Db, facilityId: string, by: { bookingNumber?: string | undefined; birthDate?: string | undefined }) {
  const { bookingNumber = null, birthDate = null } = by;
  return db
    .selectFrom("residents.card as card")
    .innerJoin("residents.resident as resident", "resident.id", "card.residentId")
    .select(["card.residentId", "card.agencyId", "card.givenName", "card.familyName"])
    .where("card.facilityId", "=", facilityId)
    .where("resident.birthDate", "is not", null)
    .where(sql<boolean>`(${bookingNumber}::text is null or upper(card.booking_number) = upper(${bookingNumber}::text))`)
    .where(sql<boolean>`(${birthDate}::date is null or resident.birth_date = ${birthDate}::date)`)
    .where(sql<boolean>`(${bookingNumber}::text is not null or ${birthDate}::date is not null)`)
    .limit(FINDABLE_MAX)
    .execute();
}

/** Whose booking number this is or was at this facility; letters count the same large and small. */
export function findByBookingNumber(db: Db, facilityId: string, bookingNumber: string) {
  return db
    .selectFrom("residents.stay as stay")
    .innerJoin("residents.resident as resident", "resident.id", "stay.residentId")
    .select(["resident.id", "resident.givenName", "resident.familyName", "stay.releasedAt", "stay.id as stayId"])
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
    .where("r.mergedInto", "is", null)
    .where(bare(sql.ref("r.given_name")), "=", bare(givenName))
    .where(bare(sql.ref("r.family_name")), "=", bare(familyName))
    .where(sql<boolean>`coalesce(r.birth_date <> ${birthDate}::date, false) = false`)
    .orderBy("r.id")
    .execute();
}

/**
 * Residents with a current stay here, or with an earlier one here and none now, by name; each of `terms` must be in the name or begin a
 * booking number of this facility.
 */
export function listResidents(
  db: Db,
  facilityId: string,
  options: { terms: readonly string[]; who: "here" | "earlier"; after?: string; limit: number },
) {
  const isHere = options.who === "here";
  // Only what happened at this facility: the unit of somebody who is elsewhere now is not for here.
  const earlier = sql<string>`(select e.booking_number from residents.stay e
    where e.resident_id = card.resident_id and e.facility_id = ${facilityId} order by e.admitted_at desc limit 1)`;
  const number = isHere ? sql<string>`card.booking_number` : earlier;
  const name = isHere ? sql`card.resident_name` : sql`coalesce(card.given_name || ' ' || card.family_name, '')`;
  let query = db
    .selectFrom("residents.card as card")
    .leftJoin("stations.access as access", "access.residentId", "card.residentId")
    .select(["card.residentId", "card.givenName", "card.familyName"])
    .select([
      sql<string>`residents.shown_name(card.given_name, card.family_name, ${number})`.as("residentName"),
      number.as("bookingNumber"),
    ])
    .select(isHere ? "card.unitName" : sql<string | null>`null`.as("unitName"))
    .select(["access.pinSet", "access.lockedUntil"]);
  query = isHere
    ? query.where("card.facilityId", "=", facilityId)
    : query
        .where(sql<boolean>`${earlier} is not null`)
        .where(sql<boolean>`card.facility_id is distinct from ${facilityId}`)
        .where(sql<boolean>`not exists (select from residents.resident m where m.id = card.resident_id and m.merged_into is not null)`);
  for (const term of options.terms) {
    const part = term.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
    query = query.where(sql<boolean>`(${name} ilike ${`%${part}%`} or ${number} ilike ${`${part}%`})`);
  }
  if (options.after)
    // The key is a resident of this facility; with any other id nothing is greater than nothing.
    query = query.where(
      sql<boolean>`(coalesce(card.family_name, ''), coalesce(card.given_name, ''), card.resident_id) >
        (select coalesce(k.family_name, ''), coalesce(k.given_name, ''), k.id from residents.resident k where k.id = ${options.after}
          and exists (select from residents.stay e where e.resident_id = k.id and e.facility_id = ${facilityId}))`,
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

export async function setLocale(trx: Trx, residentId: string, locale: Locale): Promise<void> {
  await trx.updateTable("residents.resident").set({ locale }).where("id", "=", residentId).execute();
}

export async function setWho(
  trx: Trx,
  residentId: string,
  known: { givenName: string; familyName: string; birthDate: string | null },
): Promise<void> {
  await trx.updateTable("residents.resident").set(known).where("id", "=", residentId).execute();
}

/** Who a resident is, without any stay. */
export function findResident(db: Db, id: string) {
  return db.selectFrom("residents.resident").selectAll().where("id", "=", id).executeTakeFirst();
}

const CONNECTIONS_MAX = 200;

/** The connections of somebody who is here, by the contact's name. */
export function listConnectionsHere(db: Db, facilityId: string, residentId: string) {
  return db
    .selectFrom("contacts.card as c")
    .select(["c.connectionId as id", "c.contactId", "c.relationship", "c.status"])
    .select(sql<string>`c.contact_given_name || ' ' || c.contact_family_name`.as("contactName"))
    .where("c.residentId", "=", residentId)
    .where("c.facilityId", "=", facilityId)
    .where("c.status", "<>", "withdrawn")
    .orderBy("contactName")
    .orderBy("c.connectionId")
    .limit(CONNECTIONS_MAX)
    .execute();
}
