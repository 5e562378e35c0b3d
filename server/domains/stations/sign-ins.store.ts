import { type Insertable, sql, type Updateable } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { CredentialTable, LockoutTable, StrangerTryTable, WrongTryTable } from "./stations.tables.ts";

export function findCredential(db: Db, residentId: string) {
  return db.selectFrom("stations.credential").selectAll().where("residentId", "=", residentId).executeTakeFirst();
}

/** The same, kept from changing until the transaction ends: staff may be ending this very PIN. */
export function lockCredential(trx: Trx, residentId: string) {
  return trx.selectFrom("stations.credential").selectAll().where("residentId", "=", residentId).forUpdate().executeTakeFirst();
}

/** Makes rivals for one booking number wait for each other, known or not, until the transaction ends. */
export async function lockNumber(trx: Trx, numberHash: Buffer): Promise<void> {
  await sql`select pg_advisory_xact_lock(${numberHash.readBigInt64BE().toString()}::bigint)`.execute(trx);
}

/** The end of the latest lock that holds this resident at this station, its own or one everywhere. */
export async function findLock(
  db: Db,
  residentId: string,
  stationId: string,
  now: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  const row = await db
    .selectFrom("stations.lockout")
    .select("lockedUntil")
    .where("residentId", "=", residentId)
    .where("unlockedAt", "is", null)
    .where("lockedUntil", ">", now)
    .where((lock) => lock.or([lock("stationId", "is", null), lock("stationId", "=", stationId)]))
    .orderBy("lockedUntil", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.lockedUntil;
}

/** Wrong tries on a resident since `since`, oldest first. */
export function listWrongTries(db: Db, residentId: string, since: Temporal.Instant) {
  return db
    .selectFrom("stations.wrongTry")
    .select(["stationId", "at"])
    .where("residentId", "=", residentId)
    .where("at", ">=", since)
    .orderBy("at")
    .orderBy("id")
    .execute();
}

/** Wrong tries on a booking number that nobody here has, since `since`, oldest first. */
export function listStrangerTries(db: Db, numberHash: Buffer, since: Temporal.Instant) {
  return db
    .selectFrom("stations.strangerTry")
    .select(["stationId", "at"])
    .where("numberHash", "=", numberHash)
    .where("at", ">=", since)
    .orderBy("at")
    .orderBy("id")
    .execute();
}

/** Writes down a wrong try, and counts it for telling the resident. */
export async function insertWrongTry(trx: Trx, row: Insertable<WrongTryTable> & { agencyId: string }): Promise<void> {
  const { agencyId, ...tried } = row;
  await trx.insertInto("stations.wrongTry").values(tried).execute();
  await trx
    .insertInto("stations.credential")
    .values({ residentId: row.residentId, agencyId, wrongTriesSince: 1 })
    .onConflict((conflict) =>
      conflict.column("residentId").doUpdateSet({ wrongTriesSince: sql`stations.credential.wrong_tries_since + 1` }),
    )
    .execute();
}

export async function insertStrangerTry(trx: Trx, row: Insertable<StrangerTryTable>): Promise<void> {
  await trx.insertInto("stations.strangerTry").values(row).execute();
}

export async function insertLockout(trx: Trx, row: Insertable<LockoutTable>): Promise<void> {
  await trx.insertInto("stations.lockout").values(row).execute();
}

/** Ends a resident's locks and forgets the tries that led to them; tells how many locks still held. */
export async function endLocks(trx: Trx, residentId: string, by: string | null, now: Temporal.Instant): Promise<number> {
  await trx.deleteFrom("stations.wrongTry").where("residentId", "=", residentId).execute();
  const result = await trx
    .updateTable("stations.lockout")
    .set({ unlockedAt: now, unlockedBy: by })
    .where("residentId", "=", residentId)
    .where("unlockedAt", "is", null)
    .where("lockedUntil", ">", now)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Writes a resident's credential, whether or not there is one yet. */
export async function putCredential(
  trx: Trx,
  of: { residentId: string; agencyId: string },
  change: Updateable<CredentialTable>,
): Promise<void> {
  await trx
    .insertInto("stations.credential")
    .values({ ...of, ...change } as Insertable<CredentialTable>)
    .onConflict((conflict) => conflict.column("residentId").doUpdateSet(change))
    .execute();
}

/** Notes a sign-in, keeping what the resident is to be told: when they last signed in and how many wrong tries came since. */
export async function noteSignIn(trx: Trx, residentId: string, now: Temporal.Instant): Promise<void> {
  await trx
    .updateTable("stations.credential")
    .set((row) => ({
      toldLastSignInAt: row.ref("lastSignInAt"),
      toldWrongTries: row.ref("wrongTriesSince"),
      lastSignInAt: now,
      wrongTriesSince: 0,
    }))
    .where("residentId", "=", residentId)
    .execute();
}

/** Forgets wrong tries that can no longer count. */
export async function forgetTries(db: Db, before: Temporal.Instant): Promise<void> {
  await db.deleteFrom("stations.wrongTry").where("at", "<", before).execute();
  await db.deleteFrom("stations.strangerTry").where("at", "<", before).execute();
}
