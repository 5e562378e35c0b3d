import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import type { AnswerOf } from "#contracts/endpoint.ts";
import type { visitsOutside } from "#contracts/visits.ts";
import { api } from "#web/client/api.ts";
import { urlOf } from "#web/client/call.ts";
import { reading } from "#web/client/query.ts";
import { VisitBill } from "#web/family/journeys/bill/VisitBill.tsx";
import { StepOut } from "#web/family/journeys/party/StepOut.tsx";
import { WhoComes } from "#web/family/journeys/party/WhoComes.tsx";
import { paths } from "#web/family/paths.ts";
import { Cost } from "#web/family/shell/Cost.tsx";
import { Go } from "#web/family/shell/Go.tsx";
import { Back, Failed, Part } from "#web/family/shell/parts.tsx";
import { useMe } from "#web/family/shell/session.ts";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { ButtonLink } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { VisitLines } from "#web/ui/VisitLines.tsx";
import { VisitRecord } from "#web/ui/VisitRecord.tsx";
import { Waiting } from "#web/ui/Waiting.tsx";
import { CancelVisit } from "./CancelVisit.tsx";
import { Checked } from "./Checked.tsx";
import { Outcome } from "./Outcome.tsx";
import { firstName, isComing, isOpen, useVisitWords } from "./visit-words.ts";

const VisitSheets = lazy(() => import("./VisitSheets.tsx"));

export type VisitOfPage = AnswerOf<typeof visitsOutside.ownVisit>;
const REFRESH_MS = 15_000;

/** One visit: what it is, how it came out, and the one record that all sides see. */
export default function Visit() {
  const { t } = useWords();
  const times = useTimes();
  const { visitId = "" } = useParams({ strict: false });
  const visit = useQuery({ ...reading(api.ownVisit, { params: { visitId } }), refetchInterval: REFRESH_MS });
  usePageTitle(visit.data ? times.day(visit.data.day) : t("family.visits.title"));
  if (!visit.data && !visit.error) return <Waiting />;
  return (
    <>
      <Back to={paths.visits}>{t("family.visit.all")}</Back>
      {visit.error && !visit.data && <Failed problem={visit.error} />}
      {visit.data && <Known visit={visit.data} />}
    </>
  );
}

function Known({ visit }: { visit: VisitOfPage }) {
  const { t } = useWords();
  const times = useTimes();
  const now = useNow(5000);
  const me = useMe();
  const words = useVisitWords();
  const people = useQuery(reading(api.ownConnections));
  const { words: status, tone } = words.status(visit);
  const params = { visitId: visit.id };
  const coming = isComing(visit, now);
  const lines = useQuery({ ...reading(api.ownVisitLines, { params }), enabled: !coming });
  const minutes = Math.round((Date.parse(visit.endsAt) - Date.parse(visit.startsAt)) / 60_000);
  const connection = people.data?.find((person) => person.residentName === visit.withName);
  const ownName = me.data ? `${me.data.givenName} ${me.data.familyName}` : t("live.record.family");
  return (
    <>
      <h1 className="h1-small">
        {times.day(visit.day)}
        <br />
        {times.time(visit.startsAt, visit.timeZone)}
      </h1>
      <p className="row row-wrap gap-2">
        <Pill {...(tone ? { tone } : {})}>{status}</Pill>
        <span className="soft">{t("family.visit.with", { name: visit.withName, minutes })}</span>
      </p>
      <p className="soft gap-2">
        {times.where(visit.startsAt, visit.timeZone)}
        <br />
        {visit.facilityName}, {visit.stationName}
      </p>
      {visit.bookedBy !== null && <p className="gap-2">{t("family.along", { who: visit.bookedBy })}</p>}
      {visit.mustBeWatched && coming && (
        <div className="gap-4">
          <Banner icon="eye">{t("family.check.watched")}</Banner>
        </div>
      )}
      {coming ? (
        <section className="card gap-6 stack" aria-label={t("family.next.title")}>
          <p className="when">
            {Date.parse(visit.startsAt) > now
              ? t("family.next.starts_in", { time: times.until((Date.parse(visit.startsAt) - now) / 1000) })
              : t("family.next.ends_in", { time: times.until((Date.parse(visit.endsAt) - now) / 1000) })}
          </p>
          <Go to={paths.live} params={params} look="button" wide>
            <Icon name="camera" />
            {t(isOpen(visit, now) ? "family.next.join" : "family.next.check")}
          </Go>
          <p className="soft">
            {isOpen(visit, now)
              ? t("family.next.join.more")
              : t("family.next.check.more", { time: times.time(visit.opensAt, visit.timeZone) })}
          </p>
          <p>
            <Cost cost={visit.cost} />
          </p>
          <ButtonLink kind="second" wide href={urlOf(api.visitCalendar.path, params)} download="visit.ics">
            <Icon name="calendar" />
            {t("family.booked.calendar")}
          </ButtonLink>
          <Checked />
          {visit.canCancel && <CancelVisit visit={visit} />}
          {visit.canLeave && <StepOut visit={visit} />}
        </section>
      ) : (
        <Outcome visit={visit} />
      )}
      {visit.cost && <VisitBill visitId={visit.id} zone={visit.timeZone} />}
      {!coming && lines.data && lines.data.legs.length > 0 && (
        <Part id="lines" title={t("live.lines")}>
          <p className="soft record-lead">
            {t("live.lines.more")} <a href="/public/lines">{t("live.lines.rule")}</a>
          </p>
          <VisitLines
            legs={lines.data.legs}
            zone={visit.timeZone}
            names={{ family: t("live.record.family"), resident: firstName(visit.withName) }}
          />
        </Part>
      )}
      <WhoComes visit={visit} />
      {visit.room !== "privileged" && (
        <Suspense>
          <VisitSheets visit={visit} coming={coming} />
        </Suspense>
      )}
      <Part id="record" title={t("family.visit.record")}>
        <p className="soft record-lead">
          {t("family.visit.record.more", { name: firstName(visit.withName), zone: times.zone(visit.timeZone, visit.startsAt) })}
        </p>
        {visit.timeline.length > 0 ? (
          <VisitRecord
            lines={visit.timeline}
            startsAt={visit.startsAt}
            zone={visit.timeZone}
            me={visit.bookedBy === null ? "family" : null}
            names={{ family: visit.bookedBy ?? ownName, resident: firstName(visit.withName) }}
            label={t("family.visit.record")}
            over={!coming}
          />
        ) : (
          <p>{t("family.visit.record.empty")}</p>
        )}
      </Part>
      <section className="stack gap-8" aria-label={t("family.visit.what_next")}>
        {connection && !coming && (
          <Go to={paths.pickTime} params={{ connectionId: connection.id }} look="button" wide>
            {t("family.visit.again", { name: firstName(visit.withName) })}
          </Go>
        )}
        <p className="soft">
          {t("family.visit.wrong")} <Go to={paths.help}>{t("family.visit.wrong.ask")}</Go>
        </p>
      </section>
    </>
  );
}
