import { creditLimits } from "#contracts/credit-limits.ts";
import type { Law } from "#jurisdictions/caps.rules.ts";
import { type Amount, amountFor, type Payer, type Price, payers, splitOf } from "#server/domains/money/rating/rating.rules.ts";

/** What each payer's part is, in whole US cents; a payer without a part is not in it. */
export type Parts = ReadonlyMap<Payer, Amount>;
/** Connected for less, a communication was of no use and costs nothing. */
export const USEFUL_SECONDS = creditLimits.usefulSeconds;

/** Whom a law of free contact protects. */
const people: readonly Payer[] = ["family", "resident"];

/**
 * What so many seconds cost each payer. A part of somebody whom a law of free contact protects is nothing, and nobody else's grows by it.
 * Without a lawful price nothing costs anything.
 */
export function partsFor(price: Price, law: Law, of: { seconds: number; freeSeconds: number }): Parts {
  const amount = amountFor(price, law.cap?.microsPerMinute, of);
  const prices = splitOf(amount.priceCents, price.split);
  const taxes = splitOf(amount.taxCents, price.split);
  const parts = new Map<Payer, Amount>();
  for (const payer of payers) {
    if (!price.split[payer]) continue;
    const spared = law.free !== undefined && people.includes(payer);
    parts.set(payer, spared ? { priceCents: 0, taxCents: 0 } : { priceCents: prices[payer], taxCents: taxes[payer] });
  }
  return parts;
}

/** Why nothing is taken of anybody; `too_late`: what had been kept was let go before; `plan`: all of it came from a plan. */
export type Nothing = "not_held" | "too_short" | "free_law" | "free_minutes" | "no_price" | "under_a_cent" | "too_late" | "plan";

export interface Taken {
  parts: Parts;
  /** Seconds that count, after the free ones. */
  chargedSeconds: number;
  nothing: Nothing | null;
}

/** What is taken for what was connected: by the law as it stands, never above any payer's quoted part, and nothing below a useful length. */
export function takenFor(price: Price, law: Law, connected: { seconds: number; freeSeconds: number }, quoted: Parts): Taken {
  const useful = connected.seconds >= USEFUL_SECONDS;
  const seconds = useful ? connected.seconds : 0;
  const asked = partsFor(price, law, { seconds, freeSeconds: connected.freeSeconds });
  const parts = new Map([...asked].map(([payer, amount]) => [payer, atMost(amount, quoted.get(payer))] as const));
  const chargedSeconds = Math.max(0, seconds - connected.freeSeconds);
  if (centsOf(parts) > 0) return { parts, chargedSeconds, nothing: null };
  return { parts, chargedSeconds: 0, nothing: whyNothing(price, law, connected) };
}

function whyNothing(price: Price, law: Law, { seconds, freeSeconds }: { seconds: number; freeSeconds: number }): Nothing {
  if (seconds === 0) return "not_held";
  if (seconds < USEFUL_SECONDS) return "too_short";
  if (law.free && !price.split.agency) return "free_law";
  if (Math.min(price.microsPerMinute, law.cap?.microsPerMinute ?? 0) === 0) return "no_price";
  return seconds <= freeSeconds ? "free_minutes" : "under_a_cent";
}

const atMost = (amount: Amount, quoted: Amount = { priceCents: 0, taxCents: 0 }): Amount => ({
  priceCents: Math.min(amount.priceCents, quoted.priceCents),
  taxCents: Math.min(amount.taxCents, quoted.taxCents),
});

/** All that these parts come to, taxes included. */
export function centsOf(parts: Parts): number {
  return [...parts.values()].reduce((sum, { priceCents, taxCents }) => sum + priceCents + taxCents, 0);
}

/** What of payers' parts has not come back, in cents. */
export function openOf(parts: readonly { takenCents: number; creditedCents: number; taxBackCents: number }[]): number {
  return parts.reduce((sum, { takenCents, creditedCents, taxBackCents }) => sum + takenCents - creditedCents - taxBackCents, 0);
}

/** What a charge is for whoever gives back of it: without taxes that were not due, and with how much of the rest came back already. */
export function standingOf(parts: readonly { takenCents: number; creditedCents: number; taxBackCents: number; goneTaxCents: number }[]) {
  const cents = parts.reduce((sum, { takenCents, goneTaxCents }) => sum + takenCents - goneTaxCents, 0);
  return { cents, creditedCents: cents - openOf(parts) };
}

/** What is given back of a charge for so many of its seconds: rounded up, never more than is left of what was taken. */
export function creditCents(charge: { cents: number; chargedSeconds: number; creditedCents: number }, seconds: number): number {
  const { cents, chargedSeconds, creditedCents } = charge;
  if (cents === 0 || chargedSeconds === 0) return 0;
  const due = Math.ceil((cents * Math.min(seconds, chargedSeconds)) / chargedSeconds);
  return Math.max(0, Math.min(due, cents - creditedCents));
}

/**
 * How many of a plan's used seconds come back with so many seconds of a charge: first comes back what was paid with money, since that is dearer, then what came
 * from the plan. `creditedSeconds` have been given back before, of both together.
 */
export function planSecondsBack(
  charge: { chargedSeconds: number; planSeconds: number; creditedSeconds: number; returnedSeconds: number },
  seconds: number,
): number {
  const { chargedSeconds, planSeconds, creditedSeconds, returnedSeconds } = charge;
  const due = Math.min(planSeconds, Math.max(0, creditedSeconds + seconds - chargedSeconds));
  return Math.max(0, due - returnedSeconds);
}

/** What credits gave back of a plan: seconds to one that had not ended, and cents for those of one that had. */
export function backToPlan(credits: readonly { planSeconds: number; planCents: number }[]): { seconds: number; cents: number } {
  return {
    seconds: credits.reduce((sum, { planSeconds, planCents }) => sum + (planCents > 0 ? 0 : planSeconds), 0),
    cents: credits.reduce((sum, { planCents }) => sum + planCents, 0),
  };
}

/** Whole cents shared out by what is open of each, and never more than that: what does not divide goes cent by cent to the first that have some open. */
export function shareOut<K>(cents: number, open: ReadonlyMap<K, number>): Map<K, number> {
  const total = [...open.values()].reduce((sum, one) => sum + one, 0);
  if (cents > total) throw new RangeError(`${cents} cents are more than the ${total} that are open`);
  const shares = new Map([...open].map(([key, one]) => [key, total === 0 ? 0 : Math.floor((cents * one) / total)]));
  let odd = cents - [...shares.values()].reduce((sum, one) => sum + one, 0);
  for (const [key, one] of open) {
    if (odd === 0) break;
    if (shares.get(key)! === one) continue;
    shares.set(key, shares.get(key)! + 1);
    odd -= 1;
  }
  return new Map([...shares].filter(([, share]) => share > 0));
}
