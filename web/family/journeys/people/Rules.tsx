import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { usePartyRules } from "#web/family/journeys/book/Party.tsx";
import { Part } from "#web/family/shell/parts.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { FacilityPrices } from "./FacilityPrices.tsx";

/** ISO weekday 1 is a Monday, as was January 1, 2024. */
const dayOfWeekday = (weekday: number): string => `2024-01-0${weekday}`;
const clockOn = (time: string): string => `2024-01-01T${time.slice(0, 5)}:00Z`;

/** A facility's visit rules before anybody is refused by one: said from the same data that decides. */
export function Rules({ facilityId }: { facilityId: string }) {
  const { t, locale } = useWords();
  const times = useTimes();
  const facility = useQuery(reading(api.publicFacility, { params: { facilityId }, query: { locale } }));
  const rules = facility.data?.rules;
  const party = usePartyRules(rules?.party);
  if (facility.error) return null;
  return (
    <Part id="rules" title={facility.data ? t("family.rules.title", { facility: facility.data.name }) : <Skeleton width="70%" />}>
      {!rules && <Skeleton height="8em" />}
      {rules && (
        <div className="card" data-kind="flat">
          <ul className="bullets">
            <li>{t("family.rules.length", { minutes: rules.visitMinutes })}</li>
            <li>{t("family.rules.notice", { hours: rules.noticeMinHours, days: rules.noticeMaxDays })}</li>
            <li>{rules.visitsPerWeek === null ? t("family.rules.week.any") : t("family.rules.week", { count: rules.visitsPerWeek })}</li>
            <li>{party.join(" ")}</li>
            <li>{t("family.rules.early", { minutes: rules.earlyMinutes })}</li>
            <li>{t(rules.recorded ? "family.rules.recorded" : "family.rules.unrecorded")}</li>
          </ul>
          <FacilityPrices facilityId={facilityId} />
          <h3 className="gap-4">{t("family.rules.hours")}</h3>
          <dl className="hours gap-2">
            {rules.hours.map((hours) => (
              <div key={`${hours.weekday} ${hours.startsAt}`}>
                <dt>{times.day(dayOfWeekday(hours.weekday), { weekday: "long" })}</dt>
                <dd>
                  {times.time(clockOn(hours.startsAt), "UTC")} – {times.time(clockOn(hours.endsAt), "UTC")}
                </dd>
              </div>
            ))}
          </dl>
          {facility.data && <p className="soft gap-2">{t("shared.time.zone", { zone: times.zone(facility.data.timeZone) })}</p>}
          {rules.closedDays.length > 0 && (
            <>
              <h3 className="gap-4">{t("family.rules.closed")}</h3>
              <ul className="bullets gap-2">
                {rules.closedDays.map((closed) => (
                  <li key={closed.day}>
                    {times.day(closed.day)}: {closed.reason}
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </Part>
  );
}
