import { useState } from "react";
import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import type { Problem } from "#web/client/problem.ts";
import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { signIn } from "#web/kiosk/shell/session.ts";
import { Ways } from "#web/kiosk/shell/Ways.tsx";
import { useWords } from "#web/kiosk/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { Asking } from "./Asking.tsx";
import type { Asked } from "./asked.ts";
import Locked from "./Locked.tsx";

const CODE = 1;
const PIN = 2;
const AGAIN = 3;

/** First use, or a new code from staff: number, code, then a PIN of one's own, twice. */
export default function FirstUse({ bookingNumber, onBack }: { bookingNumber: string; onBack: () => void }) {
  const { t } = useWords();
  const [values, setValues] = useState([bookingNumber, "", "", ""]);
  const [at, setAt] = useState(bookingNumber === "" ? 0 : CODE);
  const [differ, setDiffer] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [number = "", code = "", pin = ""] = values;
  const asked: Asked[] = [
    { id: "number", label: t("kiosk.number"), kind: "number" },
    { id: "code", label: t("kiosk.first.code"), hint: t("kiosk.first.code.hint"), kind: "code" },
    { id: "pin", label: t("kiosk.first.pin"), hint: t("kiosk.pin.hint"), kind: "secret" },
    { id: "again", label: t("kiosk.first.again"), kind: "secret" },
  ];
  /** Goes to one of the four, forgetting what was typed there and after it. */
  const restart = (index: number) => {
    setAt(index);
    setValues(values.map((value, position) => (position < index || (position === index && index < PIN) ? value : "")));
  };
  const finish = async (again: string) => {
    if (again !== pin) {
      setDiffer(true);
      return restart(PIN);
    }
    setBusy(true);
    const refused = await signIn(() => call(api.setPin, { body: { bookingNumber: number, code, pin } }));
    if (!refused) return;
    setBusy(false);
    setProblem(refused);
    restart(refused.codes.includes("resident.pin_weak") ? PIN : CODE);
  };
  if (problem?.codes.includes("resident.locked")) return <Locked problem={problem} onBack={onBack} />;
  return (
    <KioskScreen
      title={t("kiosk.first.title")}
      wide
      lead={t("kiosk.first.lead")}
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
      <Asking
        asked={asked}
        at={at}
        values={values}
        onValue={(value) => {
          setProblem(undefined);
          setDiffer(false);
          setValues(values.map((old, index) => (index === at ? value : old)));
        }}
        onDone={(value) => (at === AGAIN ? void finish(value) : setAt(at + 1))}
        onChangeEarlier={restart}
        busy={busy}
        problem={problem}
        after={differ ? <Banner tone="stop">{t("kiosk.first.differ")}</Banner> : <p className="soft">{t("kiosk.first.good_pin")}</p>}
      />
    </KioskScreen>
  );
}
