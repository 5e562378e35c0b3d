const MICROS_A_CENT = 10_000;
const MILLION = 1_000_000;

/** What so many minutes can cost at most, in whole cents, as the server rates it: the price rounded down, then the tax on it. */
export function atMostCents(microsPerMinute: number, taxMillionths: number, minutes: number): number {
  const price = Math.floor((microsPerMinute * minutes) / MICROS_A_CENT);
  return price + Math.floor((price * taxMillionths) / MILLION);
}
