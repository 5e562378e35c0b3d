import { sql } from "kysely";
import type { MergePart, Replaced } from "#server/domains/residents/index.ts";
import type { TxCtx } from "#server/platform/context.ts";

/**
 * What of contacts hangs on a resident. Where both records are connected to one contact, one decision stands and the other is kept aside as it
 * was: a suspension before anything else, then the older decision, then the older request. Limits on either of the two go on holding.
 */
export const contactsMergePart: MergePart = {
  columns: [
    { table: "contacts.connection", column: "resident_id", key: "id" },
    { table: "contacts.keep_apart", column: "resident_id", key: "id" },
    { table: "contacts.invitation", column: "resident_id", key: "id" },
  ],
  following: [{ table: "contacts.restriction", column: "connection_id", key: "id" }],
  setAside,
  async takeBack(tx, mergeId) {
    await sql`update contacts.connection set status = set_aside_status, set_aside_by = null, set_aside_status = null
      where set_aside_by = ${mergeId}`.execute(tx.trx);
  },
};

async function setAside(tx: TxCtx, mergeId: string, from: string, into: string): Promise<readonly Replaced[]> {
  const { rows } = await sql<Replaced>`
    with standing as (
      select c.*, row_number() over (partition by c.contact_id
        order by c.status <> 'suspended', c.decided_at nulls last, c.requested_at, c.id) as place
      from contacts.connection c where c.resident_id in (${from}, ${into}) and c.status not in ('rejected', 'withdrawn', 'ended')
    )
    update contacts.connection c set set_aside_by = ${mergeId}, set_aside_status = c.status, status = 'withdrawn'
    from standing aside join standing stays on stays.contact_id = aside.contact_id and stays.place = 1
    where aside.place > 1 and c.id = aside.id
    returning aside.id as "from", stays.id as "into"`.execute(tx.trx);
  return rows;
}
