import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import { reading, useAct } from "#web/client/query.ts";
import { Foot } from "#web/kiosk/shell/Done.tsx";
import { useGo } from "#web/kiosk/shell/go.ts";
import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { useServerNow } from "#web/kiosk/shell/Top.tsx";
import { useWords } from "#web/kiosk/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Waiting } from "#web/ui/Waiting.tsx";
import { useVisitWords } from "./words.ts";

const reasons = ["plans_changed", "unwell", "no_reason"] as const;
type Reason = (typeof reasons)[number];

/** Cancelling says first what is lost, and asks why; the family reads the reason. */
export default function Cancel() {
  const { t } = useWords();
  const go = useGo();
  const words = useVisitWords();
  const now = useServerNow();
  const queries = useQueryClient();
  const { visitId = "" } = useParams({ strict: false });
  const [reason, setReason] = useState<Reason | "">("");
  const { data: visit, error } = useQuery(reading(api.insideVisit, { params: { visitId } }));
  const cancel = useAct(api.cancelInsideVisit, {
    onDone: async () => {
      await queries.invalidateQueries();
      go.visit(visitId);
    },
  });
  const foot = <Foot onBack={() => go.visit(visitId)} />;
  if (error && !visit)
    return (
      <KioskScreen title={t("kiosk.visits.title")} foot={foot}>
        <Refusal problem={error} />
      </KioskScreen>
    );
  if (!visit) return <Waiting />;
  return (
    <KioskScreen title={t("kiosk.cancel.title", { name: visit.withName })} lead={words.when(visit, now)} foot={foot}>
      <div className="stack kiosk-words choices">
        <Banner tone="warn">
          <p>
            <b>{t("kiosk.cancel.lost")}</b> {t("kiosk.cancel.told", { name: visit.withName })}
          </p>
        </Banner>
        <RadioGroup
          label={t("kiosk.cancel.why")}
          hint={t("kiosk.cancel.why.hint", { name: visit.withName })}
          value={reason}
          onChange={setReason}
          options={reasons.map((value) => ({ value, label: t(`kiosk.cancel.${value}`) }))}
        />
        {cancel.error && <Refusal problem={cancel.error} />}
        <div className="actions">
          <Button
            kind="stop"
            isDisabled={reason === "" || cancel.isPending}
            onPress={() => {
              if (reason !== "") cancel.mutate({ params: { visitId }, body: { reason } });
            }}
          >
            {t("kiosk.cancel.button", { when: words.when(visit, now) })}
          </Button>
          <Button kind="second" onPress={() => go.visit(visitId)}>
            {t("kiosk.cancel.keep")}
          </Button>
        </div>
      </div>
    </KioskScreen>
  );
}
