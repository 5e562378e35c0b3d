import { Foot } from "#web/kiosk/shell/Done.tsx";
import { useGo } from "#web/kiosk/shell/go.ts";
import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { useWords } from "#web/kiosk/words.ts";

const rights = ["time", "seen", "record", "failed", "lawyer", "tracked"] as const;

/** What a person inside may count on, in plain words. */
export default function Rights() {
  const { t } = useWords();
  const go = useGo();
  return (
    <KioskScreen title={t("kiosk.rights.title")} wide rule lead={t("kiosk.rights.lead")} foot={<Foot onBack={go.home} />}>
      <dl className="helps">
        {rights.map((id) => (
          <div className="card" key={id}>
            <dt>{t(`kiosk.rights.${id}`)}</dt>
            <dd>{t(`kiosk.rights.${id}.text`)}</dd>
          </div>
        ))}
      </dl>
    </KioskScreen>
  );
}
