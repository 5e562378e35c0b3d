import { useEffect, useRef } from "react";
import { problem } from "#web/client/problem.ts";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { useWords } from "#web/family/words.ts";
import type { RoomSnapshot } from "#web/live/room-types.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Plain } from "./Plain.tsx";

/** The server closed this page's way into the room, and says why. */
export function Closed({ shown, visitId, onHere }: { shown: RoomSnapshot; visitId: string; onHere: () => void }) {
  const { t } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const why = shown.closed ?? "refused";
  return (
    <Plain>
      <h1 className="h1-small" tabIndex={-1} ref={heading}>
        {t(`live.closed.${why}`)}
      </h1>
      <Rule />
      <div className="stack gap-5">
        {shown.refused && <Refusal problem={problem(shown.refused.codes, { facts: { ...shown.refused.facts } })} />}
        {why === "replaced" && <p>{t("live.closed.replaced.more")}</p>}
        {why === "replaced" && (
          <Button wide onPress={onHere}>
            {t("live.closed.replaced.here")}
          </Button>
        )}
        {why === "refused" && (
          <Button wide onPress={onHere}>
            {t("shared.retry")}
          </Button>
        )}
        <Go to={paths.visit} params={{ visitId }} look={why === "over" ? "button" : "second"} wide>
          {t("live.ended.record")}
        </Go>
      </div>
    </Plain>
  );
}
