import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { Foot } from "#web/kiosk/shell/Done.tsx";
import { useGo } from "#web/kiosk/shell/go.ts";
import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { useServerNow } from "#web/kiosk/shell/Top.tsx";
import { useStation } from "#web/kiosk/shell/useStation.ts";
import { useWords } from "#web/kiosk/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { useFormat } from "#web/ui/format.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { VisitLines } from "#web/ui/VisitLines.tsx";
import { VisitRecord } from "#web/ui/VisitRecord.tsx";
import { Waiting } from "#web/ui/Waiting.tsx";
import { wayIn } from "./coming.ts";
import { WayIn } from "./NextVisit.tsx";
import { VisitBill } from "./VisitBill.tsx";
import { useVisitWords } from "./words.ts";

const ASK_EVERY_MS = 10_000;

/** One visit: what it is, how it came out, and the record that the family and staff read too. */
export default function Visit() {
  const { t } = useWords();
  const go = useGo();
  const format = useFormat();
  const words = useVisitWords();
  const now = useServerNow();
  const { station } = useStation();
  const { visitId = "" } = useParams({ strict: false });
  const { data: me } = useQuery(reading(api.insideMe));
  const { data: visit, error } = useQuery({ ...reading(api.insideVisit, { params: { visitId } }), refetchInterval: ASK_EVERY_MS });
  const lines = useQuery({
    ...reading(api.insideVisitLines, { params: { visitId } }),
    enabled: visit !== undefined && visit.outcome !== null,
  });
  const foot = <Foot onBack={go.visits} />;
  if (error && !visit)
    return (
      <KioskScreen title={t("kiosk.visits.title")} foot={foot}>
        <Refusal problem={error} />
      </KioskScreen>
    );
  if (!visit || !me) return <Waiting />;
  const over = wayIn(visit, now, station?.name ?? "") === "over";
  const facts = [
    [t("kiosk.visit.length"), t("kiosk.visit.minutes", { minutes: words.minutes(visit) })],
    ...(words.party(visit) ? [[t("kiosk.visit.party"), words.party(visit)]] : []),
    [t("kiosk.visit.where"), words.here(visit) ? t("kiosk.visit.here") : t("kiosk.visit.there", { station: visit.stationName })],
    [t("kiosk.visit.kind"), t(visit.room === "recorded" ? "live.recorded" : "live.unrecorded")],
    ...(visit.mustBeWatched && !over ? [[t("kiosk.visit.watched"), t("kiosk.visit.watched.yes")]] : []),
    ...(over ? [[t("kiosk.visit.outcome"), words.outcome(visit)]] : []),
    ...(over && visit.lostSeconds > 0 ? [[t("kiosk.visit.lost"), format.duration(visit.lostSeconds)]] : []),
  ];
  return (
    <KioskScreen title={t("live.title", { name: visit.withName })} wide foot={foot}>
      <div className="lists">
        <section className="stack" aria-label={words.when(visit, now)}>
          <p className="when">{words.when(visit, now)}</p>
          <dl className="facts">
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt className="soft">{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {!over && <WayIn visit={visit} now={now} />}
          {visit.canCancel && (
            <Button kind="stop-second" wide onPress={() => go.cancel(visit.id)}>
              {t("kiosk.cancel.open")}
            </Button>
          )}
          {visit.cost && <VisitBill visitId={visit.id} zone={visit.timeZone} />}
          {lines.data && lines.data.legs.length > 0 && (
            <section aria-labelledby="lines">
              <h2 id="lines">{t("live.lines")}</h2>
              <p className="soft">{t("live.lines.more")}</p>
              <VisitLines legs={lines.data.legs} zone={visit.timeZone} names={{ family: visit.withName, resident: me.name }} />
            </section>
          )}
        </section>
        <section className="stack" aria-labelledby="record">
          <h2 id="record">{t("kiosk.visit.record")}</h2>
          <p className="soft">{t("kiosk.visit.record.text", { zone: format.zone(visit.timeZone, visit.startsAt) })}</p>
          <VisitRecord
            lines={visit.timeline}
            startsAt={visit.startsAt}
            zone={visit.timeZone}
            me="resident"
            names={{ family: visit.withName, resident: me.name }}
            label={t("kiosk.visit.record")}
            over={over}
          />
        </section>
      </div>
    </KioskScreen>
  );
}
