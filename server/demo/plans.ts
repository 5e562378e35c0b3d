import { openBook } from "#server/domains/money/ledger/ledger.store.ts";
import { closeAndTake } from "#server/domains/money/plans/ends.service.ts";
import { saleAt } from "#server/domains/money/plans/offers.service.ts";
import { insertOffer } from "#server/domains/money/plans/offers.store.ts";
import { keepPlan } from "#server/domains/money/plans/plans.service.ts";
import type { PlanRow } from "#server/domains/money/plans/plans.tables.ts";
import type { Trx } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";
import type { Made } from "./world.ts";

type Instant = Temporal.Instant;

/** Sold at the jail, where the family pays: each a little below the price of single minutes. */
const offers = {
  month: { minutes: 150, days: 30, priceCents: 1350 },
  week: { minutes: 40, days: 7, priceCents: 400 },
} as const;
/** Who bought which: one that runs, and one whose week is over. The contact behind the door sees them on offer. */
const buyers = [
  { contact: "grace", offer: "month" },
  { contact: "c9", offer: "week" },
] as const;
const BOUGHT_DAYS_BACK = 16;
const ON_SALE_DAYS = 90;

/** Offers plans at the jail and lets two families have bought one, before the visits of the history are booked. */
export async function addPlans(trx: Trx, made: Made, now: Instant): Promise<PlanRow[]> {
  const jail = made.facilities.get("jail")!;
  const bought = now.subtract({ hours: 24 * BOUGHT_DAYS_BACK });
  const tx = { trx, now: () => bought };
  const sale = await saleAt(tx, jail.id);
  const soldThrough = Temporal.PlainDate.from(sale.at.today)
    .add({ days: BOUGHT_DAYS_BACK + ON_SALE_DAYS })
    .toString();
  const told = { toldAt: bought, toldBy: made.staff.get("walsh")!.accountId, withdrawnAt: null, withdrawnBy: null };
  const plans: PlanRow[] = [];
  for (const [key, terms] of Object.entries(offers)) {
    const on = { agencyId: made.agencyId, facilityId: jail.id, service: "video" as const, soldFrom: sale.at.today, soldThrough };
    const offer = await insertOffer(trx, { id: newId(), ...on, ...terms, ...told });
    for (const buyer of buyers.filter((one) => one.offer === key)) {
      const { id: contactId, accountId } = made.contacts.get(buyer.contact)!;
      const bookId = await openBook(trx, { kind: "contact_wallet", contactId }, bought);
      plans.push(await keepPlan(tx, { id: newId(), contactId, accountId, bookId, offer, sale }));
    }
  }
  return plans;
}

/** Ends those whose last day is over, on that day, once the visits that drew on them have been made. */
export async function endPlans(trx: Trx, plans: readonly PlanRow[], now: Instant): Promise<void> {
  for (const { id, overAt } of plans)
    if (Temporal.Instant.compare(overAt, now) <= 0) await closeAndTake({ trx, now: () => overAt }, id, "over");
}
