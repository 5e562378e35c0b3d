import assert from "node:assert/strict";
import type { AnswerOf, BodyOf } from "#contracts/endpoint.ts";
import type { ErrorCode } from "#contracts/errors.ts";
import type { OwnPlan, PlanForMe, plansOutside } from "#contracts/plans.ts";
import * as audit from "#server/domains/audit/index.ts";
import { asOutside } from "#server/domains/identity/index.ts";
import { findQuote, freeCentsOf } from "#server/domains/money/charging/charging.store.ts";
import { isTransfer, openBook, reserve } from "#server/domains/money/ledger/ledger.store.ts";
import { taxRef } from "#server/domains/money/tariffs/taxes.service.ts";
import { insertPlanTaxes, listTaxesOfPlan } from "#server/domains/money/tariffs/taxes.store.ts";
import { notify } from "#server/domains/notifications/index.ts";
import { type Ctx, dbOf, inTransaction, type Moment, type TxCtx } from "#server/platform/context.ts";
import type { Db } from "#server/platform/database.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { closeAndEnd } from "./ends.service.ts";
import { publicPlans, refusedToday, type SaleAt, saleAt, todayOf } from "./offers.service.ts";
import { findOffer } from "./offers.store.ts";
import { mayVisitAt } from "./people.service.ts";
import { PLAN_BOUGHT } from "./plan.letter.ts";
import { lastDay, overAt, taxOfPlan } from "./plan.rules.ts";
import { toForMe, toOwn } from "./plan-card.ts";
import { taxesOfPlan } from "./plan-taxes.service.ts";
import * as store from "./plans.store.ts";
import type { OfferRow, PlanRow } from "./plans.tables.ts";

const SECONDS_A_MINUTE = 60;
/** Longer than any settlement of a visit of its last day can wait; whatever has not been taken by then is free by itself. */
const KEPT_HOURS_AFTER = 10 * 24;

/** One's plans, and those that could be bought where one's people are. */
export async function ownPlans(ctx: Ctx): Promise<AnswerOf<typeof plansOutside.ownPlans>> {
  const { contactId } = asOutside(ctx.actor);
  const plans = [];
  for (const row of await store.listOwn(ctx.db, contactId)) plans.push(await ownOf(ctx.db, row));
  const offers: PlanForMe[] = [];
  for (const facilityId of await store.listFacilitiesOf(ctx.db, contactId)) {
    const sale = await saleAt(ctx, facilityId);
    const { today, facility } = sale.at;
    for (const plan of await publicPlans(ctx, facilityId, sale)) {
      // One at a time: nothing is added to one that runs.
      if (await store.hasRunning(ctx.db, { contactId, facilityId, service: plan.service })) continue;
      const { tariffMicros, taxes } = todayOf(sale, plan.service);
      offers.push(toForMe(plan, { facilityId, facilityName: facility.name, tariffMicros, taxes: taxes.map(taxRef), today }));
    }
  }
  return { plans, offers };
}

/** Every plan of a contact, for whoever takes their own data away. */
export async function plansOf(asker: Ctx | TxCtx, contactId: string): Promise<OwnPlan[]> {
  const plans = [];
  for (const row of await store.listOwn(dbOf(asker), contactId, EVERY_PLAN)) plans.push(await ownOf(dbOf(asker), row));
  return plans;
}
const EVERY_PLAN = 10_000;

