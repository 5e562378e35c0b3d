import type { Insertable } from "kysely";
import type { GuestTable } from "#server/domains/contacts/contacts.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

const GUESTS_READ_MAX = 100;

export function listGuests(db: Db, contactId: string): Promise<GuestTable[]> {
  return db
    .selectFrom("contacts.guest")
    .selectAll()
    .where("contactId", "=", contactId)
    .orderBy("givenName")
    .orderBy("id")
    .limit(GUESTS_READ_MAX)
    .execute();
}

/** Adds a guest unless its id is taken by anybody. */
export async function insertGuest(trx: Trx, row: Insertable<GuestTable>): Promise<void> {
  await trx
    .insertInto("contacts.guest")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Deletes one guest of a contact, or all of them; tells how many. */
export async function deleteGuests(trx: Trx, of: { contactId: string; id?: string }): Promise<number> {
  let query = trx.deleteFrom("contacts.guest").where("contactId", "=", of.contactId);
  if (of.id !== undefined) query = query.where("id", "=", of.id);
  return Number((await query.executeTakeFirst()).numDeletedRows);
}
