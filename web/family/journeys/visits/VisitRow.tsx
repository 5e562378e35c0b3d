import { paths } from "#web/family/paths.ts";
import { useCostWords } from "#web/family/shell/Cost.tsx";
import { Go } from "#web/family/shell/Go.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Face } from "#web/ui/Person.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { type Card, useVisitWords } from "./visit-words.ts";

/** One visit in a list: when, with whom, and how it stands. */
export function VisitRow({ visit, now }: { visit: Card; now: number }) {
  const { t } = useWords();
  const times = useTimes();
  const words = useVisitWords();
  const costWords = useCostWords();
  const { words: status, tone } = words.status(visit);
  return (
    <Go to={paths.visit} params={{ visitId: visit.id }} look="row">
      <span className="person">
        <Face name={visit.withName} {...(visit.outcome ? { tone: "plain" as const } : {})} />
        <span className="person-words">
          <b>
            {times.nearDay(visit.startsAt, visit.timeZone, now)},{" "}
            <span className="inline nowrap">{times.time(visit.startsAt, visit.timeZone)}</span>
          </b>
          <span>
            {visit.withName} · {times.zone(visit.timeZone, visit.startsAt)}
          </span>
          {visit.bookedBy !== null && <span>{t("family.along", { who: visit.bookedBy })}</span>}
          {visit.outcome && <span>{words.outcome(visit)}</span>}
          {visit.cost && <span className="nums">{costWords(visit.cost)}</span>}
          <Pill {...(tone ? { tone } : {})}>{status}</Pill>
        </span>
      </span>
      <Icon name="next" />
    </Go>
  );
}
