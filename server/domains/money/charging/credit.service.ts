import assert from "node:assert/strict";
import { openBook, type Transfer, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { recoverBack } from "#server/domains/money/payments/disputes.store.ts";
import { returnToPlan } from "#server/domains/money/plans/draw.service.ts";
import { findUse } from "#server/domains/money/plans/plans.store.ts";
import type { Moment } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { creditCents, openOf, planSecondsBack, shareOut, standingOf } from "./bill.rules.ts";
import * as store from "./charging.store.ts";
import type { CreditCause, CreditRow } from "./charging.tables.ts";

/** What is to be given back: for which cause, and for how many seconds of it. */
export interface Due extends CreditCause {
  seconds: number;
  /** The staff account that decides; left out where the rule does. */
  decidedBy?: string;
}

/**
 * Gives back of a charge for these causes, in this order, as long as something of it is left: to each payer by the part that they gave, and to a plan the seconds
 * that came from it. By the rule each cause is credited once for each communication; staff's decisions may come on top. Answers what was given back now.
 */
export async function giveBack(tx: Moment, subjectId: string, dues: readonly Due[]): Promise<CreditRow[]> {
  await store.lockCredits(tx.trx, subjectId);
  const charge = await store.findCharge(tx.trx, subjectId);
  if (!charge) return [];
  const before = await store.listCredits(tx.trx, subjectId);
  const given: CreditRow[] = [];
  const standing = standingOf(await store.listMoved(tx.trx, [subjectId]));
  const { cents } = standing;
  const { chargedSeconds } = charge;
  const use = await findUse(tx.trx, subjectId);
  const planSeconds = use?.usedSeconds ?? 0;
  let returnedSeconds = use?.returnedSeconds ?? 0;
  let { creditedCents } = standing;
  let creditedSeconds = before.reduce((total, credit) => total + credit.seconds, 0);
  for (const { where, what, seconds, decidedBy } of dues) {
    const isSame = (credit: CreditRow) => credit.decidedBy === null && credit.where === where && credit.what === what;
    if (!decidedBy && [...before, ...given].some(isSame)) continue;
    const back = creditCents({ cents, chargedSeconds, creditedCents }, seconds);
    const planBack = planSecondsBack({ chargedSeconds, planSeconds, creditedSeconds, returnedSeconds }, seconds);
    if (back === 0 && planBack === 0) continue;
    const planCents = planBack > 0 ? await returnToPlan(tx, subjectId, planBack) : 0;
    const plan = { planSeconds: planBack, planCents };
    const row: CreditRow = {
      id: newId(),
      subjectId,
      where,
      what,
      seconds,
      cents: back,
      ...plan,
      decidedBy: decidedBy ?? null,
      at: tx.now(),
    };
    await store.insertCredit(tx.trx, row);
    given.push(row);
    creditedCents += back;
    creditedSeconds += seconds;
    returnedSeconds += planBack;
  }
  const total = given.reduce((sum, credit) => sum + credit.cents, 0);
  if (total > 0) await payBack(tx, subjectId, total);
  return given;
}

/** To each payer by what of their part has not been given back yet. */
async function payBack(tx: Moment, subjectId: string, cents: number): Promise<void> {
  const quoted = await store.findQuote(tx.trx, subjectId);
  assert(quoted, `${subjectId} was charged without a quote`);
  const { agencyId, facilityId } = quoted;
  const creditsId = await openBook(tx.trx, { kind: "credits", agencyId, facilityId }, tx.now());
  const moved = await store.listMoved(tx.trx, [subjectId]);
  const shares = shareOut(cents, new Map(moved.map((part) => [part.bookId, openOf([part])])));
  const back = [...shares].map(
    ([toId, share]): Transfer => ({ id: newId(), fromId: creditsId, toId, cents: share, what: "credit", subjectId }),
  );
  const said = await transfer(tx.trx, back, tx.now());
  assert(
    said.every((one) => one === "done"),
    `a credit of ${subjectId} was not given`,
  );
  // A card's bank that took its money since has its part of what was paid with it first.
  for (const [bookId, share] of shares) await recoverBack(tx.trx, bookId, share, quoted.madeAt, tx.now());
}
