import { type Insertable, sql } from "kysely";
import { OWN_CONNECTIONS_MAX } from "#server/domains/contacts/contacts.store.ts";
import {
  over,
  type RestrictionTable,
  type Status,
  type StepTable,
  type UnmatchedTable,
  waiting,
} from "#server/domains/contacts/contacts.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

const ROWS_MAX = 100;
const BATCH = 200;

/** Locks a connection by what only its owner has beside its id; any other one is not there. */
export function lockOwn(trx: Trx, id: string, of: { contactId: string } | { residentId: string }) {
  return trx
    .selectFrom("contacts.connection as c")
    .innerJoin("contacts.contact as p", "p.id", "c.contactId")
    .selectAll("c")
    .select("p.accountId")
    .where("c.id", "=", id)
    .$if("contactId" in of, (query) => query.where("c.contactId", "=", "contactId" in of ? of.contactId : ""))
    .$if("residentId" in of, (query) => query.where("c.residentId", "=", "residentId" in of ? of.residentId : ""))
    .forUpdate("c")
    .executeTakeFirst();
}

export function lockConnection(trx: Trx, id: string) {
  return trx
    .selectFrom("contacts.connection as c")
    .innerJoin("contacts.contact as p", "p.id", "c.contactId")
    .selectAll("c")
    .select(["p.accountId", "p.givenName", "p.familyName", "p.birthDate"])
    .where("c.id", "=", id)
    .forUpdate("c")
    .executeTakeFirst();
}

export async function insertStep(trx: Trx, row: Insertable<StepTable>): Promise<void> {
  await trx.insertInto("contacts.connectionStep").values(row).execute();
}

export function listSteps(db: Db, connectionId: string) {
  return db
    .selectFrom("contacts.connectionStep as step")
    .leftJoin("identity.staff_name as staff", (join) =>
      join.onRef("staff.accountId", "=", "step.actorId").on("step.actorRealm", "=", "staff"),
    )
    .select(["step.at", "step.act", "step.reason", "staff.name as byName"])
    .where("step.connectionId", "=", connectionId)
    .orderBy("step.id")
    .limit(ROWS_MAX)
    .execute();
}

