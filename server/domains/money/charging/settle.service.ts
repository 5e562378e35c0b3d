import assert from "node:assert/strict";
import type { Law } from "#jurisdictions/caps.rules.ts";
import { openBook, release, settle, type Transfer, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { type Connected, drawOnPlan, lockUse } from "#server/domains/money/plans/draw.service.ts";
import { findUse } from "#server/domains/money/plans/plans.store.ts";
import type { Amount, Payer, Price } from "#server/domains/money/rating/rating.rules.ts";
import { holdsOn, taxesOf } from "#server/domains/money/tariffs/taxes.rules.ts";
import { keepTaxesOfQuote } from "#server/domains/money/tariffs/taxes.store.ts";
import { termsOn } from "#server/domains/money/tariffs/terms.service.ts";
import type { Moment } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { centsOf, type Nothing, type Parts, partsFor, takenFor, USEFUL_SECONDS } from "./bill.rules.ts";
import * as store from "./charging.store.ts";
import type { ChargeRow, QuotePartRow, QuoteRow } from "./charging.tables.ts";

const NOTHING: Amount = { priceCents: 0, taxCents: 0 };
/** A reserve may shrink between a look and the taking; more often than this it does not. */
const LOOKS_MAX = 5;
const SECONDS_A_MINUTE = 60;

export interface Settled {
  /** The charge that stands. */
  charge: ChargeRow;
  /** Whether it was made now; else it stood before. */
  first: boolean;
  /** The most that all payers together could have been asked. */
  quotedCents: number;
  /** What a plan kept for it, and what of that was used. */
  plan: { keptSeconds: number; usedSeconds: number } | null;
}

/**
 * Takes what a communication cost out of what was kept for it and lets go of the rest, once; with no seconds (cancelled, missed) all of it is let
 * go. The law is asked again: where a cap has fallen since, the charge follows it. What is kept no more is not taken. Answers the charge that
 * stands; undefined where it never had a quote.
 */
export async function settleCommunication(tx: Moment, subjectId: string, seconds: number): Promise<Settled | undefined> {
  const quoted = await store.findQuote(tx.trx, subjectId);
  if (!quoted) return undefined;
  await store.lockCharge(tx.trx, subjectId);
  const rows = await store.listParts(tx.trx, subjectId);
  const kept: Parts = new Map(rows.map(({ payer, priceCents, taxCents }) => [payer, { priceCents, taxCents }]));
  const quotedCents = centsOf(kept);
  const before = await store.findCharge(tx.trx, subjectId);
  if (before) return { charge: before, first: false, quotedCents, plan: await planOf(tx, subjectId) };
  const drawn = await lockUse(tx, subjectId);
  const { law } = await termsOn(tx, quoted.facilityId, quoted.service, quoted.day);
  const taxes = (await keepTaxesOfQuote(tx.trx, subjectId)).filter((tax) => tax.state === "confirmed" && holdsOn(tax, quoted.day));
  const price = {
    microsPerMinute: quoted.microsPerMinute,
    // Only those that were promised: one that ended since is nobody's to collect, and one that began since was not agreed to.
    taxMillionths: Math.min(quoted.taxMillionths, taxesOf(taxes)),
    split: Object.fromEntries(rows.map(({ payer, percent }) => [payer, percent])),
  };
  const due = takenFor(price, law, { seconds, freeSeconds: quoted.freeSeconds + (drawn?.keptSeconds ?? 0) }, kept);
  const usedSeconds = drawn ? await drawOnPlan(tx, subjectId, drawn, connectedOf(quoted, price, law, { seconds, parts: due.parts })) : 0;
  const taken = await takeParts(tx, quoted, rows, due.parts);
  const sum = (of: keyof Amount) => [...taken.values()].reduce((total, part) => total + part[of], 0);
  const isNothing = centsOf(taken) === 0;
  const charge: ChargeRow = {
    subjectId,
    seconds,
    chargedSeconds: isNothing ? 0 : due.chargedSeconds,
    microsPerMinute: Math.min(quoted.microsPerMinute, law.cap?.microsPerMinute ?? 0),
    priceCents: sum("priceCents"),
    taxCents: sum("taxCents"),
    capId: law.cap?.by.id ?? null,
    freeLawId: law.free?.id ?? null,
    nothing: isNothing ? whyNothing(due.nothing, usedSeconds) : null,
    at: tx.now(),
  };
  await store.insertCharge(tx.trx, charge);
  return { charge, first: true, quotedCents, plan: drawn ? { keptSeconds: drawn.keptSeconds, usedSeconds } : null };
}

/** Where a plan gave seconds, it is why the rest came to nothing. */
function whyNothing(nothing: Nothing | null, planSeconds: number): Nothing {
  if (nothing === null) return "too_late";
  return planSeconds > 0 && (nothing === "free_minutes" || nothing === "under_a_cent") ? "plan" : nothing;
}

async function planOf(tx: Moment, subjectId: string): Promise<Settled["plan"]> {
  const use = await findUse(tx.trx, subjectId);
  return use ? { keptSeconds: use.keptSeconds, usedSeconds: use.usedSeconds ?? 0 } : null;
}

/** What was connected, as a plan counts it: within the quoted minutes, and nothing below a useful length. */
function connectedOf(quoted: QuoteRow, price: Price, law: Law, { seconds, parts }: { seconds: number; parts: Parts }): Connected {
  const { freeSeconds, minutes } = quoted;
  const counted = seconds < USEFUL_SECONDS ? 0 : Math.min(seconds, minutes * SECONDS_A_MINUTE);
  return {
    seconds: counted,
    freeSeconds,
    microsPerMinute: Math.min(quoted.microsPerMinute, law.cap?.microsPerMinute ?? 0),
    without: partsFor(price, law, { seconds: counted, freeSeconds }).get("family") ?? NOTHING,
    with: parts.get("family") ?? NOTHING,
  };
}

/** Takes each payer's part; answers what was really taken of each. */
async function takeParts(
  tx: Moment,
  { agencyId, facilityId }: { agencyId: string; facilityId: string },
  rows: readonly QuotePartRow[],
  due: Parts,
): Promise<Parts> {
  const revenueId = await openBook(tx.trx, { kind: "revenue", agencyId, facilityId }, tx.now());
  const taxesId = await openBook(tx.trx, { kind: "taxes", agencyId, facilityId }, tx.now());
  const taken = new Map<Payer, Amount>();
  // The order of all wallets' locks.
  for (const row of rows.toSorted((one, other) => (one.bookId < other.bookId ? -1 : 1)))
    taken.set(row.payer, await takePart(tx, row, due.get(row.payer) ?? NOTHING, { revenueId, taxesId }));
  return taken;
}

async function takePart(tx: Moment, row: QuotePartRow, due: Amount, to: { revenueId: string; taxesId: string }): Promise<Amount> {
  const partsOf = (amount: Amount) =>
    [
      { id: newId(), toId: to.revenueId, cents: amount.priceCents, what: "charge" as const },
      { id: newId(), toId: to.taxesId, cents: amount.taxCents, what: "tax" as const },
    ].filter(({ cents }) => cents > 0);
  const { subjectId, bookId, reserveId } = row;
  if (!reserveId) {
    const moved = partsOf(due).map((one): Transfer => ({ ...one, fromId: bookId, subjectId }));
    const said = moved.length > 0 ? await transfer(tx.trx, moved, tx.now()) : [];
    assert(
      said.every((one) => one === "done"),
      `the agency's part of ${subjectId} was not taken`,
    );
    return due;
  }
  for (let look = 0; look < LOOKS_MAX; look++) {
    const amount = within(due, await store.leftOf(tx.trx, reserveId));
    const parts = partsOf(amount);
    if (parts.length === 0) {
      await release(tx.trx, reserveId, tx.now());
      return NOTHING;
    }
    const said = await settle(tx.trx, reserveId, parts, tx.now());
    if (said === "done") return amount;
    // Its time was over: the money is free again, and what was promised is that no more than was kept is taken.
    if (said === "ended") return NOTHING;
    assert.equal(said, "too_much", `the reserve of ${subjectId} was not settled`);
  }
  throw new Error(`the reserve of ${subjectId} never stood still`);
}

/** No more than this is kept: the price comes first. */
function within({ priceCents, taxCents }: Amount, leftCents: number): Amount {
  const price = Math.min(priceCents, leftCents);
  return { priceCents: price, taxCents: Math.min(taxCents, leftCents - price) };
}
