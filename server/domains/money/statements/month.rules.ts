import type { WalletMove } from "#contracts/wallet-limits.ts";

/** A calendar month by the clock of a zone, as instants: from its first moment until the first of the next. Undefined for a zone that is not known. */
export function monthIn(month: string, timeZone: string): { from: Temporal.Instant; until: Temporal.Instant } | undefined {
  const first = Temporal.PlainYearMonth.from(month);
  const start = (of: Temporal.PlainYearMonth) => of.toPlainDate({ day: 1 }).toZonedDateTime({ timeZone }).toInstant();
  try {
    return { from: start(first), until: start(first.add({ months: 1 })) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const paid: readonly WalletMove[] = ["charge", "tax", "plan", "plan_tax"];
const taxes: readonly WalletMove[] = ["tax", "plan_tax"];
const givenBack: readonly WalletMove[] = ["credit", "plan_back", "tax_back"];

/** A month's movements by what they were to the wallet's owner: added, paid for visits and plans with their taxes, given back for them, and gone otherwise. */
export function totalsOf(moves: readonly { move: WalletMove; cents: number }[]) {
  const sum = (of: (line: { move: WalletMove; cents: number }) => boolean) =>
    moves.reduce((total, line) => total + (of(line) ? Math.abs(line.cents) : 0), 0);
  const isVisit = ({ move }: { move: WalletMove }) => paid.includes(move);
  const isCredit = ({ move }: { move: WalletMove }) => givenBack.includes(move);
  return {
    inCents: sum(({ cents }) => cents > 0),
    outCents: sum(({ cents }) => cents < 0),
    addedCents: sum((line) => line.cents > 0 && !isCredit(line)),
    visitsCents: sum((line) => line.cents < 0 && isVisit(line)),
    creditedCents: sum((line) => line.cents > 0 && isCredit(line)),
    goneCents: sum((line) => line.cents < 0 && !isVisit(line)),
  };
}

/** Movements as they are read: by their moment, and within one moment what was taken before the taxes on it. */
export function inOrder<Move extends { at: string; move: WalletMove }>(moves: readonly Move[]): Move[] {
  const rank = ({ move }: Move) => (taxes.includes(move) ? 1 : 0);
  return moves.toSorted((one, other) => Temporal.Instant.compare(one.at, other.at) || rank(one) - rank(other));
}

/** What stood in a wallet after each of these movements, beginning with what it held before. */
export function runningCents(openingCents: number, moves: readonly { cents: number }[]): number[] {
  let sum = openingCents;
  return moves.map(({ cents }) => (sum += cents));
}
