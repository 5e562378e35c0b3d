import type { Insertable, Updateable } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { AccountTable } from "./identity.tables.ts";

export type Realm = AccountTable["realm"];

export function findByEmail(db: Db, realm: Realm, email: string) {
  return db.selectFrom("identity.account").selectAll().where("realm", "=", realm).where("email", "=", email).executeTakeFirst();
}

export function findAccount(db: Db, id: string) {
  return db.selectFrom("identity.account").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Locks an account until the transaction ends. */
export function lockAccount(trx: Trx, id: string) {
  return trx.selectFrom("identity.account").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** Adds an account unless its address is taken in that realm; tells whether it did. */
export async function insertAccount(trx: Trx, row: Insertable<AccountTable>): Promise<boolean> {
  const added = await trx
    .insertInto("identity.account")
    .values(row)
    .onConflict((conflict) => conflict.columns(["realm", "email"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return added !== undefined;
}

export async function updateAccount(trx: Trx, id: string, change: Updateable<AccountTable>): Promise<void> {
  await trx.updateTable("identity.account").set(change).where("id", "=", id).execute();
}
