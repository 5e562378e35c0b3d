import { useWords } from "#web/family/words.ts";
import { farLeg } from "#web/live/legs.rules.ts";
import type { RoomSnapshot } from "#web/live/room-types.ts";
import { failing, weakLine } from "#web/live/weak.rules.ts";
import { Button } from "#web/ui/Button.tsx";
import { Held } from "#web/ui/Held.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { useWarningWords } from "#web/ui/live-words.ts";
import { Notice } from "#web/ui/Stage.tsx";
import { useDraft } from "#web/ui/useDraft.ts";
import type { Cover } from "./told.rules.ts";
import { Watches } from "./Watches.tsx";

/** The clock's own notices step aside; the clock goes on saying it. */
const TIME_NOTICE_MS = 20_000;

/** What both sides must know while they talk. A warning from staff stays until it was read. */
export function Notices({ shown, name, cover }: { shown: RoomSnapshot; name: string; cover: Cover }) {
  const { t } = useWords();
  // Kept across reloads of this tab: nobody has to confirm twice that they have read a warning.
  const [read, setRead] = useDraft("read-notice", { id: "" });
  const { room, media, link, now } = shown;
  const far = room ? farLeg(room) : undefined;
  const notice = room?.notice;
  // Where the stage says in large words that nobody is seen or heard, a weak line is not what it is about.
  const weak = cover === null ? weakLine(room) : null;
  const warningWords = useWarningWords();
  const warned = notice ? warningWords(notice) : { who: "", words: "", lang: undefined };
  const fails = failing(room);
  const fresh = notice && now - Date.parse(notice.at) < TIME_NOTICE_MS;
  return (
    <div className="over-top">
      {room && (
        <Notice kind={room.kind === "recorded" ? "recorded" : "plain"}>
          {room.kind !== "recorded" ? t("live.unrecorded") : t(room.recording === "proven" ? "live.recorded" : "live.recorded.starting")}
        </Notice>
      )}
      {room && <Watches watches={room.watches} />}
      <Held room={room} covered={far?.seat} />
      {notice?.code === "warning" && notice.id !== read.id && (
        <div className="notice warning" role="alert">
          <Icon name="warning" />
          <div className="grow">
            <p>
              <b>{warned.who}</b> <span lang={warned.lang}>{warned.words}</span>
            </p>
            <Button kind="second" size="small" onPress={() => setRead({ id: notice.id })}>
              {t("live.notice.seen")}
            </Button>
          </div>
        </div>
      )}
      {notice && notice.code !== "warning" && fresh && (
        <p className="notice">
          <Icon name="clock" />
          <span>{t(`live.notice.${notice.code}`)}</span>
        </p>
      )}
      {link === "lost" && cover === null && (
        <p className="notice" role="status">
          <Icon name="warning" />
          <span>{t("live.lost.server", { name })}</span>
        </p>
      )}
      {weak && (
        <p className="notice" role="status">
          <Icon name={weak.endsWith("none") ? "sound" : "warning"} />
          <span>
            {t(`live.weak.${weak}`, { name })} {weak.startsWith("own") && t("family.live.weak.more")}
          </span>
        </p>
      )}
      {fails && (
        <p className="notice" role="status">
          <Icon name="warning" />
          <span>{t(`live.fails.${fails}`, { name })}</span>
        </p>
      )}
      {!weak && !fails && media === "sound_only" && cover === null && far?.camera !== false && (
        <p className="notice" role="status">
          <Icon name="sound" />
          <span>{t("live.sound_only")}</span>
        </p>
      )}
      {far?.microphone === false && !far.held.sound && cover !== "away" && cover !== "left" && (
        <p className="notice">
          <Icon name="microphone-off" />
          <span>{t("live.far.muted", { name })}</span>
        </p>
      )}
    </div>
  );
}
