import { useEffect, useRef } from "react";
import type { VisitOfPage } from "#web/family/journeys/visits/Visit.tsx";
import { paths } from "#web/family/paths.ts";
import { Go } from "#web/family/shell/Go.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Rule } from "#web/ui/Brand.tsx";
import { Button } from "#web/ui/Button.tsx";
import { ownZone } from "#web/ui/format.ts";
import { useNow } from "#web/ui/Time.tsx";
import { Plain } from "./Plain.tsx";

/** Who left by mistake may come back while the place lasts. */
export function Left({ visit, onBack }: { visit: VisitOfPage; onBack: () => void }) {
  const { t } = useWords();
  const times = useTimes();
  const now = useNow();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const lasts = now < Date.parse(visit.endsAt);
  return (
    <Plain>
      <h1 tabIndex={-1} ref={heading}>
        {t("family.live.left")}
      </h1>
      <Rule />
      {lasts && <p className="lead gap-4">{t("family.live.left.more", { time: times.time(visit.endsAt, ownZone()) })}</p>}
      <div className="stack gap-6">
        {lasts && (
          <Button wide onPress={onBack}>
            {t("family.live.left.back")}
          </Button>
        )}
        <Go to={paths.visit} params={{ visitId: visit.id }} look={lasts ? "second" : "button"} wide>
          {t("live.ended.record")}
        </Go>
      </div>
    </Plain>
  );
}
