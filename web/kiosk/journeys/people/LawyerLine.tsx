import { useEffect, useId, useRef, useState } from "react";
import { useWords } from "#web/kiosk/words.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { LawyerAnswer } from "./LawyerAnswer.tsx";

/** Asks whether the visit is with a lawyer, right where "recorded" is said; the answer opens below and nobody leaves the page for it. */
export function LawyerLine() {
  const { t } = useWords();
  const id = useId();
  const [open, setOpen] = useState(false);
  const answer = useRef<HTMLDivElement>(null);
  // Upright the answer opens under the bar at the bottom.
  useEffect(() => {
    if (open) answer.current?.scrollIntoView({ block: "nearest" });
  }, [open]);
  return (
    <div className="stack">
      <div>
        <button type="button" className="button" data-kind="second" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          <Icon name="help" />
          {t("kiosk.lawyer.ask")}
        </button>
      </div>
      <div id={id} ref={answer} className="lawyer-answer">
        {open && <LawyerAnswer live />}
      </div>
    </div>
  );
}
