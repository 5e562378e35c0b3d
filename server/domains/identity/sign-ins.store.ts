import { type Insertable, sql } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { SignInTable } from "./identity.tables.ts";

/** Whose sign-ins: all of an account, a resident or a station, or one by its id. */
export type SignInsOf =
  | { accountId: string; exceptId?: string | undefined }
  | { residentId: string; exceptId?: string | undefined }
  | { residentIds: readonly string[]; exceptId?: string | undefined }
  | { stationId: string; exceptId?: string | undefined }
  | { id: string; accountId?: string | undefined };

/** Writes down a new sign-in. */
export async function insertSignIn(trx: Trx, row: Insertable<SignInTable>): Promise<void> {
  await trx.insertInto("identity.sign_in").values(row).execute();
}

/** The sign-in behind a token's hash, if it still stands at `now`; with the account's language, when it has an account. */
export function findSignIn(db: Db, realm: SignInTable["realm"], tokenHash: Buffer, now: Temporal.Instant) {
  return db
    .selectFrom("identity.sign_in as signIn")
    .leftJoin("identity.account as account", "account.id", "signIn.accountId")
    .selectAll("signIn")
    .select(["account.locale as accountLocale"])
    .where("signIn.tokenHash", "=", tokenHash)
    .where("signIn.realm", "=", realm)
    .where("signIn.revokedAt", "is", null)
    .where("signIn.expiresAt", ">", now)
    .where((eb) => eb.or([eb("signIn.accountId", "is", null), eb("account.status", "=", "active")]))
    .executeTakeFirst();
}

/** Whether this sign-in still stands at `now`; one of staff not if it was last used before `idleBefore`. */
export async function isStanding(db: Db, id: string, now: Temporal.Instant, idleBefore: Temporal.Instant): Promise<boolean> {
  const row = await db
    .selectFrom("identity.sign_in")
    .select("id")
    .where("id", "=", id)
    .where("revokedAt", "is", null)
    .where("expiresAt", ">", now)
    .where((eb) => eb.or([eb("realm", "!=", "staff"), eb("lastActiveAt", ">=", idleBefore)]))
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes that a sign-in was used; never back in time. */
export async function touchSignIn(db: Db, id: string, now: Temporal.Instant): Promise<void> {
  await db.updateTable("identity.sign_in").set({ lastActiveAt: now }).where("id", "=", id).where("lastActiveAt", "<", now).execute();
}

/** Ends sign-ins that still stand, and tells which. */
export async function revokeSignIns(trx: Trx, of: SignInsOf, why: string, now: Temporal.Instant): Promise<string[]> {
  let query = trx.updateTable("identity.sign_in").set({ revokedAt: now, revokedWhy: why }).where("revokedAt", "is", null).returning("id");
  if ("id" in of) query = query.where("id", "=", of.id);
  if ("accountId" in of && of.accountId !== undefined) query = query.where("accountId", "=", of.accountId);
  if ("residentIds" in of) query = query.where(sql<boolean>`resident_id = any(${of.residentIds}::uuid[])`);
  if ("residentId" in of) query = query.where("residentId", "=", of.residentId);
  if ("stationId" in of) query = query.where("stationId", "=", of.stationId);
  if ("exceptId" in of && of.exceptId !== undefined) query = query.where("id", "!=", of.exceptId);
  return (await query.execute()).map((row) => row.id);
}

/** Ends every sign-in of every realm; tells how many stood. */
export async function revokeAll(trx: Trx, why: string, now: Temporal.Instant): Promise<number> {
  const ended = await trx
    .updateTable("identity.sign_in")
    .set({ revokedAt: now, revokedWhy: why })
    .where("revokedAt", "is", null)
    .executeTakeFirst();
  return Number(ended.numUpdatedRows);
}

/** An account's standing sign-ins, the newest use first. */
export function listSignIns(db: Db, accountId: string, now: Temporal.Instant, limit: number) {
  return db
    .selectFrom("identity.sign_in")
    .select(["id", "madeAt", "lastActiveAt", "label"])
    .where("accountId", "=", accountId)
    .where("revokedAt", "is", null)
    .where("expiresAt", ">", now)
    .orderBy("lastActiveAt", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}
