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

/** At which station the resident of a visit sat. */
export function findStationOf(db: Db | Trx, visitId: string) {
  return db
    .selectFrom("visits.visit as visit")
    .innerJoin("visits.leg as leg", (on) => on.onRef("leg.visitId", "=", "visit.id").on("leg.seat", "=", "resident"))
    .select(["visit.agencyId", "visit.facilityId"])
    .select((row) => row.fn.coalesce("leg.stationId", "visit.stationId").as("stationId"))
    .where("visit.id", "=", visitId)
    .executeTakeFirst();
}

/** The samples of somebody outside, of all their visits: three years of them, three a week, are fewer. */
export function listOwnRows(db: Db | Trx, accountId: string) {
  return db
    .selectFrom("visits.quality as quality")
    .innerJoin("visits.leg as leg", (on) => on.onRef("leg.visitId", "=", "quality.visitId").onRef("leg.seat", "=", "quality.seat"))
    .select(["quality.visitId", "quality.seat", "quality.fromAt", "quality.samples"])
    .where("leg.side", "=", "family")
    .where("leg.personId", "=", accountId)
    .orderBy("quality.fromAt")
    .limit(OWN_ROWS_MAX)
    .execute();
}
const OWN_ROWS_MAX = 30_000;
