import { sql } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";

export interface SilentRow {
  bookId: string;
  contactId: string;
  accountId: string;
  isClosed: boolean;
  activeAt: Temporal.Instant;
  toldAt: Temporal.Instant | null;
  endedAt: Temporal.Instant | null;
}
interface SilenceTable {
  bookId: string;
  keptAt: Temporal.Instant | null;
  toldAt: Temporal.Instant | null;
  endedAt: Temporal.Instant | null;
}
declare module "#server/platform/database.ts" {
  interface Schema {
    "money.silence": SilenceTable;
  }
}

/**
 * Wallets of people outside with free money whose owner did nothing since then, or whose account is closed; after the one with this id. What counts is
 * every movement, and having said that the money is to stay.
 */
export async function listSilent(
  db: Db,
  { since, after, limit }: { since: Temporal.Instant; after: string; limit: number },
): Promise<SilentRow[]> {
  const { rows } = await sql<SilentRow>`
    select b.id as book_id, b.contact_id, p.account_id, p.closed_at is not null as is_closed, s.told_at, s.ended_at,
      greatest(b.opened_at, s.kept_at, m.at) as active_at
    from money.book b
    join contacts.contact p on p.id = b.contact_id
    left join money.silence s on s.book_id = b.id
    left join lateral (select max(t.at) as at from money.transfer t where (t.from_id = b.id and t.from_wallet or t.to_id = b.id and t.to_wallet) and t.what <> 'unclaimed') m on true
    where b.kind = 'contact_wallet' and b.cents > b.reserved_cents and b.id > ${after}::uuid
      and (p.closed_at is not null or greatest(b.opened_at, s.kept_at, m.at) <= ${since})
    order by b.id limit ${limit}`.execute(db);
  return rows;
}

/** When a wallet's owner last did something, and what they were told. */
export async function findSilence(db: Db, bookId: string): Promise<Pick<SilentRow, "activeAt" | "toldAt"> | undefined> {
  const { rows } = await sql<Pick<SilentRow, "activeAt" | "toldAt">>`
    select greatest(b.opened_at, s.kept_at, (select max(t.at) from money.transfer t where (t.from_id = b.id and t.from_wallet or t.to_id = b.id and t.to_wallet) and t.what <> 'unclaimed')) as active_at,
      s.told_at
    from money.book b left join money.silence s on s.book_id = b.id where b.id = ${bookId}`.execute(db);
  return rows[0];
}

/** Writes down one of the dates. */
export async function noteSilence(trx: Trx, bookId: string, change: Partial<Omit<SilenceTable, "bookId">>): Promise<void> {
  await trx
    .insertInto("money.silence")
    .values({ bookId, keptAt: null, toldAt: null, endedAt: null, ...change })
    .onConflict((on) => on.column("bookId").doUpdateSet(change))
    .execute();
}

/** What of a wallet is kept apart for its owner. */
export async function unclaimedOf(db: Db, bookId: string): Promise<number> {
  const { rows } = await sql<{ cents: number }>`
    select (coalesce((select sum(t.cents) from money.transfer t where t.from_id = ${bookId} and t.from_wallet and t.what = 'unclaimed'), 0)
      - coalesce((select sum(t.cents) from money.transfer t where t.to_id = ${bookId} and t.to_wallet and t.what = 'unclaimed'), 0))::bigint as cents`.execute(
    db,
  );
  return rows[0]!.cents;
}