/** Writes a limit once per id; tells whether it did. */
export async function insertRestriction(trx: Trx, row: Insertable<RestrictionTable>): Promise<boolean> {
  const result = await trx
    .insertInto("contacts.restriction")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** The limits of these connections that nobody has lifted and that are not over. */
export function listRestrictions(db: Db, connectionIds: readonly string[], now: Temporal.Instant) {
  return db
    .selectFrom("contacts.restriction")
    .selectAll()
    .where((eb) => eb("connectionId", "=", eb.fn.any(eb.val(connectionIds))))
    .where("liftedAt", "is", null)
    .where((eb) => eb.or([eb("endsAt", "is", null), eb("endsAt", ">", now)]))
    .orderBy("startsAt")
    .limit(ROWS_MAX * 10)
    .execute();
}

/** Locks a limit that this facility made and that stands. */
export function lockRestriction(trx: Trx, facilityId: string, id: string) {
  return trx
    .selectFrom("contacts.restriction as r")
    .innerJoin("contacts.connection as c", "c.id", "r.connectionId")
    .innerJoin("contacts.contact as p", "p.id", "c.contactId")
    .selectAll("r")
    .select("p.accountId")
    .where("r.id", "=", id)
    .where("r.facilityId", "=", facilityId)
    .where("r.liftedAt", "is", null)
    .forUpdate("r")
    .executeTakeFirst();
}

export function findRestriction(db: Db, id: string) {
  return db
    .selectFrom("contacts.restriction as r")
    .innerJoin("contacts.connection as c", "c.id", "r.connectionId")
    .innerJoin("residents.card as card", "card.residentId", "c.residentId")
    .selectAll("r")
    .select("card.residentName")
    .where("r.id", "=", id)
    .executeTakeFirst();
}

export async function liftRestriction(trx: Trx, id: string, lifted: { liftedAt: Temporal.Instant; liftedBy: string }): Promise<void> {
  await trx.updateTable("contacts.restriction").set(lifted).where("id", "=", id).execute();
}

/** Requests that wait longer than they should and of which staff were not yet told, with where the resident is. */
export function listOverdue(db: Db, now: Temporal.Instant) {
  return db
    .selectFrom("contacts.connection as c")
    .innerJoin("residents.card as r", "r.residentId", "c.residentId")
    .select(["c.id", "c.agencyId", "r.facilityId"])
    .where("c.status", "in", waiting)
    .where("c.dueAt", "<", now)
    .where("c.overdueToldAt", "is", null)
    .orderBy("c.id")
    .limit(BATCH)
    .execute();
}

/** Others with this name and birth date who have, or asked for, a connection in this agency; accents and capitals do not count. */
export function listAlike(db: Db, agencyId: string, contact: { id: string; givenName: string; familyName: string; birthDate: string }) {
  const bare = (words: unknown) => sql<string>`lower(regexp_replace(normalize(${words}::text, NFD), '[\\u0300-\\u036f\\s''’.-]', '', 'g'))`;
  return db
    .selectFrom("contacts.contact as p")
    .innerJoin("contacts.connection as c", "c.contactId", "p.id")
    .select(["p.id as contactId", "p.givenName", "p.familyName", "p.birthDate"])
    .select(sql<number>`count(*)::int`.as("connections"))
    .where("c.agencyId", "=", agencyId)
    .where("c.status", "<>", "withdrawn")
    .where("p.id", "<>", contact.id)
    .where("p.birthDate", "=", contact.birthDate)
    .where(bare(sql.ref("p.given_name")), "=", bare(contact.givenName))
    .where(bare(sql.ref("p.family_name")), "=", bare(contact.familyName))
    .groupBy("p.id")
    .limit(ROWS_MAX)
    .execute();
}

/** What this agency answered about this contact before, newest first; with the resident's name where they are or were at this facility. */
export function listEarlier(db: Db, agencyId: string, contactId: string, exceptId: string, facilityId: string | null = null) {
  return db
    .selectFrom("contacts.connection as c")
    .innerJoin("residents.card as r", "r.residentId", "c.residentId")
    .select(["c.id as connectionId", "c.residentId", "c.status", "c.reason", "c.decidedAt"])
    .select(
      sql<
        string | null
      >`case when exists (select from residents.stay s where s.resident_id = c.resident_id and s.facility_id = ${facilityId}) then r.resident_name end`.as(
        "residentName",
      ),
    )
    .where("c.agencyId", "=", agencyId)
    .where("c.contactId", "=", contactId)
    .where("c.id", "<>", exceptId)
    .where("c.status", "not in", [...waiting, "withdrawn" as const])
    .orderBy("c.decidedAt", "desc")
    .limit(ROWS_MAX)
    .execute();
}

/** A contact's connections that have not come to an end. */
export function lockStanding(trx: Trx, contactId: string) {
  return trx
    .selectFrom("contacts.connection")
    .selectAll()
    .where("contactId", "=", contactId)
    .where("status", "not in", over as Status[])
    .orderBy("id")
    .forUpdate()
    .execute();
}

export async function insertUnmatched(trx: Trx, row: Insertable<UnmatchedTable>): Promise<boolean> {
  const result = await trx
    .insertInto("contacts.unmatchedRequest")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export function listUnmatched(db: Db, contactId: string) {
  return db
    .selectFrom("contacts.unmatchedRequest as u")
    .leftJoin("facilities.facility as f", "f.id", "u.facilityId")
    .selectAll("u")
    .select(["f.name as facilityName", "f.kind", "f.timeZone", "f.place"])
    .where("u.contactId", "=", contactId)
    .orderBy("u.requestedAt", "desc")
    .orderBy("u.id", "desc")
    .limit(OWN_CONNECTIONS_MAX)
    .execute();
}

export async function withdrawUnmatched(trx: Trx, id: string, contactId: string, now: Temporal.Instant): Promise<boolean> {
  const result = await trx
    .updateTable("contacts.unmatchedRequest")
    .set({ withdrawnAt: now })
    .where("id", "=", id)
    .where("contactId", "=", contactId)
    .where("withdrawnAt", "is", null)
    .where("answeredAt", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Requests that fit nobody and whose deadline has passed untold. */
export function listUnmatchedOverdue(db: Db, now: Temporal.Instant) {
  return db
    .selectFrom("contacts.unmatchedRequest")
    .select(["id", "facilityId"])
    .where("dueAt", "<", now)
    .where("overdueToldAt", "is", null)
    .where("answeredAt", "is", null)
    .where("withdrawnAt", "is", null)
    .orderBy("id")
    .limit(BATCH)
    .execute();
}

/** Notes that the deadline of a request that fits nobody has passed; tells whether this was the first time. */
export async function noteUnmatchedOverdue(trx: Trx, id: string, now: Temporal.Instant): Promise<boolean> {
  const result = await trx
    .updateTable("contacts.unmatchedRequest")
    .set({ overdueToldAt: now })
    .where("id", "=", id)
    .where("overdueToldAt", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Requests that wait although they were due before this moment; those that fit nobody are in `listUnmatchedLapsed`. */
export async function listLapsed(db: Db, before: Temporal.Instant): Promise<string[]> {
  const rows = await db
    .selectFrom("contacts.connection")
    .select("id")
    .where("status", "in", waiting)
    .where("dueAt", "<", before)
    .orderBy("dueAt")
    .orderBy("id")
    .limit(BATCH)
    .execute();
  return rows.map(({ id }) => id);
}

export function listUnmatchedLapsed(db: Db, before: Temporal.Instant) {
  return db
    .selectFrom("contacts.unmatchedRequest as u")
    .innerJoin("contacts.contact as p", "p.id", "u.contactId")
    .select(["u.id", "u.contactId", "u.facilityId", "p.accountId"])
    .where("u.dueAt", "<", before)
    .where("u.answeredAt", "is", null)
    .where("u.withdrawnAt", "is", null)
    .orderBy("u.dueAt")
    .orderBy("u.id")
    .limit(BATCH)
    .execute();
}

/** Ends a request that fits nobody unanswered; tells whether it still waited. */
export async function answerUnmatched(trx: Trx, id: string, answer: { answeredAt: Temporal.Instant; keepUntil: Temporal.Instant }) {
  const result = await trx
    .updateTable("contacts.unmatchedRequest")
    .set(answer)
    .where("id", "=", id)
    .where("answeredAt", "is", null)
    .where("withdrawnAt", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export function findUnmatched(db: Db, id: string) {
  return db.selectFrom("contacts.unmatchedRequest").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Forgets requests that fitted nobody once their time is over; tells how many. */
export async function deleteUnmatched(db: Db, now: Temporal.Instant): Promise<number> {
  const result = await db
    .deleteFrom("contacts.unmatchedRequest")
    .where("keepUntil", "<=", now)
    .where((eb) => eb.or([eb("withdrawnAt", "is not", null), eb("answeredAt", "is not", null)]))
    .where(sql<boolean>`not keeping.is_held(null, array[contact_id], ${now})`)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
