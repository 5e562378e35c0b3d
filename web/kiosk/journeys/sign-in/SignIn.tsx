import { lazy, Suspense, useEffect, useState } from "react";
import { api } from "#web/client/api.ts";
import { call } from "#web/client/call.ts";
import type { Problem } from "#web/client/problem.ts";
import { untouchedMs } from "#web/kiosk/shell/idle.ts";
import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { leaveLanguage } from "#web/kiosk/shell/language.ts";
import { whereOf } from "#web/kiosk/shell/OutOfUse.tsx";
import { reach } from "#web/kiosk/shell/reach.ts";
import { type Out, signIn } from "#web/kiosk/shell/session.ts";
import { useStation } from "#web/kiosk/shell/useStation.ts";
import { Ways } from "#web/kiosk/shell/Ways.tsx";
import { useWords } from "#web/kiosk/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { Waiting } from "#web/ui/Waiting.tsx";
import { Asking } from "./Asking.tsx";
import { DemoPeople } from "./DemoPeople.tsx";

const FirstUse = lazy(() => import("./FirstUse.tsx"));
const Fault = lazy(() => import("./Fault.tsx"));
const Help = lazy(() => import("./Help.tsx"));
const Locked = lazy(() => import("./Locked.tsx"));
const FORGET_MS = 45_000;

type Way =
  | { at: "sign-in" }
  | { at: "first"; bookingNumber: string }
  | { at: "help" }
  | { at: "fault" }
  | { at: "locked"; problem: Problem };

/** The screen between two people: who are you, and how you come in. */
export function SignIn({ why }: { why: Out }) {
  const [way, setWay] = useState<Way>({ at: "sign-in" });
  const [turn, setTurn] = useState(0);
  // Somebody typed half a number and walked away: the next person finds a fresh screen.
  useEffect(() => {
    let dirty = false;
    const touchedNow = () => {
      dirty = true;
    };
    addEventListener("pointerdown", touchedNow);
    addEventListener("keydown", touchedNow);
    const timer = setInterval(() => {
      if (!dirty || untouchedMs() < FORGET_MS) return;
      dirty = false;
      setWay({ at: "sign-in" });
      setTurn((count) => count + 1);
      void leaveLanguage();
      reach.set(false);
    }, 1000);
    return () => {
      clearInterval(timer);
      removeEventListener("pointerdown", touchedNow);
      removeEventListener("keydown", touchedNow);
    };
  }, []);
  const back = () => setWay({ at: "sign-in" });
  return <Suspense fallback={<Waiting />}>{drawn()}</Suspense>;

  function drawn() {
    if (way.at === "first") return <FirstUse bookingNumber={way.bookingNumber} onBack={back} />;
    if (way.at === "help") return <Help onBack={back} />;
    if (way.at === "fault") return <Fault onBack={back} />;
    if (way.at === "locked") return <Locked problem={way.problem} onBack={back} />;
    return <NumberAndPin key={turn} why={turn === 0 ? why : "fresh"} onWay={setWay} />;
  }
}

function NumberAndPin({ why, onWay }: { why: Out; onWay: (way: Way) => void }) {
  const { t } = useWords();
  const { station, media } = useStation();
  const [values, setValues] = useState(["", ""]);
  const [at, setAt] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const bookingNumber = values[0] ?? "";

  const come = async (pin: string) => {
    setBusy(true);
    setProblem(undefined);
    const refused = await signIn(() => call(api.signInInside, { body: { bookingNumber, pin } }));
    if (!refused) return;
    if (refused.codes.includes("resident.locked")) return onWay({ at: "locked", problem: refused });
    setBusy(false);
    setValues([bookingNumber, ""]);
    setProblem(refused);
  };
  const fresh = bookingNumber === "" && !problem;
  return (
    <KioskScreen
      title={t("kiosk.signin.title")}
      rule
      wide
      lead={station && t("kiosk.where", whereOf(station))}
      foot={
        <>
          <Button kind="second" onPress={() => onWay({ at: "help" })}>
            <Icon name="help" />
            {t("kiosk.help")}
          </Button>
          <Ways />
          <span className="grow" />
          <Button kind="second" onPress={() => onWay({ at: "first", bookingNumber })}>
            {t("kiosk.first.button")}
          </Button>
          <p className="soft kiosk-idle-hint">{t("kiosk.signin.no_face")}</p>
        </>
      }
    >
      <Asking
        asked={[
          { id: "number", label: t("kiosk.number"), kind: "number" },
          { id: "pin", label: t("kiosk.pin"), hint: t("kiosk.pin.hint"), kind: "secret" },
        ]}
        at={at}
        values={values}
        onValue={(value) => {
          setProblem(undefined);
          setValues(values.map((old, index) => (index === at ? value : old)));
        }}
        onDone={(value) => (at === 0 ? setAt(1) : void come(value))}
        onChangeEarlier={() => {
          setAt(0);
          setValues([bookingNumber, ""]);
        }}
        busy={busy}
        problem={problem}
        after={
          <>
            {fresh && why !== "fresh" && (
              <Banner tone="good" icon="check" live>
                {why === "staff" ? t("kiosk.out.staff", { reason: station?.signIn.endedFor ?? "other" }) : t(`kiosk.out.${why}`)}
              </Banner>
            )}
            {media === "unavailable" && <Banner tone="warn">{t("kiosk.media_gone")}</Banner>}
            <p className="soft">{t("kiosk.signin.forgot")}</p>
            <p>
              <Button kind="quiet" onPress={() => onWay({ at: "fault" })}>
                {t("kiosk.fault.ask")}
              </Button>
            </p>
            <DemoPeople />
          </>
        }
      />
    </KioskScreen>
  );
}
