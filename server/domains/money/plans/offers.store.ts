import { type Insertable, sql } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { OfferRow, PlanOfferTable } from "./plans.tables.ts";

const OFFERS_MAX = 200;

export function findOffer(db: Db, id: string): Promise<OfferRow | undefined> {
  return db.selectFrom("money.planOffer").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Every plan that a facility offers or offered, the latest first. */
export function listOffers(db: Db, facilityId: string): Promise<OfferRow[]> {
  return db
    .selectFrom("money.planOffer")
    .selectAll()
    .where("facilityId", "=", facilityId)
    .orderBy("soldFrom", "desc")
    .orderBy("toldAt", "desc")
    .orderBy("id", "desc")
    .limit(OFFERS_MAX)
    .execute();
}

/** Those that can be bought on one of its days, or later. */
export function listForSale(db: Db, facilityId: string, today: string): Promise<OfferRow[]> {
  return db
    .selectFrom("money.planOffer")
    .selectAll()
    .where("facilityId", "=", facilityId)
    .where("withdrawnAt", "is", null)
    .where("soldThrough", ">=", today)
    .orderBy("service", "desc")
    .orderBy("minutes")
    .orderBy("id")
    .limit(OFFERS_MAX)
    .execute();
}

export function insertOffer(trx: Trx, row: Insertable<PlanOfferTable>): Promise<OfferRow> {
  return trx.insertInto("money.planOffer").values(row).returningAll().executeTakeFirstOrThrow();
}

/** Takes an offer off sale; whoever comes second changes nothing. */
export async function withdrawOffer(trx: Trx, of: { id: string; facilityId: string }, by: string, at: Temporal.Instant): Promise<void> {
  await trx
    .updateTable("money.planOffer")
    .set({ withdrawnAt: at, withdrawnBy: by })
    .where("id", "=", of.id)
    .where("facilityId", "=", of.facilityId)
    .where("withdrawnAt", "is", null)
    .execute();
}

/** How many of each of these were bought. */
export async function countBought(db: Db, offerIds: readonly string[]): Promise<Map<string, number>> {
  if (offerIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("money.plan")
    .select(["offerId", sql<number>`count(*)::int`.as("bought")])
    .where("offerId", "in", offerIds)
    .groupBy("offerId")
    .execute();
  return new Map(rows.map(({ offerId, bought }) => [offerId, bought]));
}
