import { shareOut } from "#server/domains/money/charging/bill.rules.ts";
import type { Payer } from "#server/domains/money/rating/rating.rules.ts";

/** A tax that was collected of a communication or a plan. */
export interface Collected {
  taxLineId: string;
  /** Of the price. */
  millionths: number;
  /** Whether it was given back already. */
  isGiven: boolean;
}

/** What one payer gave for a communication or a plan, taxes among it, and what of it came back until now. */
export interface Paid {
  payer: Payer;
  takenCents: number;
  takenTaxCents: number;
  /** By credits and for other taxes. */
  backCents: number;
  /** What this payer had paid by taxes that were given back already. */
  goneTaxCents: number;
}

/** What one payer gets back of a tax. */
export interface TaxBackPart<P extends Paid = Paid> {
  paid: P;
  /** What they had paid by it. */
  taxCents: number;
  /** What of it had not come back by credits. */
  cents: number;
}

/**
 * What is given back of a tax, payer by payer. Several taxes were rounded down as one: what the others come to is rounded down again, so that the odd cent is the payers'.
 * Of each payer's part only what has not come back: a credit gave back of everything alike. All parts together are rounded up once, and none is above what its payer has open.
 */
export function taxBackOf<P extends Paid>(taxLineId: string, taxes: readonly Collected[], paid: readonly P[]): TaxBackPart<P>[] {
  const tax = taxes.find((one) => one.taxLineId === taxLineId && !one.isGiven);
  if (!tax) return [];
  const all = sumOf(taxes, ({ millionths }) => millionths);
  const others = sumOf(taxes, (one) => (one.isGiven || one === tax ? 0 : one.millionths));
  const takenTaxCents = sumOf(paid, (one) => one.takenTaxCents);
  const left = new Map(paid.map((one) => [one, one.takenTaxCents - one.goneTaxCents]));
  const othersCents = Math.floor((takenTaxCents * others) / all);
  const gone = shareOut(Math.max(0, sumOf([...left.values()], (cents) => cents) - othersCents), left);
  const exact = [...gone].map(([one, cents]) => (cents * openOf(one)) / standingOf(one));
  const most = new Map([...gone.keys()].map((one, at) => [one, ceil(exact[at]!)]));
  const cents = Math.min(
    ceil(sumOf(exact, (one) => one)),
    sumOf([...most.values()], (one) => one),
  );
  const back = shareOut(cents, most);
  return [...gone].map(([one, taxCents]) => ({ paid: one, taxCents, cents: back.get(one) ?? 0 }));
}

/** What of a payer's part has not come back. */
export const openOf = ({ takenCents, backCents }: Pick<Paid, "takenCents" | "backCents">): number => takenCents - backCents;

/** What a payer's part comes to without the taxes that were given back: what credits are reckoned by. */
export const standingOf = ({ takenCents, goneTaxCents }: Pick<Paid, "takenCents" | "goneTaxCents">): number => takenCents - goneTaxCents;

const sumOf = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((sum, one) => sum + of(one), 0);
/** A fraction of cents up to the next cent, where it is not one but for the last digits of its reckoning. */
const ceil = (cents: number): number => Math.ceil(cents - 1e-6);
