import { KioskScreen } from "#web/kiosk/shell/KioskScreen.tsx";
import { useWords } from "#web/kiosk/words.ts";
import { microphoneWords } from "#web/live/equipment.ts";
import type { EquipmentSnapshot, RoomSnapshot } from "#web/live/room-types.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { Icon } from "#web/ui/Icon.tsx";
import { LivePicture } from "#web/ui/LivePicture.tsx";
import { LevelMeter } from "#web/ui/Meter.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { Watches } from "./Watches.tsx";

/** Before a visit: does this kiosk see and hear the person? */
export function Check({
  equipment,
  room,
  onRetry,
  onGoOn,
  onBack,
}: {
  equipment: EquipmentSnapshot;
  room: RoomSnapshot["room"];
  onRetry: () => void;
  onGoOn: () => void;
  onBack: () => void;
}) {
  const { t } = useWords();
  const { status, trouble, camera, microphone, heard } = equipment;
  return (
    <KioskScreen
      title={t("live.check.title")}
      wide
      rule
      lead={t("live.check.lead")}
      foot={
        <Button kind="second" onPress={onBack}>
          <Icon name="previous" />
          {t("shared.back")}
        </Button>
      }
    >
      <div className="check-room">
        <figure className="check-picture">
          {status === "ready" && camera ? (
            <LivePicture stream={equipment.stream} label={t("live.check.own")} kind="own" />
          ) : (
            <p className="lead">{t(status === "asking" ? "live.check.asking" : "live.check.camera_off")}</p>
          )}
        </figure>
        <div className="stack check-words">
          <Watches room={room} />
          {status === "ready" && (
            <>
              <p className="row row-wrap">
                <Pill tone={camera ? "good" : "warn"}>{t(camera ? "live.check.camera_on" : "live.check.camera_off")}</Pill>
                <Pill tone={microphone && heard ? "good" : "warn"}>{t(microphoneWords(equipment))}</Pill>
              </p>
              {microphone && <LevelMeter level={equipment.level} />}
              {!(camera && microphone) && <Banner tone="warn">{t("kiosk.check.part")}</Banner>}
              <Button wide onPress={onGoOn}>
                {t("kiosk.check.go_on")}
              </Button>
            </>
          )}
          {status === "trouble" && trouble && (
            <Banner tone="stop">
              <p>
                <b>{t(`live.trouble.${trouble}`)}</b> {t("kiosk.check.trouble")}
              </p>
            </Banner>
          )}
          {status !== "asking" && (
            <Button kind="second" wide onPress={onRetry}>
              {t("live.check.again")}
            </Button>
          )}
        </div>
      </div>
    </KioskScreen>
  );
}
