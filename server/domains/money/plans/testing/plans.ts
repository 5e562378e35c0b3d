import assert from "node:assert/strict";
import { saleAt } from "#server/domains/money/plans/offers.service.ts";
import { findOffer, insertOffer } from "#server/domains/money/plans/offers.store.ts";
import { keepPlan } from "#server/domains/money/plans/plans.service.ts";
import type { OfferRow, PlanRow } from "#server/domains/money/plans/plans.tables.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";

interface Buyer {
  contactId: string;
  accountId: string;
  bookId: string;
}

/** A plan on sale: a hundred minutes of video for ten dollars, for thirty days, unless something else is said. */
export function givenOffer(
  ctx: Ctx,
  facility: { id: string; agencyId: string },
  offer: Partial<Pick<OfferRow, "minutes" | "days" | "priceCents">> = {},
): Promise<OfferRow> {
  const today = ctx.now().toString().slice(0, 10);
  return inTransaction(ctx, (tx) =>
    insertOffer(tx.trx, {
      ...{
        id: newId(),
        agencyId: facility.agencyId,
        facilityId: facility.id,
        service: "video" as const,
        minutes: 100,
        days: 30,
        priceCents: 1000,
      },
      ...{ soldFrom: today, soldThrough: today, toldAt: ctx.now(), toldBy: newId(), withdrawnAt: null, withdrawnBy: null },
      ...offer,
    }),
  );
}

/** Somebody's plan of this offer, which runs from now on. */
export function givenPlan(ctx: Ctx, offerId: string, buyer: Buyer): Promise<PlanRow> {
  return inTransaction(ctx, async (tx) => {
    const offer = await findOffer(tx.trx, offerId);
    assert(offer, "there is no such offer");
    return keepPlan(tx, { id: newId(), ...buyer, offer, sale: await saleAt(tx, offer.facilityId) });
  });
}
