/** Who pays, in the order in which odd cents are given out. */
export const payers = ["agency", "family", "resident"] as const;
export type Payer = (typeof payers)[number];

/** What a minute costs at a facility on a day, and who pays it. There is no other kind of price: no fee, no charge for beginning, no commission. */
export interface Price {
  /** Whole millionths of a US dollar. */
  microsPerMinute: number;
  /** Percent each, 100 together. */
  split: Readonly<Partial<Record<Payer, number>>>;
  /** Percent that a law adds, passed on as it is: in millionths, so that 6.25 % is 62,500. */
  taxMillionths: number;
}

/** Whole US cents. */
export interface Amount {
  priceCents: number;
  taxCents: number;
}

const MICROS_A_CENT = 10_000;
const SECONDS_A_MINUTE = 60;
const MILLION = 1_000_000;

/**
 * What so many connected seconds cost, rounded down twice: the price to whole cents, then the tax on it. The cap of the communication's own day is
 * asked again here: where a tariff stands above it, the charge follows the cap. `capMicros` undefined: no price is lawful, so nothing is charged.
 * `freeSeconds` of them cost nothing.
 */
export function amountFor(
  price: Price,
  capMicros: number | undefined,
  { seconds, freeSeconds = 0 }: { seconds: number; freeSeconds?: number },
): Amount {
  const micros = Math.min(price.microsPerMinute, capMicros ?? 0);
  const charged = Math.max(0, Math.floor(seconds) - Math.max(0, Math.floor(freeSeconds)));
  const priceCents = Math.floor((micros * charged) / (SECONDS_A_MINUTE * MICROS_A_CENT));
  return { priceCents, taxCents: Math.floor((priceCents * price.taxMillionths) / MILLION) };
}

/** The most that a communication of so many minutes can cost: what is quoted before it, and reserved. */
export function quoteFor(
  price: Price,
  capMicros: number | undefined,
  { minutes, freeSeconds = 0 }: { minutes: number; freeSeconds?: number },
): Amount {
  return amountFor(price, capMicros, { seconds: minutes * SECONDS_A_MINUTE, freeSeconds });
}

/** The charge for what was connected, never above what was quoted, whatever has become dearer since. */
export function chargeFor(
  price: Price,
  capMicros: number | undefined,
  connected: { seconds: number; freeSeconds?: number },
  quoted: Amount,
): Amount {
  const asked = amountFor(price, capMicros, connected);
  return { priceCents: Math.min(asked.priceCents, quoted.priceCents), taxCents: Math.min(asked.taxCents, quoted.taxCents) };
}

/** Each payer's part in whole cents, all of them together: what does not divide is given out cent by cent to the largest fractions, the agency's first. */
export function splitOf(cents: number, split: Price["split"]): Record<Payer, number> {
  const shares = payers.map((payer) => {
    const exact = cents * (split[payer] ?? 0);
    return { payer, whole: Math.floor(exact / 100), left: exact % 100 };
  });
  let odd = cents - shares.reduce((sum, { whole }) => sum + whole, 0);
  for (const share of shares.toSorted((one, other) => other.left - one.left)) {
    if (odd === 0 || share.left === 0) break;
    share.whole += 1;
    odd -= 1;
  }
  return Object.fromEntries(shares.map(({ payer, whole }) => [payer, whole])) as Record<Payer, number>;
}
