import { type Insertable, sql } from "kysely";
import type { InvitationTable } from "#server/domains/contacts/contacts.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

const INVITATIONS_MAX = 100;

/** Writes down whom a resident named, once per id; tells whether it did. */
export async function insertInvitation(trx: Trx, row: Insertable<InvitationTable>): Promise<boolean> {
  const result = await trx
    .insertInto("contacts.invitation")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Whom a resident named and did not take back, newest first. */
export function listInvitations(db: Db, residentId: string, now: Temporal.Instant) {
  return db
    .selectFrom("contacts.invitation")
    .selectAll()
    .where("residentId", "=", residentId)
    .where("takenBackAt", "is", null)
    .where("keepUntil", ">", now)
    .orderBy("madeAt", "desc")
    .limit(INVITATIONS_MAX)
    .execute();
}

export function findInvitation(db: Db, id: string) {
  return db.selectFrom("contacts.invitation").selectAll().where("id", "=", id).where("takenBackAt", "is", null).executeTakeFirst();
}

/** Those of these whom residents named at this facility and did not take back. */
export function listNamed(db: Db, facilityId: string, ids: readonly string[]) {
  return db
    .selectFrom("contacts.invitation")
    .select(["id", "givenName", "familyName"])
    .where((eb) => eb("id", "=", eb.fn.any(eb.val(ids))))
    .where("facilityId", "=", facilityId)
    .where("takenBackAt", "is", null)
    .limit(INVITATIONS_MAX)
    .execute();
}

export async function takeBack(trx: Trx, id: string, residentId: string, at: Temporal.Instant): Promise<boolean> {
  const result = await trx
    .updateTable("contacts.invitation")
    .set({ takenBackAt: at })
    .where("id", "=", id)
    .where("residentId", "=", residentId)
    .where("takenBackAt", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Whether a letter at this resident's wish would reach somebody who is kept from them, or who ended what there was: no answer may tell. */
export async function isKeptFrom(db: Db, residentId: string, email: string, now: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql<{ kept: boolean }>`select exists (
    select from identity.account_card a join contacts.contact p on p.account_id = a.account_id
    where a.realm = 'outside' and a.email = ${email} and (
      exists (select from contacts.keep_apart k where k.contact_id = p.id and k.resident_id = ${residentId} and k.ended_at is null)
      or exists (select from contacts.connection c where c.contact_id = p.id and c.resident_id = ${residentId} and (
        (c.status in ('rejected', 'suspended', 'ended') and c.reason in ('victim_safety', 'court_order', 'asked_by_contact'))
        or exists (select from contacts.restriction r where r.connection_id = c.id and r.kind in ('banned', 'no_contact')
          and r.lifted_at is null and (r.ends_at is null or r.ends_at > ${now})))))) as kept`.execute(db);
  return rows[0]?.kept === true;
}

/** Forgets whom residents named once its time is over; tells how many. */
export async function deleteInvitations(db: Db, now: Temporal.Instant): Promise<number> {
  const result = await db
    .deleteFrom("contacts.invitation")
    .where((eb) => eb.or([eb("keepUntil", "<=", now), eb("takenBackAt", "is not", null)]))
    .where(sql<boolean>`not keeping.is_held(facility_id, array[resident_id], ${now})`)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
