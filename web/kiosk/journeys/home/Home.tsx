import { useQuery } from "@tanstack/react-query";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { LawyerTile } from "#web/kiosk/journeys/people/LawyerTile.tsx";
import { usePeople } from "#web/kiosk/journeys/people/usePeople.ts";
import { NextVisit } from "#web/kiosk/journeys/visits/NextVisit.tsx";
import { useVisits } from "#web/kiosk/journeys/visits/useVisits.ts";
import { VisitRow } from "#web/kiosk/journeys/visits/VisitRow.tsx";
import { WalletButton } from "#web/kiosk/journeys/wallet/WalletButton.tsx";
import { Tile } from "#web/kiosk/parts/Tile.tsx";
import { Foot } from "#web/kiosk/shell/Done.tsx";
import { useGo } from "#web/kiosk/shell/go.ts";
import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { useStation } from "#web/kiosk/shell/useStation.ts";
import { useWords } from "#web/kiosk/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Waiting } from "#web/ui/Waiting.tsx";

const OTHERS_MAX = 2;

/** The first screen after the sign-in: what is next, and what can be done. */
export default function Home() {
  const { t } = useWords();
  const go = useGo();
  const { data: me } = useQuery(reading(api.insideMe));
  const visits = useVisits();
  const people = usePeople();
  if (!me) return <Waiting />;
  const [next, ...others] = visits.next;
  return (
    <KioskScreen title={t("kiosk.home.hello", { name: me.givenName ?? me.name })} wide beside={<WalletButton />} foot={<Foot />}>
      <div className="home">
        <div className="stack home-next">
          <WrongTries count={me.wrongTriesSince} since={me.lastSignInAt} now={visits.now} />
          {visits.error && !visits.loaded && <Refusal problem={visits.error} />}
          {!visits.loaded && !visits.error && <Waiting />}
          {next && <NextVisit visit={next} now={visits.now} />}
          {visits.loaded && !next && (
            <Empty drawing="visits" title={t("kiosk.home.none")}>
              {t("kiosk.home.none.text")}
            </Empty>
          )}
        </div>
        {others.length > 0 && (
          <section className="home-others" aria-label={t("kiosk.visits.coming")}>
            {others.slice(0, OTHERS_MAX).map((visit) => (
              <VisitRow key={visit.id} visit={visit} now={visits.now}>
                {t("kiosk.visit.with", { name: visit.withName })}
              </VisitRow>
            ))}
          </section>
        )}
        <nav className="home-tiles" aria-label={t("kiosk.home.can")}>
          <Tile icon="calendar" onPress={go.visits} title={t("kiosk.visits.title")}>
            {t("kiosk.visits.count", { coming: visits.next.length, past: visits.over.length })}
          </Tile>
          <Tile icon="record" onPress={go.rights} title={t("kiosk.rights.title")}>
            {t("kiosk.rights.short")}
          </Tile>
          <Tile icon="people" onPress={go.people} title={t("kiosk.people.title")}>
            {people.loaded && t("kiosk.people.count", { connected: people.connected.length, waiting: people.waiting.length })}
          </Tile>
          <LawyerTile />
        </nav>
      </div>
    </KioskScreen>
  );
}

function WrongTries({ count, since, now }: { count: number; since: string | null; now: number }) {
  const { t } = useWords();
  const format = useFormat();
  const { station } = useStation();
  if (count === 0) return null;
  const zone = station?.facility.timeZone ?? "UTC";
  return (
    <Banner tone="warn">
      <p>
        <b>{t("kiosk.tries", { count })}</b>{" "}
        {since ? t("kiosk.tries.since", { day: format.nearDay(since, zone, now), time: format.time(since, zone) }) : null}{" "}
        {t("kiosk.tries.more")}
      </p>
    </Banner>
  );
}
