import { useWords } from "#web/staff/words.ts";
import { useFormat } from "#web/ui/format.ts";
import { LONG, type PricesPage } from "./page.ts";

export type Lowering = PricesPage["prices"][number]["lowerings"][number];

/** What a later law does to a price that still stands then, in words; undefined where it does nothing to it. */
export function useLoweringWords(): (lowering: Lowering, price: { micros: number; familyPays: boolean }) => string | undefined {
  const { t } = useWords();
  const format = useFormat();
  return ({ from, law, untoldYear }, { micros, familyPays }) => {
    if (micros === 0) return undefined;
    const day = format.day(from, LONG);
    const why = untoldYear === null ? "" : ` ${t("staff.prices.lower.untold", { year: String(untoldYear) })}`;
    if (law.free && familyPays) return t("staff.prices.lower.free", { day });
    if (!law.cap) return t("staff.prices.lower.none", { day });
    if (law.cap.microsPerMinute >= micros) return undefined;
    return t("staff.prices.lower", { day, price: format.perMinute(law.cap.microsPerMinute) }) + why;
  };
}
