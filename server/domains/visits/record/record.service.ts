import type { timelineCodes } from "#contracts/visits.ts";
import type { TxCtx } from "#server/platform/context.ts";
import type { Db, Trx } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";
import * as store from "./record.store.ts";

export type TimelineCode = (typeof timelineCodes)[number];
export type TimelineFacts = Readonly<Record<string, string | number | boolean | null>>;
/** One line of a visit's record, as every side reads it. */
export interface TimelineLine {
  id: string;
  at: string;
  code: TimelineCode;
  facts: Record<string, string | number | boolean | null>;
}

/** More than the pace of a room lets its pages add: what staff did and how it ended is never pushed out by them. */
export const LINES_MAX = 10_000;

/**
 * Adds a line to a visit's record, in the transaction whose change it tells of, and pings `visit` after the commit.
 * Facts are ids, codes and numbers; staff are named by role.
 */
export async function note(
  tx: TxCtx,
  line: { visitId: string; facilityId: string; code: TimelineCode; facts?: TimelineFacts; at?: Temporal.Instant },
): Promise<void> {
  const { visitId, facilityId, code, facts = {}, at = tx.now() } = line;
  await store.insertLine(tx.trx, { id: newId(), visitId, facilityId, code, facts: { ...facts }, at });
  tx.publish("visit", visitId);
}

/** A visit's record, oldest line first: the same bytes for family, resident and staff, but for what of its money is another's (`bookings/money-lines.rules.ts`). */
export async function listLines(db: Db | Trx, visitId: string): Promise<TimelineLine[]> {
  const rows = await store.listLines(db, visitId, LINES_MAX);
  return rows.map((row) => ({ id: row.id, at: row.at.toString(), code: row.code as TimelineCode, facts: row.facts }));
}
