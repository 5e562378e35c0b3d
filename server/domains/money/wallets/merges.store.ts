import { sql } from "kysely";
import type { Db } from "#server/platform/database.ts";

export interface WalletOf {
  bookId: string;
  agencyId: string;
  residentId: string;
}

/** The wallet of this record; undefined where no money was ever in it. */
export async function findWalletOf(db: Db, residentId: string): Promise<WalletOf | undefined> {
  const { rows } = await sql<WalletOf>`
    select b.id as book_id, b.agency_id, b.resident_id from money.book b where b.kind = 'resident_wallet' and b.resident_id = ${residentId}`.execute(
    db,
  );
  return rows[0];
}

/** Which two records a merge made one. */
export function findMerge(db: Db, id: string): Promise<{ fromResidentId: string; intoResidentId: string } | undefined> {
  return db.selectFrom("residents.merge").select(["fromResidentId", "intoResidentId"]).where("id", "=", id).executeTakeFirst();
}

/** What went from one resident's wallet into another's, less what came back, also for a dispute. */
export async function movedBetween(db: Db, fromId: string, toId: string): Promise<number> {
  const { rows } = await sql<{ cents: number }>`
    select coalesce(sum(case when t.from_id = ${fromId} then t.cents else -t.cents end), 0)::bigint as cents from money.transfer t
    where t.what in ('gift', 'gift_undone') and (t.from_id = ${fromId} and t.to_id = ${toId} and t.from_wallet or t.from_id = ${toId} and t.to_id = ${fromId} and t.from_wallet)`.execute(
    db,
  );
  return rows[0]!.cents;
}

/** Wallets with free money of records that others stand for. */
export async function listLeft(db: Db, limit: number): Promise<(WalletOf & { intoResidentId: string })[]> {
  const { rows } = await sql<WalletOf & { intoResidentId: string }>`
    select b.id as book_id, b.agency_id, b.resident_id, r.merged_into as into_resident_id
    from money.book b join residents.resident r on r.id = b.resident_id
    where b.kind = 'resident_wallet' and b.cents > b.reserved_cents and r.merged_into is not null order by b.id limit ${limit}`.execute(db);
  return rows;
}
