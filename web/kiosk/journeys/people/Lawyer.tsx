import { Foot } from "#web/kiosk/shell/Done.tsx";
import { useGo } from "#web/kiosk/shell/go.ts";
import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { useWords } from "#web/kiosk/words.ts";
import { LawyerAnswer } from "./LawyerAnswer.tsx";

/** The answer to "Is your visit with your lawyer?". */
export default function Lawyer() {
  const { t } = useWords();
  const go = useGo();
  return (
    <KioskScreen title={t("kiosk.lawyer.ask")} message lead={t("kiosk.lawyer.lead")} foot={<Foot onBack={go.home} />}>
      <div className="stack kiosk-words lawyer">
        <LawyerAnswer />
        <p>{t("kiosk.lawyer.say")}</p>
        <p className="soft">{t("kiosk.lawyer.too")}</p>
      </div>
    </KioskScreen>
  );
}
