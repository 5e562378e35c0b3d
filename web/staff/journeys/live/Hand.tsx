import { useState } from "react";
import { type EndReason, endReasons } from "#contracts/interventions.ts";
import type { Room, Seat } from "#contracts/live.ts";
import { isIn } from "#web/live/legs.rules.ts";
import type { WatchHandle } from "#web/live/room-types.ts";
import { useWords } from "#web/staff/words.ts";
import { Button } from "#web/ui/Button.tsx";
import { RadioGroup } from "#web/ui/Choice.tsx";
import { Dialog } from "#web/ui/Dialog.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { useLegName } from "#web/ui/leg-name.ts";

export type Asked = "mute" | "camera_off" | "pause";

/** Mute, camera off, pause: pressed, then done by the press on its reason. What is held stands here, and one press takes it back. */
export function Hand(props: {
  visitId: string;
  room: Room;
  handle: WatchHandle | null;
  isOpen: boolean;
  /** Which act asks for its reason. */
  asked: Asked | null;
  onAsk: (asked: Asked | null) => void;
}) {
  const { visitId, room, handle, isOpen, asked, onAsk } = props;
  const { t } = useWords();
  const nameOf = useLegName();
  const [whom, setWhom] = useState<Seat | "all" | "">("");
  const paused = room.pausedFor === "staff";
  const there = room.legs.filter((leg) => leg.seat === "resident" || leg.seat === "family" || isIn(leg));
  const people = there.map((leg) => ({ value: leg.seat, label: nameOf(leg) }));
  const whomOf = asked === "mute" ? [{ value: "all" as const, label: t("staff.hand.all") }, ...people] : people;
  // Nobody is muted by a choice that was made for somebody else.
  const chosen = whomOf.find(({ value }) => value === whom)?.value ?? whomOf[0]?.value ?? "resident";
  const act = (reason: EndReason) => {
    if (asked === "pause") handle?.pause(visitId, true, reason);
    if (asked === "mute") handle?.mute(visitId, chosen, true, reason);
    if (asked === "camera_off" && chosen !== "all") handle?.cameraOff(visitId, chosen, true, reason);
    close();
  };
  const close = () => {
    setWhom("");
    onAsk(null);
  };
  const held = room.legs.filter((leg) => leg.held.sound || leg.held.picture);
  return (
    <>
      {(room.allMuted || held.length > 0) && (
        <ul className="list held-list" aria-label={t("staff.hand.held")}>
          {room.allMuted && (
            <li className="spread">
              <span>{t("staff.hand.all_muted")}</span>
              <Button kind="second" size="small" isDisabled={!isOpen} onPress={() => handle?.mute(visitId, "all", false)}>
                {t("staff.hand.unmute_all")}
              </Button>
            </li>
          )}
          {held.flatMap((leg) => [
            leg.held.sound && !room.allMuted && (
              <li key={`${leg.seat} sound`} className="spread">
                <span>{t("staff.hand.muted", { name: nameOf(leg) })}</span>
                <Button kind="second" size="small" isDisabled={!isOpen} onPress={() => handle?.mute(visitId, leg.seat, false)}>
                  {t("staff.hand.unmute", { name: nameOf(leg) })}
                </Button>
              </li>
            ),
            leg.held.picture && (
              <li key={leg.seat} className="spread">
                <span>{t("staff.hand.unseen", { name: nameOf(leg) })}</span>
                <Button kind="second" size="small" isDisabled={!isOpen} onPress={() => handle?.cameraOff(visitId, leg.seat, false)}>
                  {t("staff.hand.show", { name: nameOf(leg) })}
                </Button>
              </li>
            ),
          ])}
        </ul>
      )}
      <div className="hand">
        <Button kind="second" size="small" isDisabled={!isOpen} onPress={() => onAsk("mute")}>
          <Icon name="microphone-off" />
          {t("staff.hand.mute")}
        </Button>
        <Button kind="second" size="small" isDisabled={!isOpen} onPress={() => onAsk("camera_off")}>
          <Icon name="camera-off" />
          {t("staff.hand.camera_off")}
        </Button>
        {!paused && (
          <Button kind="second" size="small" isDisabled={!isOpen} onPress={() => onAsk("pause")}>
            <Icon name="pause" />
            {t("staff.hand.pause")}
          </Button>
        )}
      </div>
      {paused && (
        <Button wide isDisabled={!isOpen} onPress={() => handle?.pause(visitId, false)}>
          {t("staff.hand.resume")}
        </Button>
      )}
      <Dialog
        isOpen={asked !== null}
        onClose={close}
        title={t(`staff.hand.${asked ?? "mute"}.title`)}
        actions={
          <Button kind="second" onPress={close}>
            {t("shared.cancel")}
          </Button>
        }
      >
        <p>{t(`staff.hand.${asked ?? "mute"}.says`)}</p>
        {asked !== "pause" && <RadioGroup label={t("staff.hand.whom")} value={chosen} onChange={setWhom} options={whomOf} />}
        <fieldset className="ready">
          <legend>{t("staff.hand.why")}</legend>
          {endReasons.map((reason) => (
            <Button key={reason} kind="second" size="small" wide onPress={() => act(reason)}>
              {t(`staff.end.${reason}`)}
            </Button>
          ))}
        </fieldset>
      </Dialog>
    </>
  );
}
