import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { api } from "#web/client/api.ts";
import { problem } from "#web/client/problem.ts";
import { reading } from "#web/client/query.ts";
import { picturesAreAsked } from "#web/family/journeys/account/pictures.ts";
import { VisitRow } from "#web/family/journeys/visits/VisitRow.tsx";
import { firstName } from "#web/family/journeys/visits/visit-words.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { Back, Failed, Part } from "#web/family/shell/parts.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { ownZone } from "#web/ui/format.ts";
import { Face } from "#web/ui/Person.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Waiting } from "#web/ui/Waiting.tsx";
import { type Connection, isApproved, isWaiting, mayVisit, useConnectionWords } from "./connection-words.ts";
import { Rules } from "./Rules.tsx";
import { StepBack } from "./StepBack.tsx";

/** One person inside: whether the reader may visit, why or why not, what comes next, and the rules there. */
export default function Person() {
  const { t } = useWords();
  const { connectionId } = useParams({ strict: false });
  const people = useQuery(reading(api.ownConnections));
  const connection = people.data?.find((person) => person.id === connectionId);
  usePageTitle(connection?.residentName ?? t("family.people.title"));
  if (!people.data && !people.error) return <Waiting />;
  return (
    <>
      <Back to={paths.people}>{t("family.people.title")}</Back>
      {people.error && <Failed problem={people.error} />}
      {people.data && !connection && <Failed problem={problem(["connection.unknown"])} />}
      {connection && <Known connection={connection} />}
    </>
  );
}

/** After these the reader may ask anew, as soon as the facility lets them. */
const over: readonly Connection["status"][] = ["rejected", "withdrawn", "ended"];

function Known({ connection }: { connection: Connection }) {
  const { t } = useWords();
  const times = useTimes();
  const now = useNow(60_000);
  const words = useConnectionWords();
  const { words: status, tone, icon } = words.status(connection);
  const reason = words.reason(connection);
  const pictures = useQuery(reading(api.ownPictures));
  const visits = useQuery(reading(api.ownVisits));
  const theirs = visits.data?.filter((visit) => visit.withName === connection.residentName).slice(0, 5) ?? [];
  return (
    <>
      <div className="row gap-2">
        <Face name={connection.residentName} size="big" {...(isApproved(connection) ? {} : { tone: "plain" as const })} />
        <div className="grow">
          <h1 className="h1-small">{connection.residentName}</h1>
          <p className="soft">
            {words.person(connection)}
            {connection.facility && (
              <>
                {" · "}
                {connection.facility.name}
              </>
            )}
          </p>
        </div>
      </div>
      <section className="card gap-5 stack" aria-label={t("family.person.state")}>
        <p>
          <Pill {...(tone ? { tone } : {})} {...(icon ? { icon } : {})}>
            {status}
          </Pill>
        </p>
        {reason && (
          <p>
            <b>{t("family.person.why")}</b> {reason}
          </p>
        )}
        {connection.reasonWords && (
          <blockquote className="quote">
            <p className="soft">
              {t("family.person.facility_says", { facility: connection.facility?.name ?? t("family.person.facility") })}
            </p>
            <p>{connection.reasonWords}</p>
          </blockquote>
        )}
        <p>
          <b>{t("family.person.next")}</b> {words.next(connection)}
        </p>
        <p className="soft">
          {connection.decidedAt
            ? t("family.person.decided", { day: times.nearDay(connection.decidedAt, ownZone(), now) })
            : t("family.person.asked", { day: times.nearDay(connection.requestedAt, ownZone(), now) })}
        </p>
        {isWaiting(connection) && picturesAreAsked(pictures.data) && (
          <>
            <Banner tone="warn" icon="id">
              <p>{t("family.id.needed")}</p>
            </Banner>
            <Go to={paths.idPictures} look="button" wide>
              {t("family.id.send")}
            </Go>
          </>
        )}
        {mayVisit(connection) && (
          <Go to={paths.pickTime} params={{ connectionId: connection.id }} look="button" wide>
            {t("family.book.with", { name: firstName(connection.residentName) })}
          </Go>
        )}
        {over.includes(connection.status) && connection.againFrom === null && (
          <Go to={paths.addPerson} look="second" wide>
            {t("family.add.again")}
          </Go>
        )}
        <StepBack connection={connection} />
      </section>
      {connection.restrictions.length > 0 && (
        <Part id="limits" title={t("family.limit.title")}>
          <ul className="list card">
            {connection.restrictions.map((limit) => (
              <li key={limit.id}>
                <p>
                  <b>{words.limit(limit)}</b>
                </p>
                <p>
                  {t("family.person.why")} {words.reason(limit)}
                </p>
              </li>
            ))}
          </ul>
          <p className="soft gap-2">{t("family.limit.ask")}</p>
        </Part>
      )}
      {theirs.length > 0 && (
        <Part id="visits" title={t("family.person.visits", { name: firstName(connection.residentName) })}>
          <ul className="list rows card">
            {theirs.map((visit) => (
              <li key={visit.id}>
                <VisitRow visit={visit} now={now} />
              </li>
            ))}
          </ul>
        </Part>
      )}
      {connection.facility && <Rules facilityId={connection.facility.id} />}
    </>
  );
}
