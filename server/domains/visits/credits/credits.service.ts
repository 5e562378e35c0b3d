import { creditLimits } from "#contracts/credit-limits.ts";
import * as money from "#server/domains/money/index.ts";
import { settleVisit } from "#server/domains/visits/charges/index.ts";
import { connectedSeconds } from "#server/domains/visits/live/connected.rules.ts";
import { listIntervals } from "#server/domains/visits/live/live.store.ts";
import { note } from "#server/domains/visits/record/index.ts";
import { type Ctx, inTransaction, type Moment, type TxCtx } from "#server/platform/context.ts";
import { sendCharged } from "./charged.letter.ts";
import type { Back } from "./complaints.rules.ts";
import { creditFor } from "./credit.rules.ts";
import * as store from "./credits.store.ts";
import { evidenceOf } from "./evidence.service.ts";

const SETTLING_SECONDS = 30;
const BATCH_MAX = 200;

/** Decides, once, what of an ended visit's charge is given back, tells the record, and writes to the family. */
export function decideCredits(ctx: Ctx, visitId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const decided = await decide(tx, visitId);
    if (!decided) return;
    const { visit, bill, credited } = decided;
    await credit(tx, visit, credited);
    if (isPaid(bill)) await sendCharged(tx, visit);
  });
}

/** Works out by the published rule what is due and writes it down; undefined where that was done before, or nothing was taken. */
export async function decide(tx: Moment, visitId: string) {
  const visit = await store.findVisit(tx.trx, visitId);
  const bill = visit && (await money.billOf(tx, visitId));
  const planSeconds = bill?.plan?.usedSeconds ?? 0;
  if (!visit || !bill?.charge || (bill.charge.nothing !== null && planSeconds === 0)) return undefined;
  const paidSeconds = bill.charge.chargedSeconds + planSeconds;
  const { credited, named, drops, unmeasuredSeconds } = creditFor(await evidenceOf(tx.trx, visit, paidSeconds));
  const { facilityId } = visit;
  const causes = [...credited, ...named];
  const first = await store.insertDecision(tx.trx, {
    visitId,
    facilityId,
    rule: creditLimits.rule,
    causes,
    drops,
    unmeasuredSeconds,
    at: tx.now(),
  });
  return first ? { visit, bill, credited } : undefined;
}

/** Whether the family paid anything, in money or of a plan. */
const isPaid = ({ parts, plan }: money.Bill): boolean =>
  (plan?.usedSeconds ?? 0) > 0 || parts.some(({ payer, takenCents }) => payer === "family" && takenCents > 0);

/** Gives back for these causes and tells the record of each; answers what it was together: cents, those of an ended plan among them, and seconds of one that goes on. */
export async function credit(tx: TxCtx, visit: { id: string; facilityId: string }, dues: readonly money.Due[]): Promise<Back> {
  const given = await money.giveBack(tx, visit.id, dues);
  for (const one of given) await note(tx, { visitId: visit.id, facilityId: visit.facilityId, code: "credited", facts: creditedFacts(one) });
  const plan = money.backToPlan(given);
  return { cents: given.reduce((sum, one) => sum + one.cents, plan.cents), planSeconds: plan.seconds };
}

/** The record says what came back of a visit as tax that was not due. */
export async function noteTaxGivenBack(tx: TxCtx, { subjectId, cents }: money.TaxGivenBack): Promise<void> {
  const visit = await store.findVisit(tx.trx, subjectId);
  if (visit) await note(tx, { visitId: visit.id, facilityId: visit.facilityId, code: "tax_given_back", facts: { cents } });
}

/** What the record says of a credit: seconds of a plan where it goes on, and their cents where it has ended. */
export function creditedFacts(row: money.CreditRow): { where: string; what: string; seconds: number; cents: number; planSeconds?: number } {
  const { where, what, seconds, cents } = row;
  const plan = money.backToPlan([row]);
  return { where, what, seconds, cents: cents + plan.cents, ...(plan.seconds > 0 ? { planSeconds: plan.seconds } : {}) };
}

/**
 * Looks for ended visits that nobody settled, and for charges that nobody decided on: whatever died in between, each is done once. Answers with how
 * many it found.
 */
export async function settleForgotten(ctx: Ctx, sinceHours: number): Promise<number> {
  const now = ctx.now();
  const ended = { from: now.subtract({ hours: sinceHours }), to: now.subtract({ seconds: SETTLING_SECONDS }) };
  const forgotten = await store.listForgotten(ctx.db, ended, BATCH_MAX);
  for (const { id, chargedAt } of forgotten) {
    try {
      if (chargedAt === null) await settleOne(ctx, id);
      await decideCredits(ctx, id);
    } catch (error) {
      // One that can't be settled keeps nobody else's money waiting.
      ctx.log.error({ event: "visit.not_settled", visitId: id, err: error }, "a visit that ended was not settled");
    }
  }
  return forgotten.length;
}

function settleOne(ctx: Ctx, visitId: string): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const visit = await store.lockEnded(tx.trx, visitId);
    if (visit) await settleVisit(tx, visit, connectedSeconds(await listIntervals(tx.trx, visitId)));
  });
}
