import type { Quote } from "#contracts/bills.ts";
import type { Problem } from "#web/client/problem.ts";
import { useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { useFormat } from "#web/ui/format.ts";
import { useQuoteWords } from "#web/ui/quote-words.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import type { PlaceRow, Places } from "./booking.ts";

/** The quote for this start: the same for every start of its day that is as long. */
export function quoteOf(places: Places, place: Pick<PlaceRow, "day" | "startsAt" | "endsAt">): Quote | undefined {
  const minutes = Math.ceil((Date.parse(place.endsAt) - Date.parse(place.startsAt)) / 60_000);
  return places.quotes.find((quote) => quote.day === place.day && quote.minutes === minutes);
}

/** What it costs at most, who pays it, the law beside it, and what of one's wallet is free for it. */
export function Price({ quote, walletCents, problem }: { quote: Quote | undefined; walletCents: number; problem: Problem | null }) {
  const { t } = useWords();
  const format = useFormat();
  const words = useQuoteWords();
  const own = quote ? words.ownOf(quote) : 0;
  const missing = own - walletCents;
  return (
    <section className="card gap-4 stack" data-kind="flat" aria-label={t("family.check.price")}>
      {problem && <Refusal problem={problem} />}
      {!quote || (quote.cents === 0 && quote.microsPerMinute === 0) ? (
        <div>
          <p className="money price-big">{t("family.free")}</p>
          <p className="gap-1">{t("family.free.rule")}</p>
        </div>
      ) : (
        <div>
          <p className="money price-big price-sum">
            {own === 0 && quote.planSeconds === 0 ? t("bill.free") : (words.sum(quote) ?? t("bill.free"))}
          </p>
          {own > 0 && own < quote.cents && (
            <p>
              <b>{t("bill.quote.own", { money: format.money(own) })}</b>
            </p>
          )}
          {words.more(quote).map((sentence) => (
            <p className="gap-1" key={sentence}>
              {sentence}
            </p>
          ))}
        </div>
      )}
      {own > 0 && (
        <p>
          <b>{t("bill.wallet", { money: format.money(Math.max(0, walletCents)) })}</b>
        </p>
      )}
      {missing > 0 && (
        <Banner tone="warn">
          <p>
            <b>{t("bill.short.title")}</b> {t("bill.wallet.short", { money: format.money(missing) })}
          </p>
        </Banner>
      )}
      {own > 0 && missing <= 0 && <p className="soft">{t("bill.agree", { money: format.money(own) })}</p>}
    </section>
  );
}

/** Refusals about money alone: the place is kept, and the reader mends them here. */
const ofMoney = new Set(["money.family_short", "money.resident_short", "money.price_changed"]);
export const isOfMoney = (problem: Problem): boolean => problem.codes.every((code) => ofMoney.has(code));
