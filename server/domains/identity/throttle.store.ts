import { sql } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";

/** Makes rivals for one key wait for one another until the transaction ends. */
export async function lockKey(trx: Trx, keyHash: Buffer): Promise<void> {
  await sql`select pg_advisory_xact_lock(${keyHash.readBigInt64BE().toString()}::bigint)`.execute(trx);
}

/** When this was tried since `since`, newest first. */
export async function listTries(
  trx: Trx,
  kind: string,
  keyHash: Buffer,
  since: Temporal.Instant,
  limit: number,
): Promise<Temporal.Instant[]> {
  const rows = await trx
    .selectFrom("identity.try")
    .select("at")
    .where("kind", "=", kind)
    .where("keyHash", "=", keyHash)
    .where("at", ">", since)
    .orderBy("at", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => row.at);
}

export async function insertTry(trx: Trx, row: { id: string; kind: string; keyHash: Buffer; at: Temporal.Instant }): Promise<void> {
  await trx.insertInto("identity.try").values(row).execute();
}

export async function deleteTries(trx: Trx, kind: string, keyHash: Buffer): Promise<void> {
  await trx.deleteFrom("identity.try").where("kind", "=", kind).where("keyHash", "=", keyHash).execute();
}

export async function deleteTry(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom("identity.try").where("id", "=", id).execute();
}

/** Forgets tries too old to count; tells how many. */
export async function deleteTriesBefore(db: Db, before: Temporal.Instant): Promise<number> {
  const result = await db.deleteFrom("identity.try").where("at", "<", before).executeTakeFirst();
  return Number(result.numDeletedRows);
}
