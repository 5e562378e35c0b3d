import { type Insertable, type Selectable, sql } from "kysely";
import type { PartyContactTable } from "#server/domains/visits/visits.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

type Instant = Temporal.Instant;
type Row = Omit<Selectable<PartyContactTable>, "during">;
/** Somebody asked to come to a visit, with the names that they sign up with where an address has fitted somebody. */
export type PartyContactRow = Row & { givenName: string | null; familyName: string | null };
export type PartyStatus = PartyContactTable["status"];

const ROWS_MAX = 2000;
const INVITATIONS_MAX = 50;

/** The other adults who come to a visit, each from a home of their own, in the order in which they accepted. */
export async function listPartyContacts(db: Db, visitId: string): Promise<{ contactId: string; name: string }[]> {
  const rows = await rowsOf(db)
    .where("p.visitId", "=", visitId)
    .where("p.status", "=", "accepted")
    .orderBy("p.acceptedAt")
    .orderBy("p.id")
    .execute();
  return rows.map(({ contactId, givenName, familyName }) => ({ contactId: contactId as string, name: `${givenName} ${familyName}` }));
}

/** Whether this contact has accepted to come to a visit that somebody else booked, and still comes. */
export async function isPartyContact(db: Db, visitId: string, contactId: string): Promise<boolean> {
  const row = await db
    .selectFrom("visits.party_contact")
    .select("id")
    .where("visitId", "=", visitId)
    .where("contactId", "=", contactId)
    .where("status", "=", "accepted")
    .executeTakeFirst();
  return row !== undefined;
}

/** Everybody who was ever asked to these visits, in the order of asking; or those with one of these statuses. */
export async function listAsked(db: Db, visitIds: readonly string[], statuses?: readonly PartyStatus[]): Promise<PartyContactRow[]> {
  if (visitIds.length === 0) return [];
  return rowsOf(db)
    .where("p.visitId", "in", visitIds)
    .$if(statuses !== undefined, (query) => query.where("p.status", "in", statuses ?? []))
    .orderBy("p.askedAt")
    .orderBy("p.id")
    .execute();
}

export function findAsked(db: Db, id: string): Promise<PartyContactRow | undefined> {
  return rowsOf(db).where("p.id", "=", id).executeTakeFirst();
}

/** Somebody who was asked, kept from changing until the transaction ends. The visit is locked before. */
export function lockAsked(trx: Trx, id: string): Promise<PartyContactRow | undefined> {
  return rowsOf(trx).where("p.id", "=", id).forUpdate("p").executeTakeFirst();
}

function rowsOf(db: Db) {
  return db
    .selectFrom("visits.party_contact as p")
    .leftJoin("contacts.contact as c", "c.id", "p.contactId")
    .select(["p.id", "p.agencyId", "p.facilityId", "p.visitId", "p.askedBy", "p.address", "p.contactId", "p.connectionId", "p.status"])
    .select(["p.askedAt", "p.acceptedAt", "p.endedAt", "p.releasedAt", "c.givenName", "c.familyName"])
    .limit(ROWS_MAX);
}

/** Writes down that somebody was asked, for the visit's own time. */
export async function insertAsked(
  trx: Trx,
  row: Omit<Insertable<PartyContactTable>, "during"> & { startsAt: Instant; endsAt: Instant },
): Promise<void> {
  const { startsAt, endsAt, ...values } = row;
  await trx
    .insertInto("visits.party_contact")
    .values({ ...values, during: sql<string>`tstzrange(${startsAt}::timestamptz, ${endsAt}::timestamptz)` })
    .execute();
}

/** Takes one step; false where it stands otherwise than it did. The database refuses (23P01) an acceptance of somebody who is in another visit then. */
export async function step(
  trx: Trx,
  id: string,
  from: readonly PartyStatus[],
  to: { status: PartyStatus; acceptedAt?: Instant; endedAt?: Instant },
): Promise<boolean> {
  const done = await trx.updateTable("visits.party_contact").set(to).where("id", "=", id).where("status", "in", from).executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

/** The asking by which this contact comes to a visit; undefined where they do not. */
export function findComing(db: Db, visitId: string, contactId: string): Promise<PartyContactRow | undefined> {
  return rowsOf(db)
    .where("p.visitId", "=", visitId)
    .where("p.contactId", "=", contactId)
    .where("p.status", "=", "accepted")
    .executeTakeFirst();
}

/** Who comes by this connection to visits that have not begun. */
export function listComingBy(db: Db, connectionId: string, now: Instant): Promise<PartyContactRow[]> {
  return rowsOf(db)
    .innerJoin("visits.visit as v", "v.id", "p.visitId")
    .where("p.connectionId", "=", connectionId)
    .where("p.status", "=", "accepted")
    .where("v.status", "=", "booked")
    .where("v.startsAt", ">", now)
    .orderBy("v.startsAt")
    .execute();
}

/** What this contact is asked to and has not answered: visits that have not begun, the soonest first. */
export function listInvitations(db: Db, contactId: string, now: Instant) {
  return db
    .selectFrom("visits.party_contact as p")
    .innerJoin("visits.visit as v", "v.id", "p.visitId")
    .innerJoin("contacts.contact as asker", "asker.id", "p.askedBy")
    .innerJoin("residents.card as resident", "resident.residentId", "v.residentId")
    .innerJoin("facilities.facility as facility", "facility.id", "v.facilityId")
    .select(["p.id", "v.agencyId", "v.residentId", "v.status", "v.startsAt", "v.endsAt", "v.localDay", "v.localStart", "v.timeZone"])
    .select(["v.roomKind", "asker.givenName as askedByGivenName", "asker.familyName as askedByFamilyName"])
    .select(["resident.residentName", "facility.name as facilityName"])
    .where("p.contactId", "=", contactId)
    .where("p.status", "=", "asked")
    .where("v.status", "=", "booked")
    .where("v.startsAt", ">", now)
    .orderBy("v.startsAt")
    .limit(INVITATIONS_MAX)
    .execute();
}

/** Everything this contact was ever asked to, with the visit it is about. */
export function listAskedOf(db: Db, contactId: string) {
  return db
    .selectFrom("visits.party_contact as p")
    .innerJoin("visits.visit as v", "v.id", "p.visitId")
    .select(["p.id", "v.facilityId", "v.startsAt", "v.endsAt", "p.status", "p.askedAt", "p.acceptedAt", "p.endedAt"])
    .where("p.contactId", "=", contactId)
    .orderBy("v.startsAt")
    .limit(ROWS_MAX)
    .execute();
}

/** Lets go of the time of everybody who was to come to a visit that is cancelled. */
export async function releaseComing(trx: Trx, visitId: string, now: Instant): Promise<void> {
  await trx
    .updateTable("visits.party_contact")
    .set({ releasedAt: now })
    .where("visitId", "=", visitId)
    .where("status", "=", "accepted")
    .where("releasedAt", "is", null)
    .execute();
}
