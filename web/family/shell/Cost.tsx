import type { z } from "zod";
import type { Cost as CostOf } from "#contracts/bills.ts";
import { useWords } from "#web/family/words.ts";
import { useFormat } from "#web/ui/format.ts";
import { Free } from "./parts.tsx";

type Known = z.infer<typeof CostOf> | null;

/** What a visit costs the reader, beside its rule: before it the most that it can be, afterwards what was paid and given back. */
export function Cost({ cost }: { cost: Known | undefined }) {
  const { t } = useWords();
  const short = useCostWords();
  if (!cost) return <Free />;
  if (cost.settled || (cost.quotedCents === 0 && cost.planSeconds === 0)) return <b className="money">{short(cost)}.</b>;
  return (
    <>
      <b className="money">{short(cost)}.</b> {t("bill.quote.tax")}
    </>
  );
}

/** A visit's cost to the reader in a few words; nothing where it never could cost anything. */
export function useCostWords(): (cost: NonNullable<Known>) => string {
  const { t } = useWords();
  const format = useFormat();
  return ({ settled, quotedCents, takenCents, creditedCents, taxBackCents, planSeconds }) => {
    const backCents = creditedCents + taxBackCents;
    const time = format.duration(planSeconds);
    const inMoney = settled ? takenCents : quotedCents;
    if (planSeconds > 0)
      return inMoney === 0 ? t("bill.list.plan", { time }) : t("bill.list.plan.and", { time, money: format.money(inMoney - backCents) });
    if (quotedCents === 0) return t("bill.free");
    if (!settled) return t("bill.list.at_most", { money: format.money(quotedCents) });
    if (takenCents === 0) return t("bill.list.free");
    const money = format.money(takenCents);
    return backCents > 0 ? t("bill.list.back", { money, back: format.money(backCents) }) : t("bill.list.paid", { money });
  };
}
