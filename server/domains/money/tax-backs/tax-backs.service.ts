import assert from "node:assert/strict";
import * as audit from "#server/domains/audit/index.ts";
import { lockCredits } from "#server/domains/money/charging/charging.store.ts";
import { type Transfer, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { recoverBack } from "#server/domains/money/payments/disputes.store.ts";
import { lockPlan } from "#server/domains/money/plans/plans.store.ts";
import type { Payer } from "#server/domains/money/rating/rating.rules.ts";
import type { TaxLineRow } from "#server/domains/money/tariffs/tariffs.tables.ts";
import { notify } from "#server/domains/notifications/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import type { Db } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";
import { TAX_BACK_LETTER } from "./tax-backs.letter.ts";
import { taxBackOf } from "./tax-backs.rules.ts";
import * as store from "./tax-backs.store.ts";

/** Gives back what taxes that were taken back had collected. */
export const TAX_BACK_JOB = "money.give_back_taxes";
const AT_ONCE = 200;
const READ_AT_ONCE = 1000;
/** What can't be given back keeps those who got theirs from hearing of it no longer. */
const TELL_ANYWAY_HOURS = 1;

/** What is told to whoever keeps the record of a communication, in the transaction that gives it back. */
export interface TaxGivenBack {
  subjectId: string;
  facilityId: string;
  /** To all payers together. */
  cents: number;
}
type Told = (tx: TxCtx, given: TaxGivenBack) => Promise<void>;
const listeners = new Set<Told>();

/** Says, at start, who is told when a communication's tax is given back. */
export function whenTaxGivenBack(told: Told): void {
  listeners.add(told);
}

/** What a tax collected and nobody has had back: of how many communications and plans, and whose it is. */
export interface CollectedSum {
  communications: number;
  plans: number;
  cents: number;
  payers: { payer: Payer; cents: number }[];
}

/** What would be given back if this tax were taken back now. */
export async function collectedSum(db: Db, tax: TaxLineRow): Promise<CollectedSum> {
  const sums = new Map<Payer, number>();
  let [communications, plans] = [0, 0];
  let after: string | undefined;
  for (;;) {
    const page = await store.listCollectedBy(db, tax, after, READ_AT_ONCE);
    const paid = Map.groupBy(await store.listPaid(db, page), ({ subjectId }) => subjectId);
    const taxes = Map.groupBy(await store.listCollected(db, page), ({ subjectId }) => subjectId);
    const arePlans = await store.plansAmong(db, page);
    for (const subjectId of page) {
      const back = taxBackOf(tax.id, taxes.get(subjectId) ?? [], paid.get(subjectId) ?? []).filter(({ cents }) => cents > 0);
      for (const { paid: by, cents } of back) sums.set(by.payer, (sums.get(by.payer) ?? 0) + cents);
      if (back.length === 0) continue;
      if (arePlans.has(subjectId)) plans++;
      else communications++;
    }
    if (page.length < READ_AT_ONCE) break;
    after = page.at(-1);
  }
  const payers = [...sums].map(([payer, cents]) => ({ payer, cents }));
  return { communications, plans, cents: payers.reduce((sum, { cents }) => sum + cents, 0), payers };
}

/**
 * Gives back all that is due, one communication or plan at a time, then writes to the families. Whoever dies in between, or asks again, gives each of them once; one
 * that fails keeps no other from its money.
 */
export async function giveBackTaxes(ctx: Ctx, atOnce = AT_ONCE): Promise<void> {
  let due: store.Due[] = [];
  do {
    due = await store.listDue(ctx.db, due.at(-1), atOnce);
    for (const one of due)
      try {
        await inTransaction(ctx, (tx) => giveBackTax(tx, one));
      } catch (err) {
        ctx.log.error({ event: "money.tax_not_given_back", ...one, err }, "a tax that was taken back was not given back");
      }
  } while (due.length === atOnce);
  await tellFamilies(ctx);
}

/** From the facility's taxes to each payer's own book, as a correction of the transfer by which it went there. */
async function giveBackTax(tx: TxCtx, due: store.Due): Promise<void> {
  const { subjectId, taxLineId } = due;
  // The order of whoever gives a credit.
  await lockCredits(tx.trx, subjectId);
  await lockPlan(tx.trx, subjectId);
  if (!(await store.lockDue(tx.trx, due))) return;
  const place = await store.placeOf(tx.trx, subjectId);
  assert(place, "a tax is collected of a communication or a plan");
  const parts = taxBackOf(taxLineId, await store.listCollected(tx.trx, [subjectId]), await store.listPaid(tx.trx, [subjectId]));
  const back = parts.filter(({ cents }) => cents > 0);
  const transfers = back.map(({ paid: { taxesBookId, bookId, taxTransferId }, cents }): Transfer => {
    assert(taxesBookId && taxTransferId, "whoever paid a tax paid it by a transfer");
    return { id: newId(), fromId: taxesBookId, toId: bookId, cents, what: "correction", subjectId, corrects: taxTransferId };
  });
  const said = transfers.length > 0 ? await transfer(tx.trx, transfers, tx.now()) : [];
  assert(
    said.every((one) => one === "done"),
    `the tax of ${subjectId} was not given back`,
  );
  await store.insertParts(
    tx.trx,
    parts.map(({ paid: { payer, bookId }, taxCents, cents }) => ({ ...due, payer, bookId, taxCents, cents, toldAt: null })),
  );
  await store.markGiven(tx.trx, due, tx.now());
  // A card's bank that took its money since has its part of what was paid with it first; in the order of all wallets' locks.
  for (const { toId, cents } of transfers.toSorted((one, other) => (one.toId < other.toId ? -1 : 1)))
    await recoverBack(tx.trx, toId, cents, place.at, tx.now());
  const cents = back.reduce((sum, part) => sum + part.cents, 0);
  if (cents === 0) return;
  const { agencyId, facilityId, isPlan } = place;
  await audit.record(tx, { what: "tax.given_back", subjectId, agencyId, facilityId, facts: { taxId: taxLineId, cents } });
  if (!isPlan) for (const told of listeners) await told(tx, { subjectId, facilityId, cents });
}

/** One letter to each family for each tax, once all of it has come back. */
async function tellFamilies(ctx: Ctx): Promise<void> {
  for (;;) {
    const untold = await store.listUntold(ctx.db, ctx.now().subtract({ hours: TELL_ANYWAY_HOURS }), AT_ONCE);
    for (const one of untold)
      await inTransaction(ctx, async (tx) => {
        const { accountId, contactId, facilityId, taxLineId } = one;
        // Whoever closed their account wants no letters.
        if ((await store.noteTold(tx.trx, one, tx.now())) && accountId !== null)
          await notify(tx, { accountId, template: TAX_BACK_LETTER, facts: { taxLineId, contactId }, facilityId });
      });
    if (untold.length < AT_ONCE) return;
  }
}
