import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#web/client/api.ts";
import type { Problem } from "#web/client/problem.ts";
import { reading } from "#web/client/query.ts";
import { isEnough, typed } from "#web/kiosk/journeys/sign-in/asked.ts";
import { Keyboard } from "#web/kiosk/parts/Keyboard.tsx";
import { enrolDemo, forgetDemoPerson } from "#web/kiosk/shell/demo.ts";
import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { enrol, lastName } from "#web/kiosk/shell/station.ts";
import { Ways } from "#web/kiosk/shell/Ways.tsx";
import { useWords } from "#web/kiosk/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";

/** A browser that is no station yet, or not any more: how staff make it one. */
export default function Enrol({ lost }: { lost: boolean }) {
  const { t } = useWords();
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  // The browser's storage of keys may be empty while it still knows its name: then it was a station, and is to be one again.
  const was = lastName();
  const again = lost || was !== undefined;
  const world = useQuery(reading(api.world));

  const run = async (act: () => Promise<Problem | undefined>) => {
    setBusy(true);
    setProblem(undefined);
    const refused = await act();
    // When it worked this screen is gone.
    if (!refused) return;
    setBusy(false);
    setCode("");
    setProblem(refused);
  };
  const finish = () =>
    run(async () => {
      const refused = await enrol(code);
      if (!refused) forgetDemoPerson();
      return refused;
    });
  return (
    <KioskScreen
      title={t(again ? "kiosk.lost.title" : "kiosk.enrol.title")}
      rule
      wide
      lead={again ? `${t("kiosk.lost.lead")}${was ? ` ${t("kiosk.lost.was", { station: was })}` : ""}` : t("kiosk.enrol.lead")}
      foot={<Ways />}
    >
      <div className="asking">
        <div className="asking-steps">
          {world.data?.kind === "demo" && (
            <section className="card stack" data-kind="line" aria-label={t("kiosk.demo.label")}>
              <p className="lead">{t("kiosk.demo.offer")}</p>
              <Button wide isDisabled={busy} onPress={() => void run(enrolDemo)}>
                {t("kiosk.demo.enrol")}
              </Button>
            </section>
          )}
          <ol className="enrol-steps">
            <li>{t("kiosk.enrol.step1")}</li>
            <li>{again && was ? t("kiosk.lost.step2", { station: was }) : t("kiosk.enrol.step2")}</li>
            <li>{t("kiosk.enrol.step3")}</li>
          </ol>
          <section className="given" data-now="yes" aria-label={t("kiosk.enrol.code")}>
            <div className="spread">
              <div className="grow">
                <p>
                  <b>{t("kiosk.enrol.code")}</b>
                </p>
                <p className="digits nums" role="status">
                  {code}
                  <span className="cursor" aria-hidden="true" />
                </p>
              </div>
              <Button isDisabled={busy || !isEnough("code", code)} onPress={() => void finish()}>
                {t("kiosk.enrol.button")}
              </Button>
            </div>
          </section>
          {problem && <Refusal problem={problem} />}
        </div>
        <div className="asking-keys">
          <Keyboard
            kind="code"
            isDisabled={busy}
            onKey={(key) => setCode(typed("code", code, key))}
            onDelete={() => setCode(code.slice(0, -1))}
            onClear={() => setCode("")}
          />
          {again && !problem && <Banner tone="warn">{t("kiosk.lost.why")}</Banner>}
        </div>
      </div>
    </KioskScreen>
  );
}
