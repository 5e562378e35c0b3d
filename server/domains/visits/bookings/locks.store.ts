import { sql } from "kysely";
import type { Trx } from "#server/platform/database.ts";

/** One class of advisory locks each, so that a resident's number never stands for a station. */
const RESIDENT = 7101;
const CONTACT = 7102;
const STATION = 7103;

/**
 * Makes every rival for this resident, this contact or any of these stations wait until the transaction ends. The order is the same for all:
 * resident, contact, then stations by number; so two transactions never hold what the other waits for.
 */
export async function lockRivals(trx: Trx, who: { residentId: string; contactId: string; stationIds: readonly string[] }): Promise<void> {
  const stations = [...new Set(who.stationIds.map(lockNumber))].sort((a, b) => a - b);
  const classes = [RESIDENT, CONTACT, ...stations.map(() => STATION)];
  const numbers = [lockNumber(who.residentId), lockNumber(who.contactId), ...stations];
  // unnest gives its rows in the arrays' order, and the lock is taken row by row.
  await sql`select pg_advisory_xact_lock(l.class, l.number) from unnest(${classes}::int[], ${numbers}::int[]) as l (class, number)`.execute(
    trx,
  );
}

/** The last 32 bits of an id, which in a UUIDv7 are random: two ids that share them only wait for each other once in a while. */
function lockNumber(id: string): number {
  return Number.parseInt(id.slice(-8), 16) | 0;
}
