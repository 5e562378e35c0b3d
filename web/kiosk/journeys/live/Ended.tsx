import { Foot } from "#web/kiosk/shell/Done.tsx";
import { useGo } from "#web/kiosk/shell/go.ts";
import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { type Id, useWords } from "#web/kiosk/words.ts";
import type { RoomSnapshot } from "#web/live/room-types.ts";
import { Button } from "#web/ui/Button.tsx";
import { useFormat } from "#web/ui/format.ts";
import { knows } from "#web/words/words.tsx";

/** After the visit: why it ended, how long both sides were connected, and what now. */
export function Ended({
  room,
  closed,
  left: wentOut,
  name,
  visitId,
  onAgain,
}: {
  room: RoomSnapshot["room"];
  closed: RoomSnapshot["closed"];
  /** The person went out, while the place lasts. */
  left: boolean;
  name: string;
  visitId: string;
  onAgain: () => void;
}) {
  const { t } = useWords();
  const format = useFormat();
  const go = useGo();
  // Nobody comes back into a visit that is over, whoever went first.
  const left = wentOut && !room?.ending;
  const mayReturn = left || closed === "replaced";
  const { reason } = room?.ending ?? { reason: null };
  const reasonId = `live.reason.${reason}`;
  const title = room?.ending || left || closed === "over" ? "live.ended.title" : "kiosk.live.out";
  return (
    <KioskScreen message title={t(left ? "live.ended.left_you" : title)} rule foot={<Foot />}>
      <div className="stack kiosk-words">
        {!left && <p className="lead">{why()}</p>}
        {reason !== null && <p className="lead">{t("live.reason", { reason: knows(reasonId) ? t(reasonId as Id) : reason })}</p>}
        {room && !mayReturn && (
          <p className="when">
            {room.connectedSeconds > 0
              ? t("live.ended.talked", { time: format.duration(room.connectedSeconds) })
              : t("live.ended.not_talked")}
          </p>
        )}
        {left && room && <p className="lead">{t("live.leave.text", { name, time: format.time(room.endsAt, room.timeZone) })}</p>}
        <div className="actions">
          {mayReturn && <Button onPress={onAgain}>{t("kiosk.live.again")}</Button>}
          <Button kind={mayReturn ? "second" : "line"} onPress={go.home}>
            {t("kiosk.live.home")}
          </Button>
          <Button kind="second" onPress={() => go.visit(visitId)}>
            {t("live.ended.record")}
          </Button>
        </div>
      </div>
    </KioskScreen>
  );

  function why(): string {
    if (room?.ending) {
      const { code, by } = room.ending;
      if (code === "left") return by === room.me ? t("live.ended.left_you") : t("live.ended.left_them", { name });
      return t(`live.ended.${code}`);
    }
    return t(`live.closed.${closed ?? "over"}`);
  }
}
