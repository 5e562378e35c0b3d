import { useWords } from "#web/kiosk/words.ts";
import type { RoomHandle, RoomSnapshot } from "#web/live/room-types.ts";
import { countdown, useFormat } from "#web/ui/format.ts";
import { ClockLine } from "#web/ui/Line.tsx";
import { Control } from "#web/ui/Stage.tsx";

/** Time and controls: the server's clock, what the line is like, and four things to press. */
export function Deck({
  handle,
  snapshot,
  unread,
  chatOpen,
  onChat,
  sheetOpen,
  onSheet,
  onLeave,
}: {
  handle: RoomHandle;
  snapshot: RoomSnapshot;
  unread: number;
  chatOpen: boolean;
  onChat: () => void;
  sheetOpen: boolean;
  /** Left out where there is no sheet: a privileged visit has none. */
  onSheet: (() => void) | undefined;
  onLeave: () => void;
}) {
  const { t } = useWords();
  return (
    <section className="deck" aria-label={t("live.deck")}>
      <Time snapshot={snapshot} />
      <div className="controls">
        <Control
          icon={snapshot.microphone ? "microphone" : "microphone-off"}
          pressed={!snapshot.microphone}
          onPress={() => handle.setMicrophone(!snapshot.microphone)}
        >
          {t("live.mute")}
        </Control>
        <Control
          icon={snapshot.camera ? "camera" : "camera-off"}
          pressed={!snapshot.camera}
          onPress={() => handle.setCamera(!snapshot.camera)}
        >
          {t("live.camera_off")}
        </Control>
        <Control icon="chat" pressed={chatOpen} onPress={onChat}>
          {unread > 0 ? t("live.chat.unread", { count: unread }) : t("live.chat")}
        </Control>
        {onSheet && (
          <Control icon="paper" pressed={sheetOpen} onPress={onSheet}>
            {t("live.sheet")}
          </Control>
        )}
        <Control icon="hang-up" kind="end" onPress={onLeave}>
          {t("live.leave")}
        </Control>
      </div>
    </section>
  );
}

function Time({ snapshot }: { snapshot: RoomSnapshot }) {
  const { t } = useWords();
  const format = useFormat();
  const { room, secondsLeft, media, link } = snapshot;
  if (!room) return <div className="time" />;
  const total = Math.round((Date.parse(room.endsAt) - Date.parse(room.startsAt)) / 1000);
  const used = secondsLeft === null ? 0 : total - secondsLeft;
  const line =
    link !== "open" || !room.connected || media === "none" || media === "stopped"
      ? "live.link.none"
      : media === "sound_only"
        ? "live.link.sound_only"
        : "live.link.good";
  const ends = t("live.ends_at", { time: format.time(room.endsAt, room.timeZone) });
  return (
    <div className="time">
      <p className="spread">
        {secondsLeft === null ? (
          <b className="left-words">{t("live.not_started", { time: format.time(room.startsAt, room.timeZone) })}</b>
        ) : (
          <span>
            <b className="left nums" role="timer">
              {countdown(secondsLeft)}
            </b>{" "}
            {t("live.left")}
          </span>
        )}
        <span className="time-end">
          {t(line)}
          <br />
          <span className="soft2">{t("kiosk.live.ends", { ends, zone: format.zone(room.timeZone, room.endsAt) })}</span>
        </span>
      </p>
      <ClockLine part={used / total} label={t("live.used", { used: format.duration(used), total: format.duration(total) })} />
    </div>
  );
}
