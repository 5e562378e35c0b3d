import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api } from "#web/client/api.ts";
import { reading } from "#web/client/query.ts";
import { useWords } from "#web/kiosk/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { touched, useIdle, useTouchesOfWarning } from "./idle.ts";
import { WARNING_SECONDS } from "./idle-state.ts";
import { signOut } from "./session.ts";

const ASK_EVERY_MS = 20_000;

/** Signs out whoever walked away, with a countdown first. Hears too when the server ended the sign-in. */
export function IdleWatch() {
  const me = useQuery({ ...reading(api.insideMe), refetchInterval: ASK_EVERY_MS });
  const idle = useIdle(me.data?.idleSeconds ?? 60);
  return idle.phase === "warning" && <Warning secondsLeft={idle.secondsLeft} />;
}

function Warning({ secondsLeft }: { secondsLeft: number }) {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  useTouchesOfWarning();
  useEffect(() => {
    const before = document.activeElement;
    box.current?.querySelector("button")?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: a touch anywhere says "I am here"; the button inside says it for keys.
    <div className="veil" ref={box} onClick={touched}>
      <div className="dialog idle" role="alertdialog" aria-labelledby="idle-title" aria-describedby="idle-text">
        <p className="idle-left nums" aria-hidden="true">
          {secondsLeft}
        </p>
        <h2 id="idle-title">{t("kiosk.idle.title")}</h2>
        <p id="idle-text" className="lead">
          {t("kiosk.idle.text", { seconds: WARNING_SECONDS })}
        </p>
        <div className="actions">
          <Button onPress={touched}>{t("kiosk.idle.stay")}</Button>
          <Button kind="second" onPress={() => signOut("done")}>
            {t("kiosk.done")}
          </Button>
        </div>
      </div>
    </div>
  );
}
