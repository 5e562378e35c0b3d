import { type Insertable, sql } from "kysely";
import type { QualityTable } from "#server/domains/visits/visits.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

/** Adds a row of samples; the same beginning twice is the same row. */
export async function insertRow(trx: Trx, row: Insertable<QualityTable>): Promise<void> {
  await trx
    .insertInto("visits.quality")
    .values(row)
    .onConflict((on) => on.columns(["visitId", "seat", "fromAt"]).doNothing())
    .execute();
}

/** A place lasts some hours at most; six legs with a row a minute each stay below this. */
const ROWS_MAX = 4000;
export function listRows(db: Db | Trx, visitId: string) {
  return db
    .selectFrom("visits.quality")
    .select(["seat", "fromAt", "samples"])
    .where("visitId", "=", visitId)
    .orderBy("fromAt")
    .limit(ROWS_MAX)
    .execute();
}

/** Who sat where; of the family by name. */
export function listPeople(db: Db | Trx, visitId: string) {
  return db
    .selectFrom("visits.leg as leg")
    .leftJoin("contacts.contact as contact", (on) => on.onRef("contact.accountId", "=", "leg.personId").on("leg.side", "=", "family"))
    .select(["leg.seat", "contact.id as contactId"])
    .select(sql<string | null>`contact.given_name || ' ' || contact.family_name`.as("name"))
    .where("leg.visitId", "=", visitId)
    .execute();
}
