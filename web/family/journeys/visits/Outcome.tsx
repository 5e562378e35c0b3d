import { useCostWords } from "#web/family/shell/Cost.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { type Id, useWords } from "#web/family/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Progress } from "#web/ui/Meter.tsx";
import { Money } from "#web/ui/Money.tsx";
import type { VisitOfPage } from "./Visit.tsx";
import { useVisitWords } from "./visit-words.ts";

/** How a visit came out: connected and lost time, what it cost, and where its recording stands. */
export function Outcome({ visit }: { visit: VisitOfPage }) {
  const { t } = useWords();
  const times = useTimes();
  const words = useVisitWords();
  const reason = words.reason(visit);
  const ours = visit.cause === "system" || visit.cause === "facility" || visit.cause === "staff";
  const paid = visit.cost ? visit.cost.takenCents - visit.cost.creditedCents - visit.cost.taxBackCents : 0;
  const planSeconds = visit.cost?.planSeconds ?? 0;
  const short = useCostWords();
  const cost = visit.cost ? short(visit.cost) : "";
  const talked = visit.connectedSeconds > 0;
  return (
    <>
      <section className="card gap-6" aria-labelledby="outcome">
        <h2 className="soft plain" id="outcome">
          {talked ? t("family.visit.connected") : t("family.visit.outcome")}
        </h2>
        {talked && <p className="big-time nums">{times.duration(visit.connectedSeconds)}</p>}
        <p className="gap-2">{words.outcome(visit) || t("family.visit.no_outcome")}</p>
        {reason && <p>{t("live.reason", { reason })}</p>}
        <dl className="facts gap-4">
          {visit.lostSeconds > 0 && (
            <div>
              <dt>{t("family.visit.lost")}</dt>
              <dd className="nums">{times.duration(visit.lostSeconds)}</dd>
            </div>
          )}
          <div>
            <dt>{t("family.visit.paid")}</dt>
            <dd>{planSeconds > 0 ? cost : paid > 0 ? <Money cents={paid} /> : t("family.visit.nothing")}</dd>
          </div>
        </dl>
        <p className="soft gap-2">
          {visit.lostSeconds > 0 && talked ? t("family.visit.lost.rule") : visit.cost ? t("family.visit.bill") : t("family.free.rule")}
        </p>
      </section>
      {ours && (
        <div className="gap-4">
          <Banner tone="good">
            <p>
              <b>{t("family.visit.not_yours")}</b>{" "}
              {t(visit.status === "completed" ? "family.visit.not_yours.counted" : "family.visit.not_yours.more")}
            </p>
          </Banner>
        </div>
      )}
      {visit.recording.status !== "none" && (
        <div className="gap-4 soft">
          {visit.recording.status === "processing" ? (
            <Progress label={t("family.recording.processing")} value={Math.round(visit.recording.progress * 100)} />
          ) : (
            <p>{t(`family.recording.${visit.recording.status}` as Id)}</p>
          )}
        </div>
      )}
    </>
  );
}
