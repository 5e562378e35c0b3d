import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { AnswerOf } from "#contracts/endpoint.ts";
import { type State, states } from "#contracts/price-limits.ts";
import type { pricesPublic } from "#contracts/prices.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/public/paths.ts";
import { useWords } from "#web/public/words.ts";
import { atMostCents } from "#web/ui/at-most.rules.ts";
import { useFormat } from "#web/ui/format.ts";
import { LawNow, usePriceWords } from "#web/ui/Law.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Taxes } from "#web/ui/Taxes.tsx";
import { useTaxWords } from "#web/ui/tax-words.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { Heads } from "./Heads.tsx";
import { TakeAway } from "./TakeAway.tsx";

type Page = AnswerOf<typeof pricesPublic.publicPrices>;
type Price = Page["prices"][number];
const LONG = { year: "numeric", month: "long", day: "numeric" } as const;
const THOUSAND = 1000;
const WHOLE = 100;

/** What a facility's services cost beside what the law allows, who pays, and what was given back. */
export function Prices({ facilityId, visitMinutes }: { facilityId: string; visitMinutes: number }) {
  const { t } = useWords();
  const page = useQuery(reading(api.publicPrices, { params: { facilityId } }));
  return (
    <section aria-labelledby="prices">
      <h2 id="prices">{t("public.prices")}</h2>
      {page.error && <Refusal problem={page.error} />}
      {page.isPending && <Waiting />}
      {page.data && <Known page={page.data} visitMinutes={visitMinutes} />}
    </section>
  );
}

