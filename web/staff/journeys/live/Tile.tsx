import type { WatchSnapshot } from "#web/live/room-types.ts";
import { shortName } from "#web/staff/journeys/today/board.rules.ts";
import type { BoardVisit } from "#web/staff/shell/board.ts";
import { useWords } from "#web/staff/words.ts";
import { countdown } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { Face } from "#web/ui/Person.tsx";
import { Dot } from "#web/ui/Pill.tsx";
import { Picture } from "./Picture.tsx";

const dots = {
  live: { tone: "good" },
  waiting: { tone: "glow" },
  interrupted: { tone: "stop" },
  paused: { tone: "warn" },
  none: {},
} as const;
const links = { live: "good", waiting: "wait", interrupted: "broken", paused: "broken", none: "wait" } as const;

/** One running visit: who is joined to whom, how well, and for how long still. Pictures only while this page watches it. */
export function Tile(props: { visit: BoardVisit; now: number; seen: WatchSnapshot; isChosen: boolean; onChoose: () => void }) {
  const { visit, now, seen, isChosen, onChoose } = props;
  const { t } = useWords();
  const watch = seen.watches[visit.id];
  const isPrivate = visit.room === "privileged";
  const before = Date.parse(visit.startsAt) > now;
  const seconds = (Date.parse(before ? visit.startsAt : visit.endsAt) - now) / 1000;
  const people = watch?.state === "live" ? watch.people : undefined;
  return (
    <article className="tilev" data-on={isChosen || undefined}>
      <div className="spread">
        <h2>
          {/* The whole tile is this button's target. */}
          <button type="button" className="tile-pick" aria-pressed={isChosen} onClick={onChoose}>
            {visit.stationName}
            <span className="hidden">
              {": "}
              {t("staff.visit.page", { resident: visit.residentName, contact: visit.contactName })}
            </span>
          </button>
        </h2>
        <span className="nums">
          <b>{countdown(seconds)}</b> {t(before ? "staff.live.to_start" : "staff.live.left")}
        </span>
      </div>
      <div className={people ? "pair" : "pair none"}>
        {people ? (
          <Picture stream={people.resident} muted label={t("staff.live.picture", { name: visit.residentName })} name={visit.residentName} />
        ) : (
          <Face name={visit.residentName} {...(visit.residentHere ? {} : { tone: "plain" as const })} />
        )}
        <span
          className="link"
          data-state={links[visit.live]}
          data-from={visit.residentHere || undefined}
          data-to={visit.familyHere || undefined}
        />
        {people ? (
          <Picture stream={people.family} muted label={t("staff.live.picture", { name: visit.contactName })} name={visit.contactName} />
        ) : (
          <Face name={visit.contactName} {...(visit.familyHere ? {} : { tone: "plain" as const })} />
        )}
      </div>
      <div className="spread names" aria-hidden="true">
        <span>{shortName(visit.residentName)}</span>
        <span>{visit.contactName}</span>
      </div>
      <p className="spread">
        <span className="row tile-state">
          <Dot {...dots[visit.live]} />
          {t(`staff.live.state.${visit.live === "waiting" ? whoWaits(visit) : visit.live}`)}
        </span>
        {watch && watch.state !== "ended" && (
          <span className="row tile-state">
            <Icon name="eye" />
            {t(watch.state === "live" ? "staff.watch.you" : "staff.watch.asking.short")}
          </span>
        )}
      </p>
      {isPrivate && <p className="soft">{t("staff.live.private")}</p>}
    </article>
  );
}

const whoWaits = ({ familyHere, residentHere }: BoardVisit) =>
  familyHere && residentHere ? "both_wait" : familyHere ? "family_waits" : residentHere ? "resident_waits" : "waiting";
