import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { paths } from "#web/public/paths.ts";
import { useWords } from "#web/public/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { TakeAway } from "./TakeAway.tsx";
import { WorksNow } from "./WorksNow.tsx";

/** Every facility served here, and what works at this moment. */
export default function Facilities() {
  const { t } = useWords();
  const format = useFormat();
  const facilities = useQuery(reading(api.publicFacilities));
  usePageTitle(t("public.title"));
  return (
    <>
      <h1>{t("public.title")}</h1>
      <Rule />
      <p className="lead public-lead">{t("public.lead")}</p>
      <WorksNow />
      <section aria-labelledby="facilities">
        <h2 id="facilities">{t("public.facilities")}</h2>
        {facilities.error && <Refusal problem={facilities.error} />}
        {facilities.isPending && <Waiting />}
        {facilities.data?.length === 0 && (
          <Empty drawing="calm" title={t("public.facilities.none")}>
            {t("public.facilities.none.text")}
          </Empty>
        )}
        <ul className="public-list">
          {facilities.data?.map((facility) => (
            <li key={facility.id}>
              <Link className="tile" to={paths.facility} params={{ facilityId: facility.id }}>
                <span className="grow">
                  <b>{facility.name}</b>
                  <span className="soft public-line">
                    {t(`public.kind.${facility.kind}`)} · {facility.place} · {format.zone(facility.timeZone)}
                  </span>
                </span>
                <Icon name="next" />
              </Link>
            </li>
          ))}
        </ul>
        {facilities.data && facilities.data.length > 0 && (
          <TakeAway
            name="facilities"
            rows={() => [
              [t("public.facilities.name"), t("public.facilities.kind"), t("public.facilities.place"), t("public.facilities.zone")],
              ...facilities.data.map((each) => [each.name, t(`public.kind.${each.kind}`), each.place, each.timeZone]),
            ]}
          />
        )}
      </section>
    </>
  );
}
