import type { Insertable } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { PasskeyChallengeTable, PasskeyTable } from "./passkeys.tables.ts";

const SHOWN_MAX = 100;

export async function insertChallenge(trx: Trx, row: PasskeyChallengeTable): Promise<void> {
  await trx.insertInto("identity.passkey_challenge").values(row).execute();
}

/** Takes a challenge away and tells what it was: whoever comes second with the same one finds none. */
export function takeChallenge(trx: Trx, of: Pick<PasskeyChallengeTable, "id" | "realm" | "purpose">) {
  return trx
    .deleteFrom("identity.passkey_challenge")
    .where("id", "=", of.id)
    .where("realm", "=", of.realm)
    .where("purpose", "=", of.purpose)
    .returning(["accountId", "challengeHash", "expiresAt"])
    .executeTakeFirst();
}

/** Forgets challenges that nobody answered in time; tells how many. */
export async function deleteChallengesBefore(db: Db, before: Temporal.Instant): Promise<number> {
  const result = await db.deleteFrom("identity.passkey_challenge").where("expiresAt", "<", before).executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** An account's passkeys, the oldest first. */
export function listPasskeys(db: Db, accountId: string) {
  return db
    .selectFrom("identity.passkey")
    .selectAll()
    .where("accountId", "=", accountId)
    .orderBy("madeAt")
    .orderBy("id")
    .limit(SHOWN_MAX)
    .execute();
}

/** The passkey that a browser names, with whose it is, if that account is of this realm; locked until the transaction ends. */
export function lockCredential(trx: Trx, realm: "outside" | "staff", credentialId: string) {
  return trx
    .selectFrom("identity.passkey as passkey")
    .innerJoin("identity.account as account", "account.id", "passkey.accountId")
    .selectAll("passkey")
    .where("passkey.credentialId", "=", credentialId)
    .where("account.realm", "=", realm)
    .forUpdate("passkey")
    .executeTakeFirst();
}

/** Adds a passkey unless its id or its credential is known; tells whether it did. */
export async function insertPasskey(trx: Trx, row: Insertable<PasskeyTable>): Promise<boolean> {
  const added = await trx
    .insertInto("identity.passkey")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return added !== undefined;
}

export async function noteUse(trx: Trx, id: string, counter: number, now: Temporal.Instant): Promise<void> {
  await trx.updateTable("identity.passkey").set({ counter, lastUsedAt: now }).where("id", "=", id).execute();
}

/** Renames one passkey of this account; tells whether there was one. */
export async function renamePasskey(trx: Trx, accountId: string, id: string, name: string): Promise<boolean> {
  const row = await trx
    .updateTable("identity.passkey")
    .set({ name })
    .where("id", "=", id)
    .where("accountId", "=", accountId)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes passkeys of this account away, one or all; tells how many. */
export async function deletePasskeys(trx: Trx, accountId: string, id?: string): Promise<number> {
  let query = trx.deleteFrom("identity.passkey").where("accountId", "=", accountId);
  if (id !== undefined) query = query.where("id", "=", id);
  return Number((await query.executeTakeFirst()).numDeletedRows);
}
