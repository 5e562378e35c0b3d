import { useEffect, useRef } from "react";
import { problem } from "#web/client/problem.ts";
import type { VisitOfPage } from "#web/family/journeys/visits/Visit.tsx";
import { firstName } from "#web/family/journeys/visits/visit-words.ts";
import { Bottom } from "#web/family/shell/parts.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { farLeg, ownLeg } from "#web/live/legs.rules.ts";
import type { EquipmentSnapshot, RoomSnapshot } from "#web/live/room-types.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { countdown, ownZone } from "#web/ui/format.ts";
import { LivePicture } from "#web/ui/LivePicture.tsx";
import { usePausedWords } from "#web/ui/live-words.ts";
import { Face } from "#web/ui/Person.tsx";
import { Refusal } from "#web/ui/Refusal.tsx";
import { Plain } from "./Plain.tsx";
import { Watches } from "./Watches.tsx";

export interface WaitingRoomProps {
  visit: VisitOfPage;
  shown: RoomSnapshot;
  found: EquipmentSnapshot | null;
  onJoin: () => void;
}

/** Before the visit: the clock, who is here, and the button that says whether it is recorded. Only what the server knows. */
export function WaitingRoom({ visit, shown, found, onJoin }: WaitingRoomProps) {
  const { t } = useWords();
  const times = useTimes();
  const pausedWords = usePausedWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { room, link, now } = shown;
  const far = room ? farLeg(room) : undefined;
  const own = room ? ownLeg(room) : undefined;
  const name = firstName(visit.withName);
  const startsIn = Math.ceil((Date.parse(visit.startsAt) - now) / 1000);
  const farIn = far?.status === "joined" || far?.status === "rejoined";
  const open = link === "open" && room !== null;
  const kind = (room?.kind ?? visit.room) === "recorded" ? "recorded" : "unrecorded";
  const wasIn = own !== undefined && own.status !== "not_joined";
  const join = wasIn ? (`live.join.again.${kind}` as const) : (`live.join.${kind}` as const);
  return (
    <Plain visitId={visit.id}>
      {room && <Watches watches={room.watches} />}
      {room?.mustBeWatched && (
        <Banner icon="eye" live>
          {room.pausedFor === "watch_needed" ? pausedWords(room, ownZone()) : t("live.wait.watched")}
        </Banner>
      )}
      <h1 className="h1-small" tabIndex={-1} ref={heading}>
        {t("live.wait.title")}
      </h1>
      {startsIn > 0 ? (
        <p className="wait-clock gap-3">
          <span className="soft">{t("family.live.starts_in")}</span>
          <b className="nums" role="timer">
            {countdown(startsIn)}
          </b>
        </p>
      ) : (
        <p className="lead gap-3">{t("live.wait.started")}</p>
      )}
      <p className="soft gap-1">
        {t("live.wait.ends", { time: times.time(visit.endsAt, ownZone()), zone: times.zone(ownZone(), visit.endsAt) })}
      </p>
      <div className="two gap-6" data-there={far?.here || farIn ? "yes" : "no"}>
        <span className="two-face">
          {found?.stream && found.camera ? (
            <span className="two-own">
              <LivePicture stream={found.stream} label={t("live.check.own")} kind="own" />
            </span>
          ) : (
            <Face name={t("live.record.you")} size="big" />
          )}
        </span>
        <svg className="two-line" viewBox="0 0 120 40" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <path d="M0 30C60 30 60 10 120 10" />
        </svg>
        <span className="two-face">
          <Face name={visit.withName} size="big" {...(far?.here || farIn ? {} : { tone: "plain" as const })} />
        </span>
        <p>{t("live.wait.you_here")}</p>
        <p aria-live="polite">
          {farIn ? t("live.wait.they_in", { name }) : t(far?.here ? "live.wait.they_here" : "live.wait.they_away", { name })}
        </p>
      </div>
      <p className="soft gap-4">{t("live.wait.only_known")}</p>
      {shown.refused && (
        <div className="gap-4">
          <Refusal problem={problem(shown.refused.codes, { facts: { ...shown.refused.facts } })} />
        </div>
      )}
      {link === "lost" && (
        <div className="gap-4">
          <Banner tone="warn" live>
            {t("live.wait.connecting")}
          </Banner>
        </div>
      )}
      <Bottom label={t("live.steps")}>
        <p className="soft" id="join-means">
          {!open
            ? t("live.join.soon")
            : startsIn > 0
              ? t("family.live.starts", { time: times.time(visit.startsAt, ownZone()) })
              : kind === "recorded"
                ? t("live.join.means")
                : null}
        </p>
        <Button wide isDisabled={!open || startsIn > 0 || !found?.stream} describedBy="join-means" onPress={onJoin}>
          {t(join)}
        </Button>
      </Bottom>
    </Plain>
  );
}
