import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { OwnPlan } from "#contracts/plans.ts";
import { api } from "#web/client/api.ts";
import { useAct } from "#web/client/query.ts";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { toast } from "#web/ui/toast.ts";

/** A plan that runs: what is left of it, until when, and a way to end it now with what comes back. */
export function RunningPlan({ plan }: { plan: OwnPlan }) {
  const { t } = useWords();
  const times = useTimes();
  const { facilityName, service, minutes, leftSeconds, keptSeconds, usedSeconds, throughDay, state } = plan;
  return (
    <div className="card stack">
      <div>
        <h3>{t("plans.runs.left", { left: times.duration(leftSeconds + keptSeconds), all: times.duration(minutes * 60) })}</h3>
        <p>{t(service === "video" ? "plans.offer.where" : `plans.offer.where.${service}`, { facility: facilityName })}</p>
      </div>
      {keptSeconds > 0 && <p>{t("plans.runs.kept", { time: times.duration(keptSeconds) })}</p>}
      {usedSeconds > 0 && <p>{t("plans.runs.used", { time: times.duration(usedSeconds) })}</p>}
      <p className="soft">{state === "closing" ? t("plans.runs.closing") : t("plans.runs.until", { day: times.dayInside(throughDay) })}</p>
      {state === "running" && <End plan={plan} />}
    </div>
  );
}

function End({ plan }: { plan: OwnPlan }) {
  const { t } = useWords();
  const times = useTimes();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const end = useAct(api.endPlan, {
    onDone: async () => {
      setAsking(false);
      void toast(t("plans.end.done"));
      await queries.invalidateQueries();
    },
  });
  const close = () => {
    setAsking(false);
    end.reset();
  };
  const { id, facilityName, priceCents, taxCents, backNowCents, keptSeconds, usedSeconds } = plan;
  return (
    <>
      <Button kind="second" wide label={t("plans.end.of", { facility: facilityName })} onPress={() => setAsking(true)}>
        {t("plans.end")}
      </Button>
      <Dialog
        isOpen={asking}
        onClose={close}
        title={t("plans.end.title")}
        actions={
          <>
            <Button isPending={end.isPending} onPress={() => end.mutate({ params: { planId: id } })}>
              {t("plans.end.yes")}
            </Button>
            <Button kind="second" onPress={close}>
              {t("plans.end.no")}
            </Button>
          </>
        }
      >
        <div className="stack">
          <p>
            <b>
              {backNowCents > 0
                ? t("plans.end.back", { sum: times.money(backNowCents), all: times.money(priceCents + taxCents) })
                : t("plans.end.back.none")}
            </b>
          </p>
          {keptSeconds > 0 && <p>{t("plans.end.booked")}</p>}
          {usedSeconds > 0 && <p>{t("plans.end.used")}</p>}
          {end.error && <Refusal problem={end.error} />}
        </div>
      </Dialog>
    </>
  );
}
