import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { picturesAreAsked } from "#web/family/journeys/account/pictures.ts";
import { Invitations } from "#web/family/journeys/party/Invitations.tsx";
import { isWaiting, mayVisit } from "#web/family/journeys/people/connection-words.ts";
import { PersonRow } from "#web/family/journeys/people/PersonRow.tsx";
import { isComing } from "#web/family/journeys/visits/visit-words.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { Part } from "#web/family/shell/parts.tsx";
import { useMe } from "#web/family/shell/session.ts";
import { useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Skeleton } from "#web/ui/Skeleton.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { usePageTitle } from "#web/ui/usePageTitle.ts";
import { Lately } from "./Lately.tsx";
import { NextVisit } from "./NextVisit.tsx";

const TICK_MS = 5000;
/** What somebody without a visit to come does next, by how they stand to their people. */
const steps = {
  empty: { to: paths.book, words: "family.book.act" },
  waiting: { to: paths.people, words: "family.add.done.see" },
  refused: { to: paths.people, words: "family.add.done.see" },
  nobody: { to: paths.addPerson, words: "family.add.act" },
} as const;

/** A booking made or cancelled by the other side appears by itself. */
const REFRESH_MS = 30_000;

/** First the next visit, then what happened, what can be done, and the reader's people. */
export default function Home() {
  const { t } = useWords();
  const now = useNow(TICK_MS);
  const me = useMe();
  const visits = useQuery({ ...reading(api.ownVisits), refetchInterval: REFRESH_MS });
  const people = useQuery({ ...reading(api.ownConnections), refetchInterval: REFRESH_MS });
  const letters = useQuery(reading(api.letterSettings));
  const pictures = useQuery(reading(api.ownPictures));
  usePageTitle(t("family.tab.home"));

  const coming = visits.data?.filter((visit) => isComing(visit, now)) ?? [];
  const [next, ...later] = coming;
  const known = people.data?.some(mayVisit) ?? false;
  const asked = people.data?.some(isWaiting) ?? false;
  const refused = people.data?.some(({ status }) => status === "rejected") ?? false;
  const standing = known ? "empty" : asked ? "waiting" : refused ? "refused" : "nobody";
  return (
    <>
      <h1 className="hello">{me.data ? t("family.home.hello", { name: me.data.givenName }) : <Skeleton width="9em" />}</h1>
      {letters.data?.comingBack && (
        <div className="over">
          <Banner tone="warn" live>
            <p>{t("family.letters.back")}</p>
            <Go to={paths.letters} look="quiet">
              {t("family.letters.back.see")}
            </Go>
          </Banner>
        </div>
      )}
      {picturesAreAsked(pictures.data) && (
        <Banner tone="warn" icon="id" live>
          <p>{t("family.id.needed")}</p>
          <Go to={paths.idPictures} look="quiet">
            {t("family.id.send")}
          </Go>
        </Banner>
      )}
      <Invitations />
      {visits.error && <Refusal problem={visits.error} />}
      {!visits.data && !visits.error && <CardSkeleton />}
      {next && <NextVisit visit={next} now={now} />}
      {visits.data && people.data && !next && (
        <Empty
          drawing={known ? "visits" : "people"}
          title={t(`family.home.${standing}`)}
          action={
            <Go to={steps[standing].to} look="button">
              {t(steps[standing].words)}
            </Go>
          }
        >
          {t(`family.home.${standing}.more`)}
        </Empty>
      )}
      {later.length > 0 && (
        <p className="gap-2">
          <Go to={paths.visits} look="quiet">
            {t("family.home.later", { count: later.length })}
            <Icon name="next" />
          </Go>
        </p>
      )}
      {visits.data && people.data && <Lately visits={visits.data} people={people.data} now={now} />}
      <Part id="what" title={t("family.home.what")}>
        <div className="tiles">
          <Go to={paths.book} look="tile">
            <Icon name="calendar" />
            <span>{t("family.book.act")}</span>
          </Go>
          <Go to={paths.wallet} look="tile">
            <Icon name="wallet" />
            <span>{t("wallet.title")}</span>
          </Go>
          <Go to={paths.visits} look="tile">
            <Icon name="clock" />
            <span>{t("family.home.past")}</span>
          </Go>
          <Go to={paths.addPerson} look="tile">
            <Icon name="plus" />
            <span>{t("family.add.act")}</span>
          </Go>
          <Go to={paths.equipment} look="tile">
            <Icon name="camera" />
            <span>{t("family.equipment.act")}</span>
          </Go>
          <Go to={paths.help} look="tile">
            <Icon name="help" />
            <span>{t("family.help.title")}</span>
          </Go>
        </div>
      </Part>
      <Part id="people" title={t("family.people.title")}>
        {people.error && <Refusal problem={people.error} />}
        {!people.data && !people.error && <CardSkeleton />}
        {people.data && (
          <ul className="list rows card">
            {people.data.map((connection) => (
              <li key={connection.id}>
                <PersonRow connection={connection} />
              </li>
            ))}
            <li>
              <Go to={paths.addPerson} look="row">
                <span className="person add">
                  <span className="face" data-tone="plain" aria-hidden="true">
                    <Icon name="plus" />
                  </span>
                  {t("family.add.act")}
                </span>
              </Go>
            </li>
          </ul>
        )}
      </Part>
    </>
  );
}

function CardSkeleton() {
  const { t } = useWords();
  return (
    <div className="card stack" role="status">
      <span className="hidden">{t("shared.loading")}</span>
      <Skeleton width="50%" />
      <Skeleton width="80%" height="2em" />
      <Skeleton width="65%" />
      <Skeleton height="3em" />
    </div>
  );
}
