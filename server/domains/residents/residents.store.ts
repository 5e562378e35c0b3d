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
  person: { givenName: string; familyName: string; birthDate?: string | undefined; facilityId?: string },
) {
  const bare = (words: unknown) => sql<string>`lower(regexp_replace(normalize(${words}::text, NFD), '[\\u0300-\\u036f\\s''’.-]', '', 'g'))`;
  const { givenName, familyName, birthDate = null, facilityId } = person;
  return (
    db
      .selectFrom("residents.resident as r")
      .innerJoin("residents.card as card", "card.residentId", "r.id")
      .select(["r.id", "card.residentName", "r.birthDate", "card.facilityName", "card.bookingNumber"])
      .where("r.agencyId", "=", agencyId)
      .where("r.mergedInto", "is", null)
      .where(bare(sql.ref("r.given_name")), "=", bare(givenName))
      .where(bare(sql.ref("r.family_name")), "=", bare(familyName))
      .where(sql<boolean>`coalesce(r.birth_date <> ${birthDate}::date, false) = false`)
      // To staff of one facility a name alone is no reason to speak of another's people.
      .$if(facilityId !== undefined, (query) =>
        query.where(
          sql<boolean>`(r.birth_date = ${birthDate}::date or exists (select from residents.stay s where s.resident_id = r.id and s.facility_id = ${facilityId!}))`,
        ),
      )
      .orderBy("r.id")
      .execute()
  );
}

interface Asked {
  terms: readonly string[];
  who: "here" | "earlier";
  after?: string;
  limit: number;
}

/** The index of parts knows threes of letters; fewer are looked for where a word begins. */
const PART_LETTERS_MIN = 3;

/** Who stands on this page of the list, from its one narrow table: found by an index, so that it stays quick among 100,000. */
export function listingPage(db: Db, facilityId: string, { terms, who, after, limit }: Asked) {
  let page = db
    .selectFrom("residents.listing as l")
    .select(["l.facilityId", "l.residentId", "l.familyName", "l.givenName", "l.bookingNumber", "l.isHere"])
    .where("l.facilityId", "=", facilityId)
    .where("l.isHere", "=", who === "here");
  for (const term of terms) {
    const part = sql`residents.folded(${term.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)})`;
    // Every word of `folded` has a space before it.
    const start = [...term].length < PART_LETTERS_MIN ? "% " : "%";
    page = page.where(sql<boolean>`l.folded like ${start} || ${part} || '%'`);
  }
  if (after)
    // The key is a resident of this facility's list; with any other id nothing is greater than nothing.
    page = page.where(
      sql<boolean>`(l.family_name, l.given_name, l.resident_id) > (select k.family_name, k.given_name, k.resident_id
        from residents.listing k where k.facility_id = ${facilityId} and k.resident_id = ${after})`,
    );
  return page.orderBy("l.familyName").orderBy("l.givenName").orderBy("l.residentId").limit(limit);
}

/**
 * Residents with a current stay here, or with an earlier one here and none now, by name; each of `terms` must be in the name or the booking
 * number, and one of one or two letters must begin a word of them. Accents and capitals do not count. Only what happened at this facility
 * is shown: the unit of somebody who is elsewhere now is not for here.
 */
export function listResidents(db: Db, facilityId: string, asked: Asked) {
  return db
    .selectFrom(listingPage(db, facilityId, asked).as("l"))
    .innerJoin("residents.card as card", "card.residentId", "l.residentId")
    .leftJoinLateral(
      (from) => from.selectFrom("stations.access as a").selectAll().whereRef("a.residentId", "=", "l.residentId").as("access"),
      (on) => on.onTrue(),
    )
    .select(["l.residentId", "card.givenName", "card.familyName", "l.bookingNumber", "access.pinSet", "access.lockedUntil"])
    .select([
      sql<string>`residents.shown_name(card.given_name, card.family_name, l.booking_number)`.as("residentName"),
      sql<string | null>`case when l.is_here then card.unit_name end`.as("unitName"),
    ])
    .orderBy("l.familyName")
    .orderBy("l.givenName")
    .orderBy("l.residentId")
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
