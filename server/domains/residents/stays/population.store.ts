import { sql } from "kysely";
import type { Db } from "#server/platform/database.ts";

/**
 * The days of residents at a facility: each person counts on each day on which they were there at any time. `starts` are the moments at which the days
 * begin, `end` the one at which the last is over. Told to money, which goes by averages alone.
 */
export async function countResidentDays(
  db: Db,
  facilityId: string,
  { starts, end }: { starts: readonly Temporal.Instant[]; end: Temporal.Instant },
): Promise<number> {
  const { rows } = await sql<{ days: number }>`
    with span as (select ${starts.map(String)}::timestamptz[] as starts, ${starts.length}::integer as many)
    select coalesce(sum(
      coalesce(width_bucket(s.released_at, span.starts), span.many) - greatest(width_bucket(s.admitted_at, span.starts), 1) + 1), 0)::bigint as days
    from residents.stay s, span
    where s.facility_id = ${facilityId} and s.admitted_at < ${end} and (s.released_at is null or s.released_at >= span.starts[1])`.execute(
    db,
  );
  return rows[0]?.days ?? 0;
}
