import { useEffect, useRef, useState } from "react";
import type { VisitOfPage } from "#web/family/journeys/visits/Visit.tsx";
import { useCostWords } from "#web/family/shell/Cost.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import type { RoomSnapshot } from "#web/live/room-types.ts";
import { countdown, ownZone } from "#web/ui/format.ts";
import { ClockLine } from "#web/ui/Line.tsx";
import { Control } from "#web/ui/Stage.tsx";

export interface DeckProps {
  visit: VisitOfPage;
  shown: RoomSnapshot;
  chatOpen: boolean;
  onMicrophone: (on: boolean) => void;
  onCamera: (on: boolean) => void;
  onChat: () => void;
  sheetOpen: boolean;
  /** Left out where there is no sheet: a privileged visit has none. */
  onSheet: (() => void) | undefined;
  onLeave: () => void;
}

/** Connected time runs on between the server's messages, which only come when something changes. */
function connectedNow({ room, now }: RoomSnapshot): number {
  if (!room) return 0;
  const since = room.connected ? Math.max(0, Math.floor((now - Date.parse(room.now)) / 1000)) : 0;
  return room.connectedSeconds + since;
}

/** Time and controls. The clock is the server's; it says the smaller of what is left of the visit and of the place. */
export function Deck({ visit, shown, chatOpen, onMicrophone, onCamera, onChat, sheetOpen, onSheet, onLeave }: DeckProps) {
  const { t } = useWords();
  const times = useTimes();
  const costWords = useCostWords();
  const { room, secondsLeft, media, link, microphone, camera, chat } = shown;
  const unread = useUnread(chat.filter((line) => line.seat !== room?.seat).length, chatOpen);
  const total = (Date.parse(visit.endsAt) - Date.parse(visit.startsAt)) / 1000;
  const used = secondsLeft === null ? 0 : Math.max(0, total - secondsLeft);
  const state =
    link !== "open" || room?.status === "paused" || media === "none" || media === "stopped"
      ? "live.link.none"
      : media === "sound_only"
        ? "live.link.sound_only"
        : "live.link.good";
  const connected = connectedNow(shown);
  return (
    <section className="deck panel" aria-label={t("live.deck")}>
      <div className="spread">
        <p>
          {secondsLeft === null ? (
            <b className="left">{t("live.not_started", { time: times.time(visit.startsAt, ownZone()) })}</b>
          ) : (
            <>
              <b className="left nums" role="timer" aria-label={t("live.left.spoken", { time: times.duration(secondsLeft) })}>
                {countdown(secondsLeft)}
              </b>{" "}
              <span className="soft2">{t("live.left")}</span>
            </>
          )}
        </p>
        <p className="deck-right">
          <b className="money">{visit.cost ? costWords(visit.cost) : t("family.live.cost")}</b>
          <br />
          {/* Nothing is counted before both sides are there, and "0:00" would only worry. */}
          <span className="soft2 nums">{connected > 0 && t("live.connected", { time: countdown(connected) })}</span>
        </p>
      </div>
      <ClockLine part={total > 0 ? used / total : 0} label={t("live.used", { used: times.duration(used), total: times.duration(total) })} />
      <p className="spread soft2 nums deck-under">
        <span>{t(state)}</span>
        <span>{t("live.ends_at", { time: times.time(visit.endsAt, ownZone()) })}</span>
      </p>
      <div className="controls">
        <Control icon={microphone ? "microphone" : "microphone-off"} pressed={!microphone} onPress={() => onMicrophone(!microphone)}>
          {t("live.mute")}
        </Control>
        <Control icon={camera ? "camera" : "camera-off"} pressed={!camera} onPress={() => onCamera(!camera)}>
          {t("live.camera_off")}
        </Control>
        <span className="with-count">
          <Control icon="chat" pressed={chatOpen} onPress={onChat}>
            {t("live.chat")}
            {unread > 0 && <span className="hidden"> {t("live.chat.unread", { count: unread })}</span>}
          </Control>
          {unread > 0 && (
            <span className="count nums" aria-hidden="true">
              {unread}
            </span>
          )}
        </span>
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

/** Lines from the other side that came while the chat was closed. */
function useUnread(count: number, chatOpen: boolean): number {
  const [seen, setSeen] = useState(count);
  const latest = useRef(count);
  latest.current = count;
  useEffect(() => {
    if (chatOpen) setSeen(count);
    return () => {
      if (chatOpen) setSeen(latest.current);
    };
  }, [chatOpen, count]);
  return chatOpen ? 0 : Math.max(0, count - seen);
}
