import { useState } from "react";
import { api } from "#web/client/api.ts";
import { newId } from "#web/client/id.ts";
import { useAct } from "#web/client/query.ts";
import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { Ways } from "#web/kiosk/shell/Ways.tsx";
import { useWords } from "#web/kiosk/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";

/** What a person can see or hear for themselves. */
const reportable = ["camera", "microphone", "screen", "sound", "other"] as const;

/** One tap says what is broken here; nobody's name goes with it. */
export default function Fault({ onBack }: { onBack: () => void }) {
  const { t } = useWords();
  const [id] = useState(newId);
  const report = useAct(api.reportFaultInside);
  return (
    <KioskScreen
      title={t("kiosk.fault.title")}
      lead={t("kiosk.fault.lead")}
      foot={
        <>
          <Button kind="second" onPress={onBack}>
            <Icon name="previous" />
            {t("shared.back")}
          </Button>
          <Ways />
        </>
      }
    >
      {report.error && <Refusal problem={report.error} />}
      {report.isSuccess ? (
        <Banner tone="good" icon="check" live>
          {t("kiosk.fault.done")}
        </Banner>
      ) : (
        <div className="stack">
          {reportable.map((fault) => (
            <Button key={fault} kind="second" wide isDisabled={report.isPending} onPress={() => report.mutate({ body: { id, fault } })}>
              {t(`kiosk.fault.${fault}`)}
            </Button>
          ))}
        </div>
      )}
    </KioskScreen>
  );
}
