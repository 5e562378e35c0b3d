import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/public/paths.ts";
import { useWords } from "#web/public/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { Prices } from "./Prices.tsx";
import { TakeAway } from "./TakeAway.tsx";
import { useRules } from "./useRules.ts";

/** One facility's rules as anyone may read, print and take them. */
export default function Facility() {
  const { t, locale } = useWords();
  const format = useFormat();
  const { facilityId = "" } = useParams({ strict: false }) as { facilityId?: string };
  const facility = useQuery(reading(api.publicFacility, { params: { facilityId }, query: { locale } }));
  const rules = useRules(facility.data?.rules);
  usePageTitle(facility.data?.name ?? t("public.title"));

  if (facility.error) return <Refusal problem={facility.error} />;
  if (!facility.data) return <Waiting />;
  const { name, place, timeZone, kind, contact } = facility.data;
  const asked = (["ask", "phone", "address"] as const).flatMap((each) => (contact[each] ? [[each, contact[each]] as const] : []));
  return (
    <>
      <Link className="linkish noprint" to={paths.home}>
        <Icon name="previous" />
        {t("public.facilities")}
      </Link>
      <p className="soft">
        {t(`public.kind.${kind}`)} · {place}
      </p>
      <h1>{name}</h1>
      <Rule />
      <p className="lead public-lead">{t("public.zone", { zone: format.zone(timeZone) })}</p>
      <section aria-labelledby="rules">
        <h2 id="rules">{t("public.rules")}</h2>
        <table className="table public-rules">
          <caption className="hidden">{t("public.rules.of", { name })}</caption>
          <tbody>
            {rules.map((rule) => (
              <tr key={rule.name}>
                <th scope="row">{rule.name}</th>
                <td>
                  {rule.lines.map((line) => (
                    <span key={line} className="public-line">
                      {line}
                    </span>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="soft public-source">{t("public.rules.source", { name })}</p>
        <TakeAway
          name="visit-rules"
          rows={() => [[t("public.rule"), t("public.rule.says")], ...rules.map((rule) => [rule.name, rule.lines.join("; ")])]}
        />
      </section>
      <Prices facilityId={facilityId} visitMinutes={facility.data.rules.visitMinutes} />
      <section aria-labelledby="contact">
        <h2 id="contact">{t("public.contact")}</h2>
        {asked.length === 0 ? (
          <p>{t("public.contact.none")}</p>
        ) : (
          <dl className="public-contact">
            {asked.map(([name, value]) => (
              <div key={name}>
                <dt className="soft">{t(`public.contact.${name}`)}</dt>
                <dd>{name === "phone" ? <a href={`tel:${value}`}>{value}</a> : value}</dd>
              </div>
            ))}
          </dl>
        )}
        <p className="public-source">
          <Link to={paths.chain} params={{ chain: facilityId }}>
            {t("public.seals.here")}
          </Link>
        </p>
      </section>
    </>
  );
}
