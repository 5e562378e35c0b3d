import type { WalletLine } from "#contracts/wallets.ts";

/** What happened once in a wallet, as its owner reads it: taxes stand with what they were on. `cents` is the sum of both. */
export type Happened<Line extends WalletLine = WalletLine> = Line & { taxCents: number };

/** What each tax is on. */
const on: Partial<Record<WalletLine["move"], WalletLine["move"]>> = { tax: "charge", plan_tax: "plan" };

/**
 * Lines in their order, the taxes of a visit or of a plan drawn into the line of what was taken at the same moment. A tax of what is not among them
 * stays itself; so does one that could belong to either of two plans.
 */
export function withTaxes<Line extends WalletLine>(lines: readonly Line[]): Happened<Line>[] {
  const isOf = (tax: WalletLine, taken: WalletLine) =>
    on[tax.move] === taken.move && tax.at === taken.at && tax.visitId === taken.visitId && tax.name === taken.name;
  const takenOf = (tax: Line): Line | undefined => {
    const [first, ...more] = lines.filter((taken) => isOf(tax, taken));
    return more.length === 0 ? first : undefined;
  };
  return lines
    .filter((line) => !takenOf(line))
    .map((line) => {
      const taxCents = lines.reduce((sum, tax) => sum + (takenOf(tax) === line ? tax.cents : 0), 0);
      return { ...line, cents: line.cents + taxCents, taxCents };
    });
}
