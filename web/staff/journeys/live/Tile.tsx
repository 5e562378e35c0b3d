import type { WatchSnapshot } from "#web/live/room-types.ts";
import { shortName } from "#web/staff/journeys/today/board.rules.ts";
import type { BoardVisit } from "#web/staff/shell/board.ts";
import { givenName } from "#web/staff/shell/names.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { countdown } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { useLegName } from "#web/ui/leg-name.ts";
import { Face } from "#web/ui/Person.tsx";
import { Dot } from "#web/ui/Pill.tsx";
import { KEYED_MAX } from "./keys.ts";
import { Picture } from "./Picture.tsx";
import { type TileFacts, tileFacts } from "./tile.rules.ts";

const tones: Partial<Record<TileFacts["state"], "good" | "glow" | "stop" | "warn">> = {
  live: "good",
  interrupted: "stop",
  paused: "warn",
  paused_staff: "warn",
  watch_needed: "stop",
  waiting: "glow",
  both_wait: "glow",
  family_waits: "glow",
  resident_waits: "glow",
};
const links = { live: "good", waiting: "wait", interrupted: "broken", paused: "broken", none: "wait" } as const;

/** One running visit: who is joined to whom, how well, and for how long still. Pictures only while this page watches it. */
export function Tile(props: {
  visit: BoardVisit;
  now: number;
  seen: WatchSnapshot;
  index: number;
  isChosen: boolean;
  onChoose: () => void;
  /** Opens or closes its pictures; absent where nobody may watch. */
  onPictures?: (() => void) | undefined;
}) {
  const { visit, now, seen, index, isChosen, onChoose, onPictures } = props;
  const { t } = useWords();
  const nameOf = useLegName();
  const watch = seen.watches[visit.id];
  const room = seen.rooms[visit.id];
  const isPrivate = visit.room === "privileged";
  const before = Date.parse(visit.startsAt) > now;
  const seconds = (Date.parse(before ? visit.startsAt : visit.endsAt) - now) / 1000;
  const people = watch?.state === "live" ? watch.people : undefined;
  const opened = watch !== undefined && watch.state !== "ended";
  const facts = tileFacts(visit, room, now);
  const names = (legs: TileFacts["weak"]) => legs.map((leg) => givenName(nameOf(leg))).join(", ");
  const tone = tones[facts.state];
  return (
    <article className="tilev" data-on={isChosen || undefined} data-waits={facts.state === "watch_needed" || undefined}>
      <div className="spread">
        <h2>
          {/* The whole tile is this button's target. */}
          <button type="button" className="tile-pick" aria-pressed={isChosen} onClick={onChoose}>
            {index < KEYED_MAX && (
              <span className="tile-key" aria-hidden="true">
                {index + 1}
              </span>
            )}
            {visit.stationName}
            <span className="hidden">
              {": "}
              {t("staff.visit.page", { resident: visit.residentName, contact: visit.contactName })}
            </span>
          </button>
        </h2>
        <span className="nums">
          <b>{countdown(seconds)}</b> <span className="left-word">{t(before ? "staff.live.to_start" : "staff.live.left")}</span>
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
          <Dot {...(tone ? { tone } : {})} />
          {facts.state === "watch_needed" && facts.waitsMinutes !== null
            ? t("staff.live.waits", { minutes: facts.waitsMinutes })
            : t(`staff.live.state.${facts.state}`)}
        </span>
        {facts.people > 2 && <span className="tile-state">{t("staff.live.people", { count: facts.people })}</span>}
      </p>
      {facts.doubted && <Fact icon="warning">{t("staff.live.doubted")}</Fact>}
      {facts.weak.length > 0 && <Fact icon="warning">{t("staff.live.weak", { who: names(facts.weak) })}</Fact>}
      {facts.held.length > 0 && <Fact icon="microphone-off">{t("staff.live.held", { who: names(facts.held) })}</Fact>}
      {isPrivate && <p className="soft">{t("staff.live.private")}</p>}
      {onPictures && (
        <p className="spread tile-acts">
          <Button kind="second" size="small" pressed={opened} onPress={onPictures}>
            <Icon name="eye" />
            {t(opened ? "staff.live.pictures.close" : "staff.live.pictures.open")}
            <span className="hidden"> {visit.stationName}</span>
          </Button>
          {opened && <span className="tile-state">{t(watch.state === "live" ? "staff.watch.you" : "staff.watch.asking.short")}</span>}
        </p>
      )}
    </article>
  );
}

function Fact({ icon, children }: { icon: "warning" | "microphone-off"; children: string }) {
  return (
    <p className="row tile-fact">
      <Icon name={icon} />
      {children}
    </p>
  );
}
