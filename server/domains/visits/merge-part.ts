import { sql } from "kysely";
import type { MergePart } from "#server/domains/residents/index.ts";

/** What of visits hangs on a resident. Nobody is in two visits at one time, and nobody changes who they are in the middle of one. */
export const visitsMergePart: MergePart = {
  columns: [
    { table: "visits.claim", column: "resident_id", key: "id" },
    { table: "visits.visit", column: "resident_id", key: "id" },
    { table: "visits.leg", column: "person_id", key: "id" },
    { table: "visits.complaint", column: "said_by", key: "id" },
  ],
  following: [
    { table: "visits.claim", column: "connection_id", key: "id" },
    { table: "visits.visit", column: "connection_id", key: "id" },
    { table: "visits.party_contact", column: "connection_id", key: "id" },
  ],
  async refusals(tx, from, into) {
    const { rows } = await sql<{ clash: boolean; running: boolean }>`select
      exists (select from visits.claim a join visits.claim b on b.resident_id = ${into} and b.during && a.during and b.released_at is null
        where a.resident_id = ${from} and a.released_at is null) as clash,
      exists (select from visits.live_session l join visits.visit v on v.id = l.visit_id
        where v.resident_id in (${from}, ${into}) and l.status not in ('ended', 'terminated', 'failed')) as running`.execute(tx.trx);
    const { clash = false, running = false } = rows[0] ?? {};
    return [...(clash ? (["resident.merge_visits_clash"] as const) : []), ...(running ? (["resident.merge_in_visit"] as const) : [])];
  },
};
