import type { WalletLine } from "#contracts/wallets.ts";

/** What happened once in a wallet, as its owner reads it: taxes stand with what they were on. `cents` is the sum of both. */
export interface Happened extends WalletLine {
  taxCents: number;
}

/** Lines newest first, each visit's taxes drawn into the line of its charge of the same moment; a tax whose charge is not among them stays itself. */
export function withTaxes(lines: readonly WalletLine[]): Happened[] {
  const isOn = (tax: WalletLine, charge: WalletLine) =>
    tax.move === "tax" && charge.move === "charge" && tax.visitId !== null && tax.visitId === charge.visitId && tax.at === charge.at;
  return lines
    .filter((line) => !lines.some((charge) => isOn(line, charge)))
    .map((line) => {
      const taxCents = lines.reduce((sum, tax) => sum + (isOn(tax, line) ? tax.cents : 0), 0);
      return { ...line, cents: line.cents + taxCents, taxCents };
    });
}
