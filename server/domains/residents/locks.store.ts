import { sql } from "kysely";
import type { Trx } from "#server/platform/database.ts";

/** The class of advisory locks on residents. Whoever also locks contacts or stations does so after these. */
export const RESIDENT_LOCKS = 7101;

/** Held together by all who decide about some residents, and alone by whoever decides about more than can be locked one by one. */
const ALL_RESIDENTS = 7100;

/** The last 32 bits of an id, which in a UUIDv7 are random: two ids that share them only wait for each other once in a while. */
export function lockNumber(id: string): number {
  return Number.parseInt(id.slice(-8), 16) | 0;
}

/** Makes everybody who decides about any of these residents wait until the transaction ends; in one order for all, by number. */
export async function lockResidents(trx: Trx, residentIds: readonly string[]): Promise<void> {
  const numbers = [...new Set(residentIds.map(lockNumber))].sort((a, b) => a - b);
  const classes = [ALL_RESIDENTS, ...numbers.map(() => RESIDENT_LOCKS)];
  // unnest gives its rows in the arrays' order, and the lock is taken row by row.
  await sql`select case l.class when ${ALL_RESIDENTS}::int then pg_advisory_xact_lock_shared(l.class, l.number)
      else pg_advisory_xact_lock(l.class, l.number) end
    from unnest(${classes}::int[], ${[0, ...numbers]}::int[]) as l (class, number)`.execute(trx);
}

/**
 * Makes everybody who decides about any resident at all wait until the transaction ends: for thousands at once, since PostgreSQL's table
 * of locks holds some thousands for the whole cluster. A booking does not wait; what no longer fits is flagged by the news.
 */
export async function lockAllResidents(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ALL_RESIDENTS}::int, 0)`.execute(trx);
}
