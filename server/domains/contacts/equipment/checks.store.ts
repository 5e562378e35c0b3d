import type { Updateable } from "kysely";
import type { CheckRow, CheckTable } from "#server/domains/contacts/contacts.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

/** The newest check that this contact brought to its end. */
export function findLastCheck(db: Db, contactId: string): Promise<CheckRow | undefined> {
  return db
    .selectFrom("contacts.equipmentCheck")
    .selectAll()
    .where("contactId", "=", contactId)
    .where("endedAt", "is not", null)
    .orderBy("endedAt", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** The newest checks of a contact that came to their end, newest first. */
export function listChecks(db: Db, contactId: string, limit: number): Promise<CheckRow[]> {
  return db
    .selectFrom("contacts.equipmentCheck")
    .selectAll()
    .where("contactId", "=", contactId)
    .where("endedAt", "is not", null)
    .orderBy("endedAt", "desc")
    .limit(limit)
    .execute();
}

/** A check of this contact that began after `since` and goes on, kept from changing until the transaction ends. */
export function lockOpenCheck(trx: Trx, of: { id: string; contactId: string; since: Temporal.Instant }): Promise<CheckRow | undefined> {
  return trx
    .selectFrom("contacts.equipmentCheck")
    .selectAll()
    .where("id", "=", of.id)
    .where("contactId", "=", of.contactId)
    .where("startedAt", ">", of.since)
    .where("endedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
}

/** Adds a check unless its id is taken by anybody. */
export async function insertCheck(trx: Trx, row: { id: string; contactId: string; startedAt: Temporal.Instant }): Promise<void> {
  await trx
    .insertInto("contacts.equipmentCheck")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export function updateCheck(trx: Trx, id: string, part: Updateable<CheckTable>): Promise<CheckRow> {
  return trx.updateTable("contacts.equipmentCheck").set(part).where("id", "=", id).returningAll().executeTakeFirstOrThrow();
}

export async function deleteChecks(trx: Trx, contactId: string): Promise<void> {
  await trx.deleteFrom("contacts.equipmentCheck").where("contactId", "=", contactId).execute();
}
