import { MILLIONTHS_A_PERCENT } from "#contracts/price-limits.ts";
import type { TaxRef } from "#contracts/taxes.ts";
import type { bill } from "#web/words/en/bill.ts";
import { useWords } from "#web/words/words.tsx";
import { useFormat } from "./format.ts";

/** Taxes by their names, each with the law that sets it. The law's own words are English in every language. */
export function useTaxWords() {
  const { t } = useWords<keyof typeof bill>();
  const format = useFormat();
  const line = ({ name, authority, citation, millionths }: TaxRef): string => {
    const percent = format.number(millionths / MILLIONTHS_A_PERCENT);
    if (authority === "unstated") return t("bill.tax.unstated", { percent });
    return t("bill.tax.line", { name, percent, authority: t(`bill.tax.authority.${authority}`), citation });
  };
  return { line, lines: (taxes: readonly TaxRef[]): string => (taxes.length === 0 ? t("bill.tax.none") : taxes.map(line).join("; ")) };
}
