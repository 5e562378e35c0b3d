import assert from "node:assert/strict";
import type { PlanClosing } from "#contracts/plan-limits.ts";
import * as audit from "#server/domains/audit/index.ts";
import { facilityOf, toLocal } from "#server/domains/facilities/index.ts";
import { openBook, release, settle, type Taken } from "#server/domains/money/ledger/ledger.store.ts";
import type { Amount } from "#server/domains/money/rating/rating.rules.ts";
import { keepTaxesOfPlan } from "#server/domains/money/tariffs/taxes.store.ts";
import { notify } from "#server/domains/notifications/index.ts";
import { type Ctx, inTransaction, type Moment, type TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { letGoOfRest } from "./draw.service.ts";
import { mayVisitAt } from "./people.service.ts";
import { PLAN_ENDED } from "./plan.letter.ts";
import { nextPlan, stateOf, takenOf } from "./plan.rules.ts";
import { taxesOfPlan } from "./plan-taxes.service.ts";
import * as store from "./plans.store.ts";
import type { PlanRow } from "./plans.tables.ts";
import { secondsKept, secondsUsed, settledUses } from "./uses.rules.ts";

const AT_ONCE = 200;
const NOTHING: Amount = { priceCents: 0, taxCents: 0 };

/** Ends every plan that is over, used up or closed, and on which nothing open draws any more. Answers how many it saw to. */
export async function endDuePlans(ctx: Ctx): Promise<number> {
  let seen = 0;
  for (;;) {
    const due = await store.listDue(ctx.db, ctx.now(), AT_ONCE);
    let failed = 0;
    for (const id of due)
      try {
        await inTransaction(ctx, (tx) => endDue(tx, id));
      } catch (error) {
        failed++;
        notEnded(ctx, id, error);
      }
    seen += due.length;
    if (due.length < AT_ONCE || failed === due.length) return seen;
  }
}

/** One that can't be ended keeps nobody else's money waiting. */
const notEnded = (ctx: Ctx, planId: string, err: unknown): void =>
  ctx.log.error({ event: "money.plan_not_ended", planId, err }, "a plan that is over, or of no use any more, was not ended");

async function endDue(tx: TxCtx, planId: string): Promise<void> {
  const plan = await store.lockPlan(tx.trx, planId);
  if (!plan || plan.endedAt !== null) return;
  const isOver = Temporal.Instant.compare(plan.overAt, tx.now()) <= 0;
  // In this very moment seconds came back to it, or were kept of it.
  if (plan.closing === null && !isOver && (plan.leftSeconds > 0 || secondsKept(await store.listUses(tx.trx, planId)) > 0)) return;
  await closeAndEnd(tx, planId, isOver ? "over" : "used_up");
}

/** Closes the plans of those whom they are of no use any more: whose account is closed, or who may visit nobody there. Answers how many. */
export async function closeForlornPlans(ctx: Ctx): Promise<number> {
  let closed = 0;
  let after: string | undefined;
  for (;;) {
    const page = await store.listRunningAfter(ctx.db, after, AT_ONCE);
    for (const { id, contactId, facilityId, isClosed } of page)
      try {
        const why = isClosed ? "account_closed" : (await mayVisitAt(ctx, contactId, facilityId)) ? undefined : "nobody_there";
        if (!why) continue;
        await inTransaction(ctx, (tx) => closeAndEnd(tx, id, why));
        closed++;
      } catch (error) {
        notEnded(ctx, id, error);
      }
    if (page.length < AT_ONCE) return closed;
    after = page.at(-1)!.id;
  }
}

/** Nothing more draws on the plan from here on. What no open visit keeps is free at once; where none is left, its money moves now, once. */
export async function closeAndEnd(tx: TxCtx, planId: string, why: PlanClosing): Promise<void> {
  const ended = await closeAndTake(tx, planId, why);
  if (!ended) return;
  const { plan, taken } = ended;
  const { agencyId, facilityId, accountId } = plan;
  const facts = { why: plan.closing ?? why, usedSeconds: ended.usedSeconds, priceCents: taken.priceCents, taxCents: taken.taxCents };
  await audit.record(tx, { what: "plan.ended", agencyId, facilityId, subjectId: planId, facts });
  // Whoever closed their account wants no letters.
  if (facts.why !== "account_closed") await notify(tx, { accountId, template: PLAN_ENDED, facts: { planId }, facilityId });
}

/** The same without a word to anybody; undefined where it had ended before, or still waits for a visit. */
export async function closeAndTake(tx: Moment, planId: string, why: PlanClosing) {
  const plan = await store.lockPlan(tx.trx, planId);
  assert(plan, "a plan is never deleted");
  if (stateOf(plan) === "ended") return undefined;
  if (nextPlan(stateOf(plan), "close")) await store.closePlan(tx.trx, planId, why, tx.now());
  const uses = await store.listUses(tx.trx, planId);
  if (secondsKept(uses) > 0) {
    await letGoOfRest(tx, plan);
    return undefined;
  }
  await keepTaxesOfPlan(tx.trx, planId);
  const { millionths: taxMillionths } = await taxesOfPlan(tx.trx, plan);
  const taken = await take(tx, plan, takenOf({ ...plan, taxMillionths }, settledUses(uses)));
  const usedSeconds = secondsUsed(uses);
  const facility = await facilityOf(tx, plan.facilityId);
  assert(facility, "a plan is of a facility that is there");
  await store.endPlan(tx.trx, planId, {
    endedAt: tx.now(),
    endedDay: toLocal(tx.now(), facility.timeZone).day,
    usedSeconds,
    takenPriceCents: taken.priceCents,
    takenTaxCents: taken.taxCents,
  });
  return { plan, taken, usedSeconds };
}

/** Takes this of what was kept, and lets go of the rest. What was let go before, since nobody ended the plan in time, is not taken. */
async function take(tx: Moment, plan: PlanRow, { priceCents, taxCents }: Amount): Promise<Amount> {
  const { agencyId, facilityId, reserveId } = plan;
  const revenueId = await openBook(tx.trx, { kind: "revenue", agencyId, facilityId }, tx.now());
  const taxesId = await openBook(tx.trx, { kind: "taxes", agencyId, facilityId }, tx.now());
  const parts = [
    { id: newId(), toId: revenueId, cents: priceCents, what: "charge" },
    { id: newId(), toId: taxesId, cents: taxCents, what: "tax" },
  ].filter(({ cents }) => cents > 0) as Taken[];
  if (parts.length === 0) {
    await release(tx.trx, reserveId, tx.now());
    return NOTHING;
  }
  const said = await settle(tx.trx, reserveId, parts, tx.now());
  if (said === "ended") return NOTHING;
  assert.equal(said, "done", `the price of the plan ${plan.id} was not taken`);
  return { priceCents, taxCents };
}
