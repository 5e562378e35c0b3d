const SECONDS_A_MINUTE = 60;
const MICROS_A_CENT = 10_000;
const WHOLE_PERCENT = 100;

/** A communication with its price, as it was quoted. */
export interface Quoted {
  minutes: number;
  freeSeconds: number;
  planSeconds: number;
  microsPerMinute: number;
}

/** The seconds that its price is asked for: all but the free ones and those that a plan gives. */
export const paidSeconds = ({ minutes, freeSeconds, planSeconds }: Quoted): number =>
  Math.max(0, minutes * SECONDS_A_MINUTE - freeSeconds - planSeconds);

/**
 * Whether so many cents, without taxes, are these percent of time × price, rounded down as the server does it; only then may a page write it as a sum.
 * They are not where a law spares people and the agency pays its own part alone.
 */
export function addsUp(quoted: Quoted, priceCents: number, percent = WHOLE_PERCENT): boolean {
  const whole = Math.floor((quoted.microsPerMinute * paidSeconds(quoted)) / (SECONDS_A_MINUTE * MICROS_A_CENT));
  return Math.abs((whole * percent) / WHOLE_PERCENT - priceCents) < 1;
}
