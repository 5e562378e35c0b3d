import assert from "node:assert/strict";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import type { JobFacts } from "#server/platform/jobs.ts";
import { hearOfDeposit } from "./deposits.service.ts";
import { hearOfDispute } from "./disputes.service.ts";
import * as disputes from "./disputes.store.ts";
import { type DisputeState, nextDispute } from "./payments.rules.ts";
import * as store from "./payments.store.ts";
import type { Disputed, Processor, Subject } from "./processor.ts";
import { hearOfRefund } from "./refunds.service.ts";

const DISPUTES_ASKED_DAYS = 30;
const DISPUTES_ASKED_AT_ONCE = 200;
const FAILED_MAX = 50;

/** Looks up what a message of the processor was about. Its facts: `kind` and `processorId`. */
export const EVENT_JOB = "money.processor_told";

/** Takes a processor's message, if its signature is right. It is answered at once; what is true is asked of the processor by a job, once for all messages that say the same. */
export async function takeEvent(
  ctx: Ctx,
  processor: Processor | null,
  message: { body: Buffer; signature: string | undefined },
): Promise<{ done: true }> {
  if (!processor) throw new AppError(["money.event_unsigned"]);
  const subject = processor.subjectOf({ ...message, at: ctx.now() });
  if (subject)
    await inTransaction(ctx, (tx) =>
      tx.jobs.send(tx, EVENT_JOB, { ...subject }, { singletonKey: `${subject.kind} ${subject.processorId}` }),
    );
  return { done: true };
}

/** Asks the processor how something stands and takes that in. */
export async function lookUpTold(ctx: Ctx, processor: Processor | null, facts: JobFacts): Promise<void> {
  if (!processor) return;
  const told = await processor.lookUp({ kind: facts.kind, processorId: facts.processorId } as Subject);
  if (told.kind === "payment") {
    const { payment, depositId } = told;
    const deposit = depositId ? await store.findDeposit(ctx.db, depositId) : undefined;
    // The same keys may serve another system too.
    if (!deposit) return void ctx.log.warn({ event: "money.unknown_payment" }, "the processor told of a payment that is none of ours");
    assert(deposit.processorId === null || deposit.processorId === payment.processorId, "a deposit has one payment");
    await hearOfDeposit(ctx, deposit.id, payment);
  } else if (told.kind === "refund") {
    // One that was made by hand at the processor names none of ours: the reconciliation shows it.
    if (told.refundId) await hearOfRefund(ctx, told.refundId, told.paidBack);
    else ctx.log.warn({ event: "money.unknown_refund" }, "the processor told of a refund that nobody asked for here");
  } else if (told.paymentId) await takeInDispute(ctx, processor, told.paymentId, told.disputed);
}

/** Its money comes in first, should nobody have told of that yet: else what was never there would be written off. */
async function takeInDispute(ctx: Ctx, processor: Processor, paymentId: string, disputed: Disputed): Promise<void> {
  const deposit = await store.findDepositOf(ctx.db, paymentId);
  if (deposit?.state === "begun") await hearOfDeposit(ctx, deposit.id, await processor.look({ id: deposit.id, processorId: paymentId }));
  await hearOfDispute(ctx, paymentId, disputed);
}

/**
 * Asks the processor itself for disputes: a message that was lost must not leave money in a wallet that its bank has taken back. All of the last weeks, and
 * one by one the older ones whose end nobody has told, those first that were asked for longest ago. Answers how many said something new.
 */
export async function askAboutDisputes(ctx: Ctx, processor: Processor | null): Promise<number> {
  if (!processor) return 0;
  const since = ctx.now().subtract({ hours: DISPUTES_ASKED_DAYS * 24 });
  const told = await processor.disputes(since);
  const ids = told.map(({ disputed }) => disputed.processorId);
  const known = new Map((await disputes.listKnown(ctx.db, ids)).map(({ processorId, state }) => [processorId, state]));
  let news = 0;
  for (const one of told)
    if ((await tryOne(ctx, () => takeInNews(ctx, processor, one, known.get(one.disputed.processorId) ?? "none"))) === "news") news += 1;
  let failedInARow = 0;
  for (const { id, processorId, state } of await disputes.listOpen(ctx.db, since, DISPUTES_ASKED_AT_ONCE)) {
    // One that no answer ever comes to, of an account that was left say, has had its turn too.
    await disputes.noteAsked(ctx.db, id, ctx.now());
    const came = await tryOne(ctx, async () => {
      const one = await processor.lookUp({ kind: "dispute", processorId });
      return one.kind === "dispute" && (await takeInNews(ctx, processor, one, state));
    });
    if (came === "news") news += 1;
    failedInARow = came === "failed" ? failedInARow + 1 : 0;
    // The processor itself is silent, or nearly.
    if (failedInARow >= FAILED_MAX) break;
  }
  return news;
}

/** Whether it said something new. */
async function takeInNews(
  ctx: Ctx,
  processor: Processor,
  { paymentId, disputed }: { paymentId: string | null; disputed: Disputed },
  state: DisputeState,
): Promise<boolean> {
  // The same keys may serve another system too.
  if (!paymentId || nextDispute(state, disputed.said) === state || !(await store.findDepositOf(ctx.db, paymentId))) return false;
  await takeInDispute(ctx, processor, paymentId, disputed);
  return true;
}

/** Each dispute on its own: what is wrong with one keeps none of the others waiting. */
async function tryOne(ctx: Ctx, work: () => Promise<boolean>): Promise<"news" | "nothing" | "failed"> {
  try {
    return (await work()) ? "news" : "nothing";
  } catch (error) {
    ctx.log.warn({ event: "money.dispute_not_taken_in", err: error }, "a dispute is asked for again within the hour");
    return "failed";
  }
}
