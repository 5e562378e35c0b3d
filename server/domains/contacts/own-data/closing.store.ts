import { sql } from "kysely";
import { over, type Status } from "#server/domains/contacts/contacts.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

const BATCH = 500;
/** What a column that must hold something says once nothing is kept. */
const BLANK = { givenName: "–", familyName: "–", birthDate: "1900-01-01" } as const;

/** How many connections and requests of this contact have not come to an end; one that fits nobody counts like any other. */
export async function countStanding(db: Db, contactId: string): Promise<number> {
  const { count } = await db
    .selectFrom("contacts.connection")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("contactId", "=", contactId)
    .where("status", "not in", over as Status[])
    .executeTakeFirstOrThrow();
  const unmatched = await db
    .selectFrom("contacts.unmatchedRequest")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("contactId", "=", contactId)
    .where("answeredAt", "is", null)
    .where("withdrawnAt", "is", null)
    .executeTakeFirstOrThrow();
  return count + unmatched.count;
}

/** Whether a facility ever answered about this person: then its records name them for as long as it must keep these. */
export async function isInRecords(db: Db, contactId: string): Promise<boolean> {
  const row = await db
    .selectFrom("contacts.connection")
    .select("id")
    .where("contactId", "=", contactId)
    .where("decidedAt", "is not", null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether a request that fits nobody ended unanswered: to its owner it is one that a facility keeps in its records. */
export async function hasLapsed(db: Db, contactId: string): Promise<boolean> {
  const row = await db
    .selectFrom("contacts.unmatchedRequest")
    .select("id")
    .where("contactId", "=", contactId)
    .where("answeredAt", "is not", null)
    .executeTakeFirst();
  return row !== undefined;
}

/** The requests of this contact that fit nobody and wait. */
export function listWaiting(trx: Trx, contactId: string) {
  return trx
    .selectFrom("contacts.unmatchedRequest")
    .select(["id", "facilityId"])
    .where("contactId", "=", contactId)
    .where("answeredAt", "is", null)
    .where("withdrawnAt", "is", null)
    .orderBy("id")
    .limit(BATCH)
    .execute();
}

export async function deleteRequests(trx: Trx, contactId: string): Promise<void> {
  await trx.deleteFrom("contacts.unmatchedRequest").where("contactId", "=", contactId).execute();
}

/** Marks a contact as gone; one whom no record names loses name and birth date at once. */
export async function closeContact(trx: Trx, contactId: string, closedAt: Temporal.Instant, how: { blank: boolean }): Promise<void> {
  await trx
    .updateTable("contacts.contact")
    .set({ closedAt, ...(how.blank ? BLANK : {}) })
    .where("id", "=", contactId)
    .execute();
}

/** Accounts closed before an instant whose address is still there, those left out whom a legal hold keeps. */
export function listClosed(db: Db, before: Temporal.Instant, now: Temporal.Instant) {
  return db
    .selectFrom("contacts.contact as p")
    .innerJoin("identity.accountCard as a", "a.accountId", "p.accountId")
    .select("p.accountId")
    .where("p.closedAt", "<=", before)
    .where("a.emailConfirmed", "=", true)
    .where(sql<boolean>`not keeping.is_held(null, (select k.subjects from contacts.keep_contact k where k.id = p.id), ${now})`)
    .limit(BATCH)
    .execute();
}
