import { useWords } from "#web/kiosk/words.ts";
import type { RoomSnapshot } from "#web/live/room-types.ts";
import { useFormat } from "#web/ui/format.ts";
import { usePausedWords } from "#web/ui/live-words.ts";
import { isQuiet, type Telling, tellingOf } from "./telling.ts";

/** Words over the far side's picture: why there is none, and that it comes back by itself. */
export function Over({ snapshot, name }: { snapshot: RoomSnapshot; name: string }) {
  const { t } = useWords();
  const format = useFormat();
  const pausedWords = usePausedWords();
  const telling = tellingOf(snapshot);
  const said = words(telling);
  return (
    <div role="status" className={isQuiet(telling) ? "telling-edge" : "telling"} data-said={said ? "yes" : undefined}>
      {said && (
        <div className="panel">
          <p className="lead">
            <b>{said[0]}</b>
          </p>
          {said[1] && <p>{said[1]}</p>}
          {telling.code === "waiting" && snapshot.secondsLeft === null && snapshot.room && (
            <p>{t("live.not_started", { time: format.time(snapshot.room.startsAt, snapshot.room.timeZone) })}</p>
          )}
        </div>
      )}
    </div>
  );

  function words(now: Telling): [string, string?] | null {
    switch (now.code) {
      case "none":
        return null;
      case "lost":
        return [t("live.lost.title"), t("live.lost.text")];
      case "paused":
        return snapshot.room ? [t("live.paused"), pausedWords(snapshot.room, snapshot.room.timeZone)] : [t("live.paused")];
      case "waiting":
        return [t("live.far.waiting", { name }), t("live.far.waiting.more", { name })];
      case "left":
        return [t("live.far.left", { name }), t("live.far.left.more", { name })];
      case "far_lost":
        return [t("live.far.lost", { name }), t("live.far.lost.more", { name })];
      case "starting":
        return [t("live.far.starting", { name })];
      case "stopped":
        return [t("live.stopped", { name })];
      case "held":
        return [t("live.held.far_camera", { name })];
      case "camera_off":
        return [t("live.far.camera_off", { name })];
      case "sound_only":
        return [t("live.sound_only")];
    }
  }
}
