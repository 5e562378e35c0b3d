import { useQuery } from "@tanstack/react-query";
import { MILLIONTHS_A_PERCENT } from "#contracts/price-limits.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { useWords } from "#web/family/words.ts";
import { useFormat } from "#web/ui/format.ts";
import { usePriceWords } from "#web/ui/Law.tsx";

type Taxes = readonly { millionths: number }[];
const percentOf = (taxes: Taxes): number => taxes.reduce((sum, { millionths }) => sum + millionths, 0) / MILLIONTHS_A_PERCENT;

/** What a facility's services cost beside the most that the law allows; the whole of it stands in the public record. */
export function FacilityPrices({ facilityId }: { facilityId: string }) {
  const { t } = useWords();
  const format = useFormat();
  const words = usePriceWords();
  const page = useQuery(reading(api.publicPrices, { params: { facilityId } }));
  if (!page.data) return null;
  const priced = page.data.prices.filter(({ service, tariff }) => tariff || service === "video");
  return (
    <>
      <h3 className="gap-4">{t("family.prices.title")}</h3>
      <ul className="bullets gap-2">
        {priced.map(({ service, tariff, microsPerMinute, law, taxes }) => {
          const name = words.service(service);
          if (!tariff || !microsPerMinute) return <li key={service}>{t("family.prices.free", { service: name })}</li>;
          if (tariff.split.agency === 100) return <li key={service}>{t("family.prices.agency", { service: name })}</li>;
          if (law.free) return <li key={service}>{t("family.prices.law", { service: name })}</li>;
          return (
            <li key={service}>
              <b>{t("family.prices.price", { service: name, price: format.perMinute(microsPerMinute) })}</b>
              {taxes.length > 0 && ` ${t("family.prices.taxes", { percent: format.number(percentOf(taxes)) })}`}
              {law.cap && `. ${t("family.prices.cap", { price: format.perMinute(law.cap.microsPerMinute) })}`}
            </li>
          );
        })}
      </ul>
      <p className="soft gap-2">
        {t("family.prices.only")} <a href={`/public/facilities/${facilityId}#prices`}>{t("family.prices.more")}</a>
      </p>
    </>
  );
}
