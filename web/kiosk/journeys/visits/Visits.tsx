import { Foot } from "#web/kiosk/shell/Done.tsx";
import { useGo } from "#web/kiosk/shell/go.ts";
import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { useWords } from "#web/kiosk/words.ts";
import { Empty } from "#web/ui/Empty.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Waiting } from "#web/ui/Waiting.tsx";
import { useVisits } from "./useVisits.ts";
import { VisitRow } from "./VisitRow.tsx";
import { useVisitWords } from "./words.ts";

/** All visits: coming ones, then past ones. */
export default function Visits() {
  const { t } = useWords();
  const go = useGo();
  const words = useVisitWords();
  const { now, loaded, error, next, over } = useVisits();
  return (
    <KioskScreen title={t("kiosk.visits.title")} wide rule foot={<Foot onBack={go.home} />}>
      {error && !loaded && <Refusal problem={error} />}
      {!loaded && !error && <Waiting />}
      {loaded && (
        <div className="lists">
          <section className="stack" aria-labelledby="coming">
            <h2 id="coming">{t("kiosk.visits.coming")}</h2>
            {next.length === 0 && (
              <Empty drawing="visits" title={t("kiosk.home.none")}>
                {t("kiosk.home.none.text")}
              </Empty>
            )}
            {next.map((visit) => (
              <VisitRow key={visit.id} visit={visit} now={now}>
                {t("kiosk.visit.with", { name: visit.withName })}.{" "}
                {words.here(visit) ? t("kiosk.visit.here") : t("kiosk.visit.there", { station: visit.stationName })}
              </VisitRow>
            ))}
          </section>
          <section className="stack" aria-labelledby="past">
            <h2 id="past">{t("kiosk.visits.past")}</h2>
            {over.length === 0 && <p className="soft">{t("kiosk.visits.no_past")}</p>}
            {over.map((visit) => (
              <VisitRow key={visit.id} visit={visit} now={now}>
                {t("kiosk.visit.with", { name: visit.withName })}. {words.outcome(visit)}
              </VisitRow>
            ))}
          </section>
        </div>
      )}
    </KioskScreen>
  );
}
