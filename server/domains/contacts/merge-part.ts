import { sql } from "kysely";
import type { MergePart } from "#server/domains/residents/index.ts";

/**
 * What of contacts hangs on a resident. Two connections that stand with one contact cannot both be one person's: staff end one of them first,
 * so that it is they who say which decision holds.
 */
export const contactsMergePart: MergePart = {
  columns: [
    { table: "contacts.connection", column: "resident_id", key: "id" },
    { table: "contacts.keep_apart", column: "resident_id", key: "id" },
    { table: "contacts.invitation", column: "resident_id", key: "id" },
  ],
  async refusals(tx, from, into) {
    const { rows } = await sql<{ twice: boolean }>`select exists (
      select from contacts.connection a join contacts.connection b on b.contact_id = a.contact_id and b.resident_id = ${into}
      where a.resident_id = ${from} and a.status not in ('rejected', 'withdrawn', 'ended')
        and b.status not in ('rejected', 'withdrawn', 'ended')) as twice`.execute(tx.trx);
    return rows[0]?.twice ? ["resident.merge_connections"] : [];
  },
};
