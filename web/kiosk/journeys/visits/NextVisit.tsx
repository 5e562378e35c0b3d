import { useGo } from "#web/kiosk/shell/go.ts";
import { useStation } from "#web/kiosk/shell/useStation.ts";
import { useWords } from "#web/kiosk/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { useFormat } from "#web/ui/format.ts";
import { type Step, StepLine } from "#web/ui/Line.tsx";
import { Face } from "#web/ui/Person.tsx";
import { type VisitCard, wayIn } from "./coming.ts";
import { useVisitWords } from "./words.ts";

const SOON_MS = 24 * 60 * 60_000;
const TO_THE_SECOND_MS = 10 * 60_000;

/** The next visit: with whom, when, how long still, and the one thing to do about it now. */
export function NextVisit({ visit, now }: { visit: VisitCard; now: number }) {
  const { t } = useWords();
  const words = useVisitWords();
  const go = useGo();
  const { media } = useStation();
  const format = useFormat();
  const own = visit.cost?.quotedCents ?? 0;
  const way = useWay(visit, now);
  return (
    <section className="card soon" aria-labelledby="soon">
      <div className="spread soon-head">
        <div>
          <h2 id="soon" className="soft soon-label">
            {t(way === "begun" ? "kiosk.next.now" : "kiosk.next.title")}
          </h2>
          <p className="when">{words.when(visit, now)}</p>
          <p className="lead">{t("kiosk.next.with", { name: visit.withName, minutes: words.minutes(visit) })}</p>
          {words.party(visit) && <p className="lead">{words.party(visit)}</p>}
        </div>
        <Face name={visit.withName} size="big" />
      </div>
      <StepLine steps={useSteps(visit, now)} label={t("kiosk.next.steps")} />
      <WayIn visit={visit} now={now} />
      {media === "unavailable" && way !== "elsewhere" && <p className="soft">{t("kiosk.media_gone")}</p>}
      <div className="spread">
        <p className="soft">{own > 0 ? t("bill.quote.own", { money: format.money(own) }) : t("kiosk.next.free")}</p>
        <Button kind="quiet" onPress={() => go.visit(visit.id)}>
          {t("kiosk.next.more")}
        </Button>
      </div>
    </section>
  );
}

/** The button into the waiting room, or why it does not open here and now. */
export function WayIn({ visit, now }: { visit: VisitCard; now: number }) {
  const { t } = useWords();
  const format = useFormat();
  const go = useGo();
  const way = useWay(visit, now);
  if (way === "over") return null;
  if (way === "elsewhere")
    return (
      <p className="banner" data-tone="warn">
        <b>{t("kiosk.next.elsewhere", { station: visit.stationName })}</b>
      </p>
    );
  if (way === "not_yet")
    return (
      <Button wide isDisabled>
        {t("kiosk.next.opens", { time: format.time(visit.opensAt, visit.timeZone) })}
      </Button>
    );
  return (
    <Button wide onPress={() => go.live(visit.id)}>
      {t(way === "begun" ? "kiosk.next.join" : "kiosk.next.enter")}
    </Button>
  );
}

function useWay(visit: VisitCard, now: number) {
  const { station } = useStation();
  return wayIn(visit, now, station?.name ?? "");
}

function useSteps(visit: VisitCard, now: number): Step[] {
  const { t } = useWords();
  const format = useFormat();
  const way = useWay(visit, now);
  const ms = Date.parse(visit.startsAt) - now;
  const left = ms <= TO_THE_SECOND_MS ? Math.ceil(ms / 1000) : Math.ceil(ms / 60_000) * 60;
  if (way === "begun")
    return [
      { label: t("kiosk.step.booked"), state: "done" },
      { label: t("kiosk.step.open"), state: "done" },
      { label: t("kiosk.step.running"), state: "now" },
    ];
  const last: Step = { label: ms < SOON_MS ? t("kiosk.step.in", { time: format.duration(left) }) : t("kiosk.step.visit") };
  if (way === "open") return [{ label: t("kiosk.step.booked"), state: "done" }, { label: t("kiosk.step.open"), state: "now" }, last];
  return [{ label: t("kiosk.step.booked"), state: "now" }, { label: t("kiosk.step.wait") }, last];
}
