import * as contacts from "#server/domains/contacts/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import { countsForAllowance } from "#server/domains/visits/visits.rules.ts";
import { type Ctx, dbOf, type TxCtx } from "#server/platform/context.ts";
import type { Db } from "#server/platform/database.ts";
import { AppError } from "#server/platform/errors.ts";
import * as visits from "./visits.store.ts";

/** A connection that may be visited, with where its resident is now. */
export interface Pair {
  connectionId: string;
  agencyId: string;
  residentId: string;
  contactId: string;
  residentName: string;
  /** Whether the two may see each other at the moment that was asked about. */
  approved: boolean;
  /** Whether they may not see each other at a moment, although their connection stands. */
  forbidden: (at: Temporal.Instant) => boolean;
  /** Whether the connection stands, whatever limits it for some days. */
  stands: boolean;
  stayId: string | null;
  unitId: string | null;
  facilityId: string | null;
}

/** This contact's own connection, and whether the two may see each other at `at`; refuses with `connection.unknown`, whether there is none or it is somebody else's. */
export async function pairOf(asker: Ctx | TxCtx, connectionId: string, contactId: string, at = asker.now()): Promise<Pair> {
  const row = await findPair(dbOf(asker), connectionId);
  if (!row && (await contacts.isOwnRequest(asker, connectionId, contactId))) throw new AppError(["connection.not_approved"]);
  if (!row || row.contactId !== contactId) throw new AppError(["connection.unknown"]);
  // One answer for every request without a yes, and no other reason beside it: a request that fits nobody gets the same.
  if (row.status === "requested" || row.status === "under_review" || row.status === "rejected" || row.status === "withdrawn")
    throw new AppError(["connection.not_approved"]);
  const { status, ...pair } = row;
  const stands = status === "approved" || status === "auto_approved";
  const forbidden = await contacts.forbiddenAt(asker, connectionId);
  return { ...pair, stands, forbidden, approved: stands && !forbidden(at) };
}

function findPair(db: Db, connectionId: string) {
  return db
    .selectFrom("contacts.card as pair")
    .innerJoin("residents.card as resident", "resident.residentId", "pair.residentId")
    .select(["pair.connectionId", "pair.agencyId", "pair.residentId", "pair.contactId", "pair.status"])
    .select(["pair.residentName", "resident.stayId", "resident.unitId", "resident.facilityId"])
    .where("pair.connectionId", "=", connectionId)
    .executeTakeFirst();
}

/** How many visits of the resident count for the allowance in the facility's week of each day. */
export async function allowanceUse(
  asker: Ctx | TxCtx,
  residentId: string,
  days: { from: string; through: string },
  weekStarts: number,
): Promise<(day: string) => number> {
  const weeks = { from: facilities.weekOf(days.from, weekStarts).from, through: facilities.weekOf(days.through, weekStarts).through };
  const byWeek = new Map<string, number>();
  for (const [day, count] of await visits.countByDay(dbOf(asker), residentId, countsForAllowance, weeks)) {
    const week = facilities.weekOf(day, weekStarts).from;
    byWeek.set(week, (byWeek.get(week) ?? 0) + count);
  }
  return (day) => byWeek.get(facilities.weekOf(day, weekStarts).from) ?? 0;
}
