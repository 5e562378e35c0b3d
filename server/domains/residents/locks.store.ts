import { sql } from "kysely";
import type { Trx } from "#server/platform/database.ts";

/** The class of advisory locks on residents. Whoever also locks contacts or stations does so after these. */
export const RESIDENT_LOCKS = 7101;

/** The last 32 bits of an id, which in a UUIDv7 are random: two ids that share them only wait for each other once in a while. */
export function lockNumber(id: string): number {
  return Number.parseInt(id.slice(-8), 16) | 0;
}

/** Makes everybody who decides about any of these residents wait until the transaction ends; in one order for all, by number. */
export async function lockResidents(trx: Trx, residentIds: readonly string[]): Promise<void> {
  const numbers = [...new Set(residentIds.map(lockNumber))].sort((a, b) => a - b);
  // unnest gives its rows in the array's order, and the lock is taken row by row.
  await sql`select pg_advisory_xact_lock(${RESIDENT_LOCKS}::int, l.number) from unnest(${numbers}::int[]) as l (number)`.execute(trx);
}
