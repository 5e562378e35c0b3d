import { creditLimits } from "#contracts/credit-limits.ts";
import * as money from "#server/domains/money/index.ts";
import { note } from "#server/domains/visits/record/index.ts";
import { alone, type TxCtx } from "#server/platform/context.ts";

/** Says that a visit ended of which something was taken: what the rule gives back of it is decided next. */
export const CREDIT_JOB = "visit.credit";

interface Ended {
  id: string;
  facilityId: string;
}

/**
 * Settles a visit in the transaction that ends it: what connected seconds cost is taken of what was kept, the rest is let go, and the record says
 * so. With no seconds, since it was cancelled or missed, all is let go. Done again it changes nothing. A visit ends also where it can't be settled
 * now: whoever looks for what was forgotten settles it.
 */
export async function settleVisit(tx: TxCtx, visit: Ended, connectedSeconds: number): Promise<void> {
  const failed = await alone(tx, () => settle(tx, visit, connectedSeconds));
  if (failed) tx.log.error({ event: "money.not_settled", err: failed, visitId: visit.id }, "a visit ended and was not settled");
}

async function settle(tx: TxCtx, { id: visitId, facilityId }: Ended, connectedSeconds: number): Promise<void> {
  const settled = await money.settleCommunication(tx, visitId, connectedSeconds);
  if (!settled?.first || (settled.quotedCents === 0 && !settled.plan)) return;
  const { charge, quotedCents, plan } = settled;
  const cents = charge.priceCents + charge.taxCents;
  const { seconds, chargedSeconds, nothing } = charge;
  const facts = { cents, connectedSeconds: seconds, chargedSeconds, letGoCents: quotedCents - cents, nothing, ...planFacts(plan) };
  await note(tx, { visitId, facilityId, code: "charged", facts });
  if (cents === 0 && !plan?.usedSeconds) return;
  // The last measurements may come a moment after the end.
  await tx.jobs.send(tx, CREDIT_JOB, { visitId }, { startAfter: tx.now().add({ seconds: creditLimits.waitSeconds }) });
}

/** What the record says of a plan: only where one gave something, or kept it. */
export const planFacts = (plan: money.Settled["plan"]): { planSeconds?: number } => (plan ? { planSeconds: plan.usedSeconds } : {});
