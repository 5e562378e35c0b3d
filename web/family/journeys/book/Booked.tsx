import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { api } from "#web/client/api.ts";
import { urlOf } from "#web/client/call.ts";
import { reading } from "#web/client/query.ts";
import { firstName } from "#web/family/journeys/visits/visit-words.ts";
import { paths } from "#web/family/paths.ts";
import { Cost } from "#web/family/shell/Cost.tsx";
import { Go } from "#web/family/shell/Go.tsx";
import { Failed } from "#web/family/shell/parts.tsx";
import { useMe } from "#web/family/shell/session.ts";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { ButtonLink } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { PersonChip } from "#web/ui/Person.tsx";
import { usePartyWords } from "#web/ui/party.ts";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { BookSteps } from "./BookSteps.tsx";

/** It is booked: when, what was sent where, and what to do before. */
export default function Booked() {
  const { t } = useWords();
  const times = useTimes();
  const { visitId = "" } = useParams({ strict: false });
  const me = useMe();
  const visit = useQuery(reading(api.ownVisit, { params: { visitId } }));
  const partyWords = usePartyWords();
  usePageTitle(t("family.booked.title"));
  if (visit.error) return <Failed problem={visit.error} />;
  if (!visit.data) return <Waiting />;
  const { startsAt, day, timeZone, withName, facilityName, opensAt, party } = visit.data;
  return (
    <>
      <BookSteps now="booked" />
      <h1>{t("family.booked.title")}</h1>
      <section className="card gap-5" aria-label={t("family.check.visit")}>
        <PersonChip name={withName} about={facilityName} />
        <p className="when">
          {times.day(day)}, <span className="nowrap">{times.time(startsAt, timeZone)}</span>
        </p>
        <p className="soft">{times.where(startsAt, timeZone)}</p>
        <p>
          {t("family.check.who")}: {party.length > 0 ? t("family.party.with", { guests: partyWords(party) }) : t("family.party.alone")}
        </p>
        <p className="price">
          <Cost cost={visit.data.cost} />
        </p>
      </section>
      <div className="stack gap-5">
        <ButtonLink wide href={urlOf(api.visitCalendar.path, { visitId })} download="visit.ics">
          <Icon name="calendar" />
          {t("family.booked.calendar")}
        </ButtonLink>
        <Go to={paths.live} params={{ visitId }} look="second" wide>
          <Icon name="camera" />
          {t("family.next.check")}
        </Go>
      </div>
      <ul className="bullets gap-6">
        <li>{me.data ? t("family.booked.mail", { email: me.data.email }) : t("family.booked.mail.any")}</li>
        <li>{t("family.booked.told", { name: firstName(withName) })}</li>
        <li>{t("family.booked.opens", { time: times.time(opensAt, timeZone), zone: times.zone(timeZone, opensAt) })}</li>
        <li>{t("family.booked.ask")}</li>
      </ul>
      <p className="gap-4">
        <Go to={paths.visit} params={{ visitId }} look="quiet">
          {t("family.next.change")}
        </Go>
      </p>
    </>
  );
}
