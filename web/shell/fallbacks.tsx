import { useRouter } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { asProblem } from "#web/client/problem.ts";
import { Button } from "#web/ui/Button.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { useWords } from "#web/words/words.tsx";

/** What is shown when a screen fails: what happened, and one way on. */
export function Broken({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useWords();
  const router = useRouter();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="column stack">
      <h1 ref={heading} tabIndex={-1}>
        {t("shared.error.title")}
      </h1>
      <Refusal problem={asProblem(error)} />
      <Button
        onPress={() => {
          reset();
          void router.invalidate();
        }}
      >
        {t("shared.retry")}
      </Button>
    </div>
  );
}

/** What is shown for an address that leads nowhere. */
export function Missing() {
  const { t } = useWords();
  const router = useRouter();
  return (
    <div className="column stack">
      <h1>{t("shared.missing.title")}</h1>
      <p className="lead">{t("shared.missing.text")}</p>
      <a className="button" href={router.basepath}>
        {t("shared.missing.home")}
      </a>
    </div>
  );
}
