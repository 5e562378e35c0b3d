import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type State, services, states } from "#contracts/price-limits.ts";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { useWords } from "#web/public/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Select, TextField } from "#web/ui/Field.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Citation, type Cited, usePriceWords } from "#web/ui/Law.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { Heads } from "./Heads.tsx";
import { TakeAway } from "./TakeAway.tsx";

const ALL = "all";
const COUNTRY = "country";
const DAY = /^\d{4}-\d{2}-\d{2}$/;
type Asked = { state?: string; service?: string; day?: string };

/** Every law that prices go by: by state, service and day, with its sources and what is unsure of it. */
export default function Law() {
  const { t } = useWords();
  const format = useFormat();
  const words = usePriceWords();
  const asked = useSearch({ strict: false }) as Asked;
  const navigate = useNavigate() as (options: object) => Promise<void>;
  const laws = useQuery(reading(api.publicLaw));
  const whom = useWhom();
  usePageTitle(t("public.law"));
  const ask = (part: Asked) => {
    const next = Object.entries({ ...asked, ...part }).filter(([, value]) => value && value !== ALL);
    void navigate({ to: ".", search: Object.fromEntries(next), replace: true, resetScroll: false });
  };
  const all = laws.data ?? [];
  const found = all.filter((law) => fits(law, asked));
  const statesThere = [...new Set(all.flatMap(({ state }) => state ?? []))].sort();
  const where = ({ state, city }: Cited) =>
    state ? [city, states[state as State] ?? state].filter(Boolean).join(", ") : t("public.law.state.country");
  const price = ({ microsPerMinute }: Cited) => (microsPerMinute === 0 ? t("public.law.free") : format.perMinute(microsPerMinute));
  const heads = [t("public.law.where"), t("public.law.at_most"), t("public.law.whom"), t("public.prices.law")] as const;
  return (
    <>
      <h1>{t("public.law")}</h1>
      <Rule />
      <p className="lead public-lead">{t("public.law.lead")}</p>
      <section>
        <div className="public-filters noprint">
          <Select
            label={t("public.law.state")}
            value={asked.state ?? ALL}
            onChange={(state) => ask({ state })}
            options={[
              { value: ALL, label: t("public.law.state.all") },
              { value: COUNTRY, label: t("public.law.state.country") },
              ...statesThere.map((value) => ({ value, label: states[value as State] ?? value })),
            ]}
          />
          <Select
            label={t("public.law.service")}
            value={asked.service ?? ALL}
            onChange={(service) => ask({ service })}
            options={[
              { value: ALL, label: t("public.law.service.all") },
              ...services.map((value) => ({ value, label: words.service(value) })),
            ]}
          />
          <TextField label={t("public.law.day")} type="date" value={asked.day ?? ""} onChange={(day) => ask({ day })} />
        </div>
        {laws.error && <Refusal problem={laws.error} />}
        {laws.isPending && <Waiting />}
        {laws.data && (
          <p className="soft" role="status">
            {t("public.law.count", { count: found.length })}
          </p>
        )}
        {laws.data && found.length === 0 && (
          <Empty drawing="calm" title={t("public.law.none")}>
            {t("public.law.none.text")}
          </Empty>
        )}
        {found.length > 0 && (
          <table className="table public-kept public-law">
            <caption className="hidden">{t("public.law")}</caption>
            <Heads of={heads} />
            <tbody>
              {found.map((law) => (
                <tr key={law.id}>
                  <th scope="row">
                    {where(law)}
                    <span className="public-line soft">{words.service(law.service)}</span>
                  </th>
                  <td data-label={heads[1]}>
                    <b>{price(law)}</b>
                  </td>
                  <td data-label={heads[2]}>{whom(law)}</td>
                  <td data-label={heads[3]}>
                    <Citation law={law} />
                    {law.notes && (
                      <span className="law-line soft" lang="en">
                        {law.notes}
                      </span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <p className="soft public-source">{t("public.law.source")}</p>
        <TakeAway
          name="law-of-prices"
          rows={() => [
            ["id", ...heads, t("public.prices.service"), t("public.prices.law.days"), t("public.prices.law.sources")].concat([
              t("public.prices.law.sure"),
              t("public.law.unsure"),
              t("public.law.notes"),
            ]),
            ...found.map((law) => [
              law.id,
              where(law),
              price(law),
              whom(law),
              law.law,
              words.service(law.service),
              words.days(law),
              law.sources.join(" "),
              t(law.sure ? "public.law.yes" : "public.law.no"),
              law.sure ? "" : law.confidence,
              law.notes ?? "",
            ]),
          ]}
        />
      </section>
    </>
  );
}

/** Whom a law is for: which facilities, of what size, and which calls. */
function useWhom(): (law: Cited) => string {
  const { t } = useWords();
  const format = useFormat();
  return ({ facilityKinds, runBy, adpFrom, adpBelow, reach }) => {
    const below = adpBelow === null ? "" : format.number(adpBelow);
    const from = format.number(adpFrom);
    const tier =
      adpBelow === null
        ? adpFrom === 0
          ? ""
          : t("public.law.tier.top", { from })
        : adpFrom === 0
          ? t("public.law.tier.low", { below })
          : t("public.law.tier", { from, below });
    const kinds = facilityKinds.map((kind) => t(`public.law.kind.${kind}`)).join(", ");
    const runners = (runBy ?? []).map((each) => t(`public.law.run_by.${each}`)).join(", ");
    const calls = reach === "all" ? "" : t(`public.law.reach.${reach}`);
    const words = [kinds, runners, tier, calls].filter(Boolean).join("; ");
    return words.charAt(0).toLocaleUpperCase() + words.slice(1);
  };
}

function fits(law: Cited, { state, service, day }: Asked): boolean {
  return (
    (!state || law.state === (state === COUNTRY ? null : state)) &&
    (!service || law.service === service) &&
    (!day || !DAY.test(day) || ((law.from ?? day) <= day && day <= (law.through ?? day)))
  );
}
