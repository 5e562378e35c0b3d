import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { Head } from "#web/staff/shell/parts.tsx";
import { useHere } from "#web/staff/shell/session.ts";
import { useWords } from "#web/staff/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { useFormat } from "#web/ui/format.ts";
import { usePriceWords } from "#web/ui/Law.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { LawFacts } from "./LawFacts.tsx";
import { Earlier, Later } from "./OtherDays.tsx";
import { Plans } from "./Plans.tsx";
import { Population } from "./Population.tsx";
import { PricesNow } from "./PricesNow.tsx";
import { LONG, type PricesPage } from "./page.ts";
import { SetPrice } from "./SetPrice.tsx";
import { TaxLines } from "./TaxLines.tsx";

/** What each service costs beside what the law allows, what the law goes by, and a new price from a day on. */
export default function Prices() {
  const { t } = useWords();
  const { facilityId, facility, can } = useHere();
  const page = useQuery(reading(api.pricesPage, { params: { facilityId } }));
  usePageTitle(t("staff.prices.title"));
  const editable = can("price.manage");
  return (
    <>
      <Head
        title={t("staff.prices.title")}
        beside={<p className="soft now-words">{t("staff.prices.of", { facility: facility.name })}</p>}
      />
      {page.error && <Refusal problem={page.error} />}
      {!page.data && !page.error && <Waiting />}
      {page.data && (
        <>
          <Follows page={page.data} />
          <div className="cols">
            <div className="stack">
              <PricesNow page={page.data} />
              <TaxLines editable={editable} />
              {editable ? <SetPrice page={page.data} /> : <p className="soft">{t("staff.prices.not_you")}</p>}
              <Plans editable={editable} />
              <Later page={page.data} />
              <Earlier page={page.data} />
            </div>
            <div className="side">
              <LawFacts key={JSON.stringify(page.data.facts)} page={page.data} editable={editable} />
              <Population page={page.data} editable={editable} />
              <p className="prices-more">
                <a href="/public/law">{t("staff.prices.law")}</a>
                <br />
                <a href={`/public/facilities/${facilityId}`}>{t("staff.prices.public")}</a>
              </p>
            </div>
          </div>
        </>
      )}
    </>
  );
}

/** Where the charge follows the law below a price that stands: told once, and shown as long as that price does. */
function Follows({ page }: { page: PricesPage }) {
  const { t } = useWords();
  const format = useFormat();
  const words = usePriceWords();
  const standing = page.prices.flatMap((price) => {
    const { tariff, microsPerMinute, service } = price;
    const follow = page.follows.find((each) => each.service === service);
    const isBelow = tariff && (microsPerMinute !== tariff.microsPerMinute || (price.law.free && tariff.split.agency < 100));
    return isBelow && follow ? [{ ...follow, askedMicros: tariff.microsPerMinute, microsPerMinute: microsPerMinute ?? 0 }] : [];
  });
  if (standing.length === 0) return null;
  const told = standing.map(({ id, service, since, askedMicros, microsPerMinute, cap, free }) => (
    <Banner key={id} tone="warn">
      <p>
        <b>
          {t(free ? "staff.prices.follows.free" : "staff.prices.follows", {
            service: words.service(service),
            day: format.day(since, LONG),
            asked: format.perMinute(askedMicros),
            ...(free ? {} : { charged: format.perMinute(microsPerMinute) }),
          })}
        </b>{" "}
        {free && t("staff.prices.follows.law", { law: free.law })}{" "}
        {cap && microsPerMinute < askedMicros && t("staff.prices.follows.law", { law: cap.law })}
      </p>
    </Banner>
  ));
  return <div className="stack prices-follows">{told}</div>;
}