/** Buys a plan, once for its id: its price is kept of the wallet and not taken. Refuses with every reason at once. */
export function buyPlan(ctx: Ctx, asked: BodyOf<typeof plansOutside.buyPlan>): Promise<OwnPlan> {
  const { contactId, accountId } = asOutside(ctx.actor);
  return inTransaction(ctx, async (tx) => {
    await store.lockBuying(tx.trx, contactId);
    const earlier = await store.findPlan(tx.trx, asked.id);
    if (earlier && (earlier.contactId !== contactId || earlier.offerId !== asked.offerId)) throw new AppError(["money.id_taken"]);
    if (earlier) return cardOf(tx, earlier);
    if ((await isTransfer(tx.trx, asked.id)) || (await findQuote(tx.trx, asked.id))) throw new AppError(["money.id_taken"]);
    const offer = await findOffer(tx.trx, asked.offerId);
    const reaches = offer && (await mayVisitAt(tx, contactId, offer.facilityId));
    // What is nowhere and what is for others have one answer.
    if (!offer || !reaches) throw new AppError(["plan.not_on_sale"]);
    const sale = await saleAt(tx, offer.facilityId);
    const wallet = await openBook(tx.trx, { kind: "contact_wallet", contactId }, tx.now());
    const { taxMillionths } = todayOf(sale, offer.service);
    const needCents = offer.priceCents + taxOfPlan(offer.priceCents, taxMillionths);
    const haveCents = await freeCentsOf(tx.trx, wallet, tx.now());
    const runs = await store.hasRunning(tx.trx, { contactId, facilityId: offer.facilityId, service: offer.service });
    const reasons: [boolean, ErrorCode][] = [
      [!isOnSale(sale, offer), "plan.not_on_sale"],
      [runs, "plan.runs_already"],
      [haveCents < needCents, "plan.short"],
      [needCents > asked.atMostCents, "money.price_changed"],
    ];
    const codes = reasons.filter(([refused]) => refused).map(([, code]) => code);
    if (codes.length > 0) throw new AppError(codes, { needCents, haveCents });
    const row = await keepPlan(tx, { id: asked.id, contactId, accountId, bookId: wallet, offer, sale });
    const { agencyId, facilityId, minutes, priceCents } = offer;
    const facts = { offerId: offer.id, minutes, priceCents, throughDay: row.throughDay };
    await audit.record(tx, { what: "plan.bought", agencyId, facilityId, subjectId: row.id, facts });
    await notify(tx, { accountId, template: PLAN_BOUGHT, facts: { planId: row.id }, facilityId });
    return cardOf(tx, row);
  });
}

function isOnSale(sale: SaleAt, offer: OfferRow): boolean {
  const { today } = sale.at;
  const isIts = offer.withdrawnAt === null && offer.soldFrom <= today && today <= offer.soldThrough;
  return isIts && refusedToday(sale, offer).codes.length === 0;
}

/** Keeps a plan's price of its buyer's wallet; from this moment it runs. */
export async function keepPlan(
  tx: Moment,
  of: { id: string; contactId: string; accountId: string; bookId: string; offer: OfferRow; sale: SaleAt },
): Promise<PlanRow> {
  const { id, contactId, accountId, bookId, offer, sale } = of;
  const { agencyId, facilityId, service, priceCents } = offer;
  const { today, facility } = sale.at;
  const { law, taxes, taxMillionths } = todayOf(sale, service);
  const throughDay = lastDay(today, offer.days);
  const over = overAt(throughDay, facility.timeZone);
  const [reserveId, taxCents] = [newId(), taxOfPlan(priceCents, taxMillionths)];
  const expiresAt = over.add({ hours: KEPT_HOURS_AFTER });
  const said = await reserve(tx.trx, { id: reserveId, bookId, cents: priceCents + taxCents, subjectId: id, expiresAt }, tx.now());
  // Spent in this very moment.
  if (said === "overdrawn") throw new AppError(["plan.short"], { needCents: priceCents + taxCents });
  assert.equal(said, "done", "the price of a plan was kept before");
  const seconds = offer.minutes * SECONDS_A_MINUTE;
  const row = await store.insertPlan(tx.trx, {
    ...{ id, offerId: offer.id, agencyId, facilityId, service, contactId, accountId, bookId, reserveId },
    ...{ seconds, leftSeconds: seconds, priceCents, taxCents, taxMillionths, capId: law.cap?.by.id ?? null },
    ...{ fromDay: today, throughDay, overAt: over, boughtAt: tx.now(), closing: null, closingAt: null },
    ...{ endedAt: null, endedDay: null, usedSeconds: null, takenPriceCents: null, takenTaxCents: null },
  });
  await insertPlanTaxes(
    tx.trx,
    id,
    taxes.map((tax) => tax.id),
  );
  return row;
}

/** Ends one's own plan today: what nobody used, and no booked visit keeps, is free at once. */
export function endPlan(ctx: Ctx, planId: string): Promise<OwnPlan> {
  const { contactId } = asOutside(ctx.actor);
  return inTransaction(ctx, async (tx) => {
    const row = await store.findPlan(tx.trx, planId);
    if (row?.contactId !== contactId) throw new AppError(["plan.unknown"]);
    await closeAndEnd(tx, planId, "asked");
    return cardOf(tx, row);
  });
}

async function cardOf(tx: TxCtx, { contactId, id }: PlanRow): Promise<OwnPlan> {
  const row = (await store.listOwn(tx.trx, contactId)).find((one) => one.id === id);
  assert(row, "a plan that was bought stands in the list");
  return ownOf(tx.trx, row);
}

async function ownOf(db: Db, row: PlanRow & { facilityName: string }): Promise<OwnPlan> {
  return toOwn(row, await store.listUses(db, row.id), await listTaxesOfPlan(db, row.id), await taxesOfPlan(db, row));
}
