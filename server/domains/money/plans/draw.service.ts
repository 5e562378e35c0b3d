import assert from "node:assert/strict";
import { openBook, shrink, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { recoverBack } from "#server/domains/money/payments/disputes.store.ts";
import type { Amount } from "#server/domains/money/rating/rating.rules.ts";
import type { Moment } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { planSeconds, takenOf } from "./plan.rules.ts";
import { taxesOfPlan } from "./plan-taxes.service.ts";
import * as store from "./plans.store.ts";
import type { PlanRow } from "./plans.tables.ts";
import { settledUses, usesAtMost } from "./uses.rules.ts";

/** Keeps a plan's seconds for a communication, in its booking's own transaction. The plan is locked already. */
export async function keepOfPlan(tx: Moment, plan: Pick<PlanRow, "id">, subjectId: string, seconds: number): Promise<void> {
  if (seconds === 0) return;
  await store.addLeft(tx.trx, plan.id, -seconds);
  await store.insertUse(tx.trx, { subjectId, planId: plan.id, keptSeconds: seconds, ...unsettled });
}
const unsettled = { settledAt: null, usedSeconds: null, microsPerMinute: null, savedPriceCents: null, savedTaxCents: null };

/** What a communication keeps of a plan and has not used yet; its plan is locked from here on. Undefined where it keeps none. */
export async function lockUse(tx: Moment, subjectId: string): Promise<KeptOf | undefined> {
  const use = await store.findUse(tx.trx, subjectId);
  if (!use || use.settledAt !== null) return undefined;
  const plan = await store.lockPlan(tx.trx, use.planId);
  assert(plan, "a plan is never deleted");
  return { plan, keptSeconds: use.keptSeconds };
}
interface KeptOf {
  plan: PlanRow;
  keptSeconds: number;
}

/** Lets go of what the uses of a plan that nothing more draws on can't come to any more. The plan is locked. */
export async function letGoOfRest(tx: Moment, plan: PlanRow): Promise<void> {
  const { millionths: taxMillionths } = await taxesOfPlan(tx.trx, plan);
  const { priceCents, taxCents } = takenOf({ ...plan, taxMillionths }, usesAtMost(await store.listUses(tx.trx, plan.id)));
  await shrink(tx.trx, plan.reserveId, priceCents + taxCents, tx.now());
}

/** What was connected, and what the family would have paid for it without the plan, and paid with it. */
export interface Connected {
  seconds: number;
  freeSeconds: number;
  /** The price or the cap of its day, whichever is lower. */
  microsPerMinute: number;
  without: Amount;
  with: Amount;
}

/** Uses what was connected of what was kept, and frees the rest: in the transaction that settles the communication. Answers the seconds that were used. */
export async function drawOnPlan(tx: Moment, subjectId: string, { plan, keptSeconds }: KeptOf, connected: Connected): Promise<number> {
  const { seconds, freeSeconds, microsPerMinute, without } = connected;
  const usedSeconds = planSeconds({ seconds, freeSeconds, atMostSeconds: keptSeconds, priceCentsWithout: without.priceCents });
  await store.settleUse(tx.trx, subjectId, {
    settledAt: tx.now(),
    usedSeconds,
    microsPerMinute,
    savedPriceCents: usedSeconds === 0 ? 0 : without.priceCents - connected.with.priceCents,
    savedTaxCents: usedSeconds === 0 ? 0 : Math.max(0, without.taxCents - connected.with.taxCents),
  });
  if (usedSeconds < keptSeconds) await store.addLeft(tx.trx, plan.id, keptSeconds - usedSeconds);
  if (plan.closing !== null) await letGoOfRest(tx, plan);
  return usedSeconds;
}

/**
 * Gives so many of a communication's seconds back to its plan. Where the plan has ended, what they cost goes to the wallet instead. Answers those cents; the
 * seconds are no more than were used and not given back before.
 */
export async function returnToPlan(tx: Moment, subjectId: string, seconds: number): Promise<number> {
  const use = await store.findUse(tx.trx, subjectId);
  assert(use, `${subjectId} used no plan`);
  const plan = await store.lockPlan(tx.trx, use.planId);
  assert(plan, "a plan is never deleted");
  await store.addReturnedSeconds(tx.trx, subjectId, seconds);
  if (plan.endedAt === null) {
    await store.addLeft(tx.trx, plan.id, seconds);
    if (plan.closing !== null) await letGoOfRest(tx, plan);
    return 0;
  }
  const taxes = await taxesOfPlan(tx.trx, plan);
  const { priceCents, taxCents } = takenOf(
    { ...plan, taxMillionths: taxes.millionths },
    settledUses(await store.listUses(tx.trx, plan.id)),
  );
  const cents =
    (plan.takenPriceCents ?? 0) + (plan.takenTaxCents ?? 0) - taxes.backCents - plan.returnedCents - priceCents - taxes.leftOf(taxCents);
  if (cents <= 0) return 0;
  const { agencyId, facilityId } = plan;
  const creditsId = await openBook(tx.trx, { kind: "credits", agencyId, facilityId }, tx.now());
  const [said] = await transfer(
    tx.trx,
    [{ id: newId(), fromId: creditsId, toId: plan.bookId, cents, what: "credit", subjectId: plan.id }],
    tx.now(),
  );
  assert.equal(said, "done", `a credit of ${subjectId} was not given`);
  await store.addReturned(tx.trx, plan.id, cents);
  // A card's bank that took its money since has its part of what was paid with it first.
  await recoverBack(tx.trx, plan.bookId, cents, plan.boughtAt, tx.now());
  return cents;
}
