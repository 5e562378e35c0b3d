import type { Quote } from "#contracts/bills.ts";
import type { bill } from "#web/words/en/bill.ts";
import { intlTag } from "#web/words/locale.ts";
import { useWords } from "#web/words/words.tsx";
import { useFormat } from "./format.ts";
import { addsUp, paidSeconds } from "./quote-sum.rules.ts";
import { useTaxWords } from "./tax-words.ts";

type BillId = keyof typeof bill;
const MICROS_A_DOLLAR = 1_000_000;

/** Millionths of a dollar as money: `$0.11`, and `$0.116667` where a cent does not say it. */
export function usePrice(): (micros: number) => string {
  const { locale } = useWords<BillId>();
  const format = new Intl.NumberFormat(intlTag(locale), { style: "currency", currency: "USD", maximumFractionDigits: 6 });
  return (micros) => format.format(micros / MICROS_A_DOLLAR);
}

/** What a family reads of a price before it agrees to it. */
export function useQuoteWords() {
  const { t } = useWords<BillId>();
  const format = useFormat();
  const price = usePrice();
  const taxes = useTaxWords();
  const ownOf = (quote: Quote): number => quote.parts.find(({ payer }) => payer === "family")?.cents ?? 0;
  return {
    /** The reader's own part, in cents. */
    ownOf,
    /** In few words: free, from the plan, or the most that the reader pays. */
    short: (quote: Quote): string => {
      if (quote.planSeconds > 0 && ownOf(quote) === 0) return t("bill.quote.plan.short");
      if (quote.planSeconds > 0) return t("bill.quote.plan.short.and", { money: format.money(ownOf(quote)) });
      return ownOf(quote) === 0 ? t("bill.free") : format.money(ownOf(quote));
    },
    /** "20 min × $0.11 + $0.05 tax = at most $2.25", and what of it comes from the plan; nothing where nobody pays anything. */
    sum: (quote: Quote): string | undefined => {
      const { planSeconds, cents, taxCents } = quote;
      const [plan, money, tax] = [format.duration(planSeconds), format.money(cents), format.money(taxCents)];
      if (cents === 0) return planSeconds > 0 ? t("bill.quote.plan.all", { plan }) : undefined;
      if (!addsUp(quote, cents - taxCents)) return t("bill.list.at_most", { money });
      const says = { plan, time: format.minutes(paidSeconds(quote)), price: price(quote.microsPerMinute), tax, money };
      const id = planSeconds > 0 ? "bill.quote.plan" : "bill.quote";
      return t(taxCents > 0 ? `${id}.taxed` : id, says);
    },
    /** Everything else that is to be known of it, a sentence each. */
    more: (quote: Quote): string[] =>
      moreOf(quote, { t, money: format.money, minutesOf: format.minutes, price, taxes: taxes.lines, own: ownOf(quote) }),
  };
}

interface Says {
  t: ReturnType<typeof useWords<BillId>>["t"];
  money: (cents: number) => string;
  minutesOf: (seconds: number) => string;
  price: (micros: number) => string;
  taxes: (of: Quote["taxes"]) => string;
  own: number;
}

function moreOf(quote: Quote, { t, money, minutesOf, price, taxes, own }: Says): string[] {
  const { cents, parts, freeSeconds, minutes, cap, freeLaw } = quote;
  const paying = parts.filter((part) => part.cents > 0);
  const list = paying.map((part) => t(`bill.quote.part.${part.payer}`, { money: money(part.cents) })).join(", ");
  const says: [boolean, () => string][] = [
    [freeLaw !== null, () => t("bill.quote.free_law", { law: freeLaw?.law ?? "", authority: freeLaw?.authority ?? "" })],
    [freeSeconds >= minutes * 60, () => t("bill.quote.all_free_minutes")],
    [freeSeconds > 0 && freeSeconds < minutes * 60, () => t("bill.quote.free_minutes", { time: minutesOf(freeSeconds) })],
    [quote.planSeconds > 0, () => t("bill.quote.plan.more")],
    [cents > 0 && own === 0 && paying.every(({ payer }) => payer === "agency"), () => t("bill.quote.all_agency", { money: money(cents) })],
    [paying.length > 1, () => `${t("bill.quote.split")} ${list}.`],
    [cents > 0, () => t("bill.quote.tax")],
    [quote.taxCents > 0, () => t("bill.quote.taxes", { money: money(quote.taxCents), taxes: taxes(quote.taxes) })],
    [
      cents > 0 && cap !== null,
      () => t("bill.quote.cap", { price: price(cap?.microsPerMinute ?? 0), authority: cap?.authority ?? "", law: cap?.law ?? "" }),
    ],
  ];
  return says.filter(([said]) => said).map(([, sentence]) => sentence());
}
