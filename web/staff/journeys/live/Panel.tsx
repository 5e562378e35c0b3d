import { lazy, Suspense, useState } from "react";
import type { Room } from "#contracts/live.ts";
import { problem } from "#web/client/problem.ts";
import { isIn } from "#web/live/legs.rules.ts";
import { paths } from "#web/staff/paths.ts";
import { type BoardVisit, isLive } from "#web/staff/shell/board.ts";
import { Go } from "#web/staff/shell/Go.tsx";
import { givenName } from "#web/staff/shell/names.ts";
import { useHere } from "#web/staff/shell/session.ts";
import { useWatching } from "#web/staff/shell/watching.tsx";
import { type Id, useWords } from "#web/staff/words.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { useLegName } from "#web/ui/leg-name.ts";
import { usePausedWords } from "#web/ui/live-words.ts";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Chat } from "./Chat.tsx";
import { EndVisit } from "./EndVisit.tsx";
import { type Asked, Hand } from "./Hand.tsx";
import { Picture } from "./Picture.tsx";
import { TakePart } from "./TakePart.tsx";
import { Warn } from "./Warn.tsx";

export type Act = Asked | "warn" | "end";
const WatchedSheet = lazy(() => import("./WatchedSheet.tsx"));

/** The chosen visit: what staff can do, and what both sides see when it is done. */
export function Panel(props: {
  visit: BoardVisit;
  now: number;
  mayWatch: boolean;
  mayAct: boolean;
  /** Which act asks, by its button or its key. */
  asked: Act | null;
  onAsk: (asked: Act | null) => void;
}) {
  const { visit, now, mayWatch, mayAct, asked, onAsk } = props;
  const { t } = useWords();
  const { role, facilityId, can } = useHere();
  const { handle, seen } = useWatching();
  const nameOf = useLegName();
  const [sound, setSound] = useState(false);
  const watch = seen.watches[visit.id];
  const room = seen.rooms[visit.id];
  const pausedWords = usePausedWords();
  const ending = room?.ending;
  const going = isLive(visit) && !ending;
  const open = seen.link === "open";
  const minutes = Math.max(0, Math.ceil((Date.parse(visit.endsAt) - now) / 60_000));
  const watches = watch && watch.state !== "ended";
  // Whoever takes part stands among the pictures.
  const others = room?.watches.filter(({ watchId, part }) => watchId !== watch?.watchId && !part) ?? [];
  return (
    <section className="card panelv stack" aria-labelledby="chosen">
      <div>
        <h2 id="chosen">
          {visit.stationName}: {visit.residentName}
        </h2>
        <p className="soft">{t("staff.live.with", { contact: visit.contactName })}</p>
      </div>
      <div role="status" className="stack">
        {watch?.state === "asking" && going && (
          <p className="watch-note">
            <Icon name="clock" />
            <span>
              <b>{t("staff.watch.asking")}</b> {t("staff.watch.asking.more", { role: t(`live.role.${role ?? "staff"}` as Id) })}
            </span>
          </p>
        )}
        {watch?.state === "live" && going && (
          <p className="watch-note" data-on="yes">
            <Icon name="eye" />
            <span>
              <b>{t("staff.watch.live")}</b> {t("staff.watch.live.more")}
            </span>
          </p>
        )}
        {!going && <Over visit={visit} ending={ending?.code} />}
        {room?.pausedFor && going && (
          <Banner tone="warn">{room.pausedFor === "staff" ? t("staff.hand.paused") : pausedWords(room, visit.timeZone)}</Banner>
        )}
      </div>
      {seen.refused && <Refusal problem={problem(seen.refused.codes, { facts: { ...seen.refused.facts } })} />}
      {watch?.state === "live" && going && (
        <div className="pictures">
          {shownLegs(room).map((leg) => (
            <figure key={leg.seat}>
              <Picture
                stream={watch.people?.[leg.seat]}
                muted={!sound}
                label={t("staff.live.picture", { name: nameOf(leg) })}
                name={nameOf(leg)}
              />
              <figcaption>{nameOf(leg)}</figcaption>
            </figure>
          ))}
          <Button kind="second" size="small" wide pressed={sound} onPress={() => setSound(!sound)}>
            <Icon name="sound" />
            {t(sound ? "staff.watch.sound_off" : "staff.watch.sound_on")}
          </Button>
        </div>
      )}
      {watch?.state === "live" && going && handle && (
        <Suspense>
          <WatchedSheet handle={handle} visitId={visit.id} isUp={open && room?.status !== "paused"} />
        </Suspense>
      )}
      {others.length > 0 && (
        <p className="soft">{t("staff.watch.others", { who: others.map((other) => t(`live.role.${other.role}` as Id)).join(", ") })}</p>
      )}
      {going && visit.room === "privileged" && <p>{t("staff.live.private")}</p>}
      {going && mayWatch && visit.room !== "privileged" && (
        <div className="stack">
          {watches ? (
            <Button wide onPress={() => handle?.unwatch(visit.id)}>
              {t(watch.state === "asking" ? "staff.watch.withdraw" : "staff.watch.stop")}
            </Button>
          ) : (
            <>
              <Button wide isDisabled={!open} onPress={() => handle?.watch(visit.id)}>
                <Icon name="eye" />
                {t("staff.watch.start")}
              </Button>
              <p className="soft">{t("staff.watch.start.more")}</p>
            </>
          )}
        </div>
      )}
      {going && can("visit.take_part") && visit.room !== "privileged" && (
        <TakePart facilityId={facilityId} visitId={visit.id} isOpen={open && room !== undefined} />
      )}
      {going && mayAct && (
        <div className="stack panel-acts">
          {room && (
            <Hand
              visitId={visit.id}
              room={room}
              handle={handle}
              isOpen={open}
              asked={asked === "mute" || asked === "camera_off" || asked === "pause" ? asked : null}
              onAsk={onAsk}
            />
          )}
          <Warn
            visit={visit}
            isOpen={open}
            onWarn={(said) => handle?.warn(visit.id, said)}
            notice={room?.notice ?? null}
            asking={asked === "warn"}
            onAsk={(asking) => onAsk(asking ? "warn" : null)}
          />
          <EndVisit
            visit={visit}
            minutes={minutes}
            isOpen={open}
            asking={asked === "end"}
            onAsk={(asking) => onAsk(asking ? "end" : null)}
            onEnd={(reason, note) => handle?.end(visit.id, reason, note)}
          />
        </div>
      )}
      {watch && (
        <Chat
          lines={seen.chat[visit.id] ?? []}
          typing={seen.typing[visit.id] ?? {}}
          room={room}
          visit={visit}
          isLive={watch.state === "live"}
        />
      )}
      <Go to={paths.visit} params={{ visitId: visit.id }} look="quiet">
        {t("staff.live.record")}
        <Icon name="next" />
      </Go>
    </section>
  );
}

/** Both sides' first screens always, and whoever else is in the visit. */
const shownLegs = (room: Room | undefined) =>
  (room?.legs ?? []).filter((leg) => leg.seat === "resident" || leg.seat === "family" || isIn(leg) || leg.status === "dropped");

/** How a visit that no longer runs came out, with the reason that both sides read. */
function Over({ visit, ending }: { visit: BoardVisit; ending: string | undefined }) {
  const { t } = useWords();
  const { outcome, reason } = visit;
  if (!ending && !outcome) return <p className="soft">{t("staff.live.over")}</p>;
  const names = { contact: givenName(visit.contactName), resident: givenName(visit.residentName) };
  return (
    <Banner>
      {outcome ? t(`staff.outcome.${outcome}`, names) : t(`staff.ending.${ending}` as Id)}
      {reason && ` ${t("live.reason", { reason: t(`live.reason.${reason}` as Id) })}.`}
    </Banner>
  );
}
