import { sql } from "kysely";
import type { Db } from "#server/platform/database.ts";
import type { CreditCause } from "./charging.tables.ts";

/** What a facility gave back for one cause. */
export interface CreditSum extends CreditCause {
  decided: boolean;
  communications: number;
  seconds: number;
  cents: number;
}

/** What a facility gave back since an instant, by cause, the most first. */
export async function sumCredits(db: Db, facilityId: string, since: Temporal.Instant): Promise<CreditSum[]> {
  const { rows } = await sql<CreditSum>`
    select c."where", c.what, c.decided_by is not null as decided, count(distinct c.subject_id)::int as communications,
      sum(c.seconds)::bigint as seconds, sum(c.cents + c.plan_cents)::bigint as cents
    from money.credit c join money.quote q on q.subject_id = c.subject_id
    where q.facility_id = ${facilityId} and c.at >= ${since}
    group by 1, 2, 3 order by sum(c.cents + c.plan_cents) desc, 1, 2`.execute(db);
  return rows;
}
