import type { Insertable } from "kysely";
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

/** Forgets whom residents named once its time is over; tells how many. */
export async function deleteInvitations(db: Db, now: Temporal.Instant): Promise<number> {
  const result = await db
    .deleteFrom("contacts.invitation")
    .where((eb) => eb.or([eb("keepUntil", "<=", now), eb("takenBackAt", "is not", null)]))
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