function Known({ page, visitMinutes }: { page: Page; visitMinutes: number }) {
  const { t } = useWords();
  const words = usePriceWords();
  const says = usePriceLines(visitMinutes);
  const more = useMore(page);
  const isKnown = page.facts.state !== null && page.facts.runBy !== null;
  const heads = [t("public.prices.service"), t("public.prices.price"), t("public.prices.cap")] as const;
  return (
    <>
      <p className="public-source">{t("public.prices.lead")}</p>
      <table className="table public-kept public-prices">
        <caption className="hidden">{t("public.prices.of", { name: page.facility.name })}</caption>
        <Heads of={heads} />
        <tbody>
          {page.prices.map((price) => (
            <tr key={price.service}>
              <th scope="row">{words.service(price.service)}</th>
              <td data-label={heads[1]}>
                {says(price).map((line, at) => (
                  <span key={line} className={at === 0 ? "public-line public-price" : "public-line soft"}>
                    {line}
                  </span>
                ))}
                {price.tariff && (price.microsPerMinute ?? 0) > 0 && <Taxes of={price.taxes} />}
              </td>
              <td data-label={heads[2]}>{isKnown ? <LawNow law={price.law} /> : t("public.prices.unknown")}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Plans page={page} />
      <table className="table public-rules public-prices-more">
        <caption className="hidden">{t("public.prices.of", { name: page.facility.name })}</caption>
        <tbody>
          {more.map(([name, line]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{line}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="soft public-source">
        {t("public.prices.source")} <Link to={paths.law}>{t("public.prices.law.all")}</Link>
      </p>
      <PricesFile page={page} visitMinutes={visitMinutes} />
    </>
  );
}

/** Minutes that can be bought together, with what one of them comes to beside what the law allows; nothing where none are sold. */
function Plans({ page }: { page: Page }) {
  const { t } = useWords();
  const plan = usePlanWords();
  if (page.plans.length === 0) return null;
  const heads = [t("public.prices.plans.what"), t("public.prices.plans.price"), t("public.prices.cap")] as const;
  return (
    <>
      <h3 className="gap-6">{t("public.prices.plans")}</h3>
      <p className="public-source">{t("public.prices.plans.lead")}</p>
      <table className="table public-kept public-prices">
        <caption className="hidden">{t("public.prices.plans.of", { name: page.facility.name })}</caption>
        <Heads of={heads} />
        <tbody>
          {page.plans.map((one) => {
            const law = page.prices.find(({ service }) => service === one.service)?.law;
            return (
              <tr key={one.id}>
                <th scope="row">{plan.what(one)}</th>
                <td data-label={heads[1]}>
                  <span className="public-line public-price">{plan.each(one)}</span>
                  <span className="public-line soft">{plan.sum(one)}</span>
                </td>
                <td data-label={heads[2]}>{law && <LawNow law={law} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

/** A plan in words. */
function usePlanWords() {
  const { t } = useWords();
  const format = useFormat();
  const words = usePriceWords();
  type Plan = Page["plans"][number];
  return {
    what: ({ service, minutes, days }: Plan) => t("public.prices.plans.what.is", { service: words.service(service), minutes, days }),
    each: ({ microsPerMinute }: Plan) => format.perMinute(microsPerMinute),
    sum: ({ priceCents, taxCents }: Plan) => t("public.prices.plans.sum", { sum: format.money(priceCents + taxCents) }),
  };
}

/** A price as lines of words, what one pays first. */
function usePriceLines(visitMinutes: number): (price: Price) => string[] {
  const { t } = useWords();
  const format = useFormat();
  const words = usePriceWords();
  return ({ service, tariff, microsPerMinute, law, coming, taxes }) => {
    const later = coming.map(({ validFrom, microsPerMinute: micros }) => {
      const price = micros === 0 ? t("public.prices.free") : format.perMinute(micros);
      return t("public.prices.coming", { day: format.day(validFrom, LONG), price });
    });
    if (!tariff) return [t("public.prices.free"), t("public.prices.none"), ...later];
    const { split, freeMinutes, freePeriod } = tariff;
    const taxMillionths = taxes.reduce((sum, { millionths }) => sum + millionths, 0);
    const price = format.perMinute(microsPerMinute ?? 0);
    const isFree = microsPerMinute === 0;
    const byAgency = split.agency === 100;
    if (law.free && !isFree && !byAgency)
      return [
        t("public.prices.spared"),
        ...(split.agency > 0 ? [t("public.prices.agency.part", { percent: split.agency, price })] : []),
        ...later,
      ];
    return [
      isFree ? t("public.prices.free") : byAgency ? t("public.prices.agency") : price,
      isFree ? "" : byAgency ? t("public.prices.agency.pays", { price }) : `${t("public.prices.pays")}: ${words.payers(split)}`,
      isFree || service !== "video" || split.family !== WHOLE || visitMinutes === 0
        ? ""
        : t("public.prices.visit", {
            minutes: visitMinutes,
            sum: format.money(atMostCents(microsPerMinute ?? 0, taxMillionths, visitMinutes)),
          }),
      isFree ? "" : words.freeMinutes(freeMinutes, freePeriod),
      microsPerMinute !== tariff.microsPerMinute && law.cap
        ? t("public.prices.follows", { price: format.perMinute(tariff.microsPerMinute) })
        : "",
      ...later,
    ].filter(Boolean);
  };
}

/** What else belongs to a price: which law, no commission, no fee, and what was given back. */
function useMore(page: Page): [name: string, line: string][] {
  const { t } = useWords();
  const format = useFormat();
  const { facts, counting, counted, countingYear, credits } = page;
  const { state, runBy, city } = facts;
  const year = String(countingYear);
  const { count, cents, days } = credits;
  const people: [string, string][] = [
    [
      t("public.prices.people"),
      counting
        ? [
            t("public.prices.people.is", { people: format.number(counting.residentsThousandths / THOUSAND), year }),
            counted ? t("public.prices.people.counted", { people: format.number(counted.residentsThousandths / THOUSAND) }) : "",
          ]
            .filter(Boolean)
            .join(" ")
        : t("public.prices.people.missing", { year }),
    ],
  ];
  return [
    [
      t("public.prices.place"),
      state && runBy ? t(`public.prices.run_by.${runBy}`, { state: states[state as State], city: city ?? "" }) : t("public.prices.unknown"),
    ],
    ...(facts.kind === "jail" ? people : []),
    [t("public.prices.commission"), t("public.prices.commission.none")],
    [t("public.prices.fees"), t("public.prices.fees.none")],
    [
      t("public.prices.credits"),
      count === 0 ? t("public.prices.credits.none", { days }) : t("public.prices.credits.some", { sum: format.money(cents), count, days }),
    ],
  ];
}

/** Prices, laws and what was given back, as one table to take away. */
function PricesFile({ page, visitMinutes }: { page: Page; visitMinutes: number }) {
  const { t } = useWords();
  const format = useFormat();
  const words = usePriceWords();
  const taxes = useTaxWords();
  const says = usePriceLines(visitMinutes);
  const plan = usePlanWords();
  const more = useMore(page);
  const rows = () => [
    [
      t("public.prices.service"),
      t("public.prices.price"),
      t("public.prices.since"),
      t("public.prices.pays"),
      t("public.prices.tax"),
      t("public.prices.cap"),
      t("public.prices.law"),
      t("public.prices.law.days"),
      t("public.prices.law.sources"),
    ],
    ...page.prices.map((price) => {
      const { tariff, law, service } = price;
      const laws = [law.free, law.cap].filter((each) => each !== null);
      return [
        words.service(service),
        says(price)[0] ?? "",
        tariff?.validFrom ?? "",
        tariff ? words.payers(tariff.split) : "",
        tariff ? price.taxes.map((tax) => [taxes.line(tax), tax.link].filter(Boolean).join(" ")).join("; ") || taxes.lines([]) : "",
        law.cap ? format.perMinute(law.cap.microsPerMinute) : "",
        laws.map((each) => each.law).join("; "),
        laws.map(words.days).join("; "),
        laws.flatMap(({ sources }) => sources).join(" "),
      ];
    }),
    ...page.plans.map((one) => {
      const law = page.prices.find(({ service }) => service === one.service)?.law;
      const laws = [law?.free, law?.cap].filter((each) => each != null);
      return [
        plan.what(one),
        `${plan.each(one)} (${plan.sum(one)})`,
        "",
        words.payers({ agency: 0, family: WHOLE, resident: 0 }),
        "",
        one.cap ? format.perMinute(one.cap.microsPerMinute) : "",
        laws.map((each) => each.law).join("; "),
        laws.map(words.days).join("; "),
        laws.flatMap(({ sources }) => sources).join(" "),
      ];
    }),
    ...more.map(([name, line]) => [name, line]),
  ];
  return <TakeAway name="prices" rows={rows} />;
}
