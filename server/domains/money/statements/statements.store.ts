import { sql } from "kysely";
import { type LineRow, listLines } from "#server/domains/money/wallets/wallets.store.ts";
import type { Db } from "#server/platform/database.ts";

const LINES_MAX = 10_000;

/** What a wallet held just before an instant. */
export async function heldBefore(db: Db, bookId: string, at: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ cents: number }>`
    select (coalesce((select sum(t.cents) from money.transfer t where t.to_id = ${bookId} and t.to_wallet and t.at < ${at}), 0)
      - coalesce((select sum(t.cents) from money.transfer t where t.from_id = ${bookId} and t.from_wallet and t.at < ${at}), 0))::bigint as cents`.execute(
    db,
  );
  return rows[0]!.cents;
}

/** Movements of a wallet from one instant until before another, oldest first. */
export async function listBetween(db: Db, bookId: string, span: { from: Temporal.Instant; until: Temporal.Instant }): Promise<LineRow[]> {
  return (await listLines(db, bookId, { limit: LINES_MAX, ...span })).reverse();
}

export interface VisitFacts {
  subjectId: string;
  facilityName: string;
  seconds: number | null;
  chargedSeconds: number | null;
  microsPerMinute: number | null;
  capId: string | null;
  freeLawId: string | null;
}

/** What stood behind the movements of these visits. */
export async function factsOf(db: Db, visitIds: readonly string[]): Promise<Map<string, VisitFacts>> {
  if (visitIds.length === 0) return new Map();
  const { rows } = await sql<VisitFacts>`
    select q.subject_id, f.name as facility_name, c.seconds, c.charged_seconds, c.micros_per_minute, c.cap_id, c.free_law_id
    from money.quote q join facilities.facility f on f.id = q.facility_id left join money.charge c on c.subject_id = q.subject_id
    where q.subject_id = any (${[...new Set(visitIds)]}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.subjectId, row]));
}

/** For how many seconds each of these movements gave back: of the credits decided since the one before. */
export async function creditSecondsOf(db: Db, transferIds: readonly string[]): Promise<Map<string, number>> {
  if (transferIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; seconds: number }>`
    select t.id, sum(c.seconds)::integer as seconds from money.transfer t join money.credit c on c.subject_id = t.subject_id and c.cents > 0 and c.at <= t.at
      and c.at > coalesce((select max(b.at) from money.transfer b where b.subject_id = t.subject_id and b.what = 'credit' and b.at < t.at), '-infinity')
    where t.id = any (${[...transferIds]}::uuid[]) and t.what = 'credit' group by t.id`.execute(db);
  return new Map(rows.map(({ id, seconds }) => [id, seconds]));
}
