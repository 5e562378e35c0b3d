import { Part } from "#web/staff/shell/parts.tsx";
import { useWords } from "#web/staff/words.ts";
import { useFormat } from "#web/ui/format.ts";
import { LawNow, usePriceWords } from "#web/ui/Law.tsx";
import { Taxes } from "#web/ui/Taxes.tsx";
import { type Lowering, useLoweringWords } from "./lowering.ts";
import { LONG, type PricesPage } from "./page.ts";

type Price = PricesPage["prices"][number];

/** What each service costs today, with the cap beside it and who pays. */
export function PricesNow({ page }: { page: PricesPage }) {
  const { t } = useWords();
  const known = page.facts.state !== null && page.facts.runBy !== null;
  const words = usePriceWords();
  return (
    <Part id="now" title={t("staff.prices.now")}>
      <table className="table prices-now">
        <caption className="hidden">{t("staff.prices.now")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("staff.prices.service")}</th>
            <th scope="col">{t("staff.prices.price")}</th>
            <th scope="col">{t("staff.prices.cap")}</th>
          </tr>
        </thead>
        <tbody>
          {page.prices.map((price) => (
            <tr key={price.service}>
              <th scope="row">{words.service(price.service)}</th>
              <td data-label={t("staff.prices.price")}>
                <PriceCell price={price} />
              </td>
              <td data-label={t("staff.prices.cap")}>{known ? <LawNow law={price.law} /> : t("staff.prices.facts.missing")}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="soft gap-3">{t("staff.prices.commission")}</p>
    </Part>
  );
}

function PriceCell({ price: { tariff, microsPerMinute, lowerings, law, taxes } }: { price: Price }) {
  const { t } = useWords();
  const format = useFormat();
  const words = usePriceWords();
  if (!tariff)
    return (
      <>
        <b className="money">{t("staff.prices.none")}</b>
        <span className="law-line soft">{t("staff.prices.none.says")}</span>
      </>
    );
  const { freeMinutes, freePeriod, split, validFrom } = tariff;
  const charged = microsPerMinute ?? 0;
  const free = words.freeMinutes(freeMinutes, freePeriod);
  return (
    <>
      <b className="money price-now">{charged === 0 ? t("staff.prices.none") : format.perMinute(charged)}</b>
      {charged !== tariff.microsPerMinute && (
        <span className="law-line">{t("staff.prices.asked", { price: format.perMinute(tariff.microsPerMinute) })}</span>
      )}
      <span className="law-line">
        {t("staff.prices.pays")}: {words.payers(split)}
      </span>
      {law.free && split.agency < 100 && charged > 0 && <span className="law-line warn-word">{t("staff.prices.spared")}</span>}
      {free && <span className="law-line soft">{free}</span>}
      {charged > 0 && <Taxes of={taxes} />}
      <span className="law-line soft">{t("staff.prices.since", { day: format.day(validFrom, LONG) })}</span>
      <Lowerings of={lowerings} micros={tariff.microsPerMinute} familyPays={split.agency < 100} />
    </>
  );
}

/** The days from which on the law allows less than this price. */
export function Lowerings({ of, micros, familyPays }: { of: readonly Lowering[]; micros: number; familyPays: boolean }) {
  const says = useLoweringWords();
  return of.flatMap((each) => {
    const words = says(each, { micros, familyPays });
    return words === undefined
      ? []
      : [
          <span key={each.from} className="law-line warn-word">
            {words}
          </span>,
        ];
  });
}
