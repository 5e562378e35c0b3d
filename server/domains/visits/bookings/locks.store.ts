import { sql } from "kysely";
import { lockNumber, RESIDENT_LOCKS } from "#server/domains/residents/index.ts";
import type { Trx } from "#server/platform/database.ts";

/** One class of advisory locks each, so that a resident's number never stands for a station. */
const RESIDENT = RESIDENT_LOCKS;
const CONTACT = 7102;
const STATION = 7103;

/**
 * Makes every rival for these residents, this contact or any of these stations wait until the transaction ends. The order is the same for all:
 * residents by number, contact, then stations by number; so two transactions never hold what the other waits for.
 */
export async function lockRivals(
  trx: Trx,
  who: { residentIds: readonly string[]; contactId: string; stationIds: readonly string[] },
): Promise<void> {
  // Whoever must not meet the resident is locked too: two who book at once for the two of them see each other.
  const residents = [...new Set(who.residentIds.map(lockNumber))].sort((a, b) => a - b);
  const stations = [...new Set(who.stationIds.map(lockNumber))].sort((a, b) => a - b);
  const classes = [...residents.map(() => RESIDENT), CONTACT, ...stations.map(() => STATION)];
  const numbers = [...residents, lockNumber(who.contactId), ...stations];
  // unnest gives its rows in the arrays' order, and the lock is taken row by row.
  await sql`select pg_advisory_xact_lock(l.class, l.number) from unnest(${classes}::int[], ${numbers}::int[]) as l (class, number)`.execute(
    trx,
  );
}
