import { type Connection, isWaiting, useConnectionWords } from "#web/family/journeys/people/connection-words.ts";
import { type Card, firstName, isComing, useVisitWords } from "#web/family/journeys/visits/visit-words.ts";
import { paths } from "#web/family/paths.ts";
import { useCostWords } from "#web/family/shell/Cost.tsx";
import { Go } from "#web/family/shell/Go.tsx";
import { Part } from "#web/family/shell/parts.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { ownZone } from "#web/ui/format.ts";
import { Icon, type IconName } from "#web/ui/Icon.tsx";

const SHOWN = 3;
const LATELY_MS = 30 * 86_400_000;

/** What came to an end or was decided lately, newest first; nothing ends in silence. */
export function Lately({ visits, people, now }: { visits: readonly Card[]; people: readonly Connection[]; now: number }) {
  const { t } = useWords();
  const times = useTimes();
  const visitWords = useVisitWords();
  const costWords = useCostWords();
  const connectionWords = useConnectionWords();
  const costOf = (visit: Card) => (visit.cost ? costWords(visit.cost) : t("family.lately.free"));
  const reasonOf = (visit: Card) => {
    const reason = visitWords.reason(visit);
    return reason ? t("live.reason", { reason }) : costOf(visit);
  };
  const news = [
    ...visits
      .filter((visit) => visit.outcome && !isComing(visit, now))
      .map((visit) => ({
        key: visit.id,
        at: Date.parse(visit.startsAt),
        zone: visit.timeZone,
        icon: (visit.status === "completed" ? "camera" : "calendar") as IconName,
        title: visitWords.outcome(visit),
        text:
          visit.connectedSeconds > 0
            ? t("family.lately.connected", { time: times.duration(visit.connectedSeconds), cost: costOf(visit) })
            : reasonOf(visit),
        to: paths.visit,
        params: { visitId: visit.id } as Record<string, string>,
      })),
    ...people
      .filter((person) => person.decidedAt && !isWaiting(person))
      .map((person) => ({
        key: person.id,
        at: Date.parse(person.decidedAt ?? person.requestedAt),
        zone: ownZone(),
        icon: "people" as IconName,
        title: t("family.lately.decided", { name: firstName(person.residentName), status: connectionWords.status(person).words }),
        text: connectionWords.reason(person) ?? connectionWords.next(person),
        to: paths.person,
        params: { connectionId: person.id } as Record<string, string>,
      })),
  ]
    .filter((item) => now - item.at < LATELY_MS)
    .sort((one, other) => other.at - one.at)
    .slice(0, SHOWN);
  if (news.length === 0) return null;
  return (
    <Part id="lately" title={t("family.lately.title")}>
      <ul className="list rows card">
        {news.map((item) => (
          <li key={item.key}>
            <Go to={item.to} params={item.params} look="row">
              <span className="person">
                <span className="face" data-tone="plain" aria-hidden="true">
                  <Icon name={item.icon} />
                </span>
                <span className="person-words">
                  <b>{item.title}</b>
                  <span>
                    {times.nearDay(item.at, item.zone, now)}. {item.text}
                  </span>
                </span>
              </span>
              <Icon name="next" />
            </Go>
          </li>
        ))}
      </ul>
    </Part>
  );
}
