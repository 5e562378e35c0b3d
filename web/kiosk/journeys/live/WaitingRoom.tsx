import { problem } from "#web/client/problem.ts";
import { LawyerLine } from "#web/kiosk/journeys/people/LawyerLine.tsx";
import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { useWords } from "#web/kiosk/words.ts";
import { farLeg, ownLeg } from "#web/live/legs.rules.ts";
import type { RoomSnapshot } from "#web/live/room-types.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { countdown, useFormat } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { LivePicture } from "#web/ui/LivePicture.tsx";
import { usePausedWords } from "#web/ui/live-words.ts";
import { PersonChip } from "#web/ui/Person.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Watches } from "./Watches.tsx";

/** Shows only what the server knows: the time, who is here; and the button in, which says that the visit is recorded. */
export function WaitingRoom({
  snapshot,
  stream,
  name,
  onJoin,
  onBack,
}: {
  snapshot: RoomSnapshot;
  stream: MediaStream | null;
  name: string;
  onJoin: () => void;
  onBack: () => void;
}) {
  const { t } = useWords();
  const format = useFormat();
  const pausedWords = usePausedWords();
  const { room, link, now } = snapshot;
  const seconds = room ? Math.ceil((Date.parse(room.startsAt) - now) / 1000) : 0;
  const mine = room ? ownLeg(room) : undefined;
  const far = room ? farLeg(room) : undefined;
  const again = mine !== undefined && mine.status !== "not_joined";
  const recorded = room?.kind === "recorded" ? "recorded" : "unrecorded";
  const farState =
    far?.status === "joined" || far?.status === "rejoined"
      ? "live.wait.they_in"
      : far?.here
        ? "live.wait.they_here"
        : "live.wait.they_away";
  return (
    <KioskScreen
      title={t("live.wait.title")}
      wide
      rule
      lead={t("live.title", { name })}
      foot={
        <Button kind="second" onPress={onBack}>
          <Icon name="previous" />
          {t("kiosk.wait.leave")}
        </Button>
      }
    >
      <div className="check-room">
        <figure className="check-picture">
          <LivePicture stream={stream} label={t("live.check.own")} kind="own" />
        </figure>
        <div className="stack check-words">
          <Watches room={room} />
          {room?.mustBeWatched && (
            <Banner icon="eye" live>
              {room.pausedFor === "watch_needed" ? pausedWords(room, room.timeZone) : t("live.wait.watched")}
            </Banner>
          )}
          {room && (
            <>
              <p className="when" role="timer">
                {seconds > 0 ? t("live.wait.starts_in", { time: countdown(seconds) }) : t("live.wait.started")}
              </p>
              <p className="soft">
                {t("live.wait.ends", { time: format.time(room.endsAt, room.timeZone), zone: format.zone(room.timeZone, room.endsAt) })}
              </p>
              <div role="status">
                <PersonChip name={name} tone={far?.here ? "glow" : "plain"} about={t(farState, { name })} />
              </div>
            </>
          )}
          {snapshot.refused && <Refusal problem={problem(snapshot.refused.codes, { facts: { ...snapshot.refused.facts } })} />}
          {link !== "open" && (
            <p className="lead" role="status">
              {t(link === "lost" ? "kiosk.gone.trying" : "live.wait.connecting")}
            </p>
          )}
          <Button wide isDisabled={link !== "open" || !room || !stream} onPress={onJoin}>
            {t(again ? `live.join.again.${recorded}` : `live.join.${recorded}`)}
          </Button>
          {recorded === "recorded" && <p className="soft">{t("live.join.means")}</p>}
          {recorded === "recorded" && <LawyerLine />}
          <p className="soft">{t("live.wait.only_known")}</p>
        </div>
      </div>
    </KioskScreen>
  );
}
