import { OwnMirror } from "#web/family/journeys/live/OwnMirror.tsx";
import { useWords } from "#web/family/words.ts";
import { microphoneWords } from "#web/live/equipment.ts";
import type { EquipmentSnapshot } from "#web/live/room-types.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { LevelMeter } from "#web/ui/Meter.tsx";

/** One's own picture, and how loud the microphone hears. */
export function Mirror({ found, onRetry }: { found: EquipmentSnapshot | null; onRetry: () => void }) {
  const { t } = useWords();
  const { status = "asking", camera = false, microphone = false, heard = false, trouble = null, level = 0 } = found ?? {};
  const whole = camera && microphone;
  return (
    <section className="card stack" aria-labelledby="camera">
      <h2 id="camera" className="h3">
        {t("family.equipment.camera")}
      </h2>
      <OwnMirror found={found} />
      {trouble && (
        <Banner tone="warn" live>
          <p>
            <b>{t(`live.trouble.${trouble}`)}</b> {t(`live.trouble.${trouble}.more`)}
          </p>
        </Banner>
      )}
      {microphone && (
        <>
          <p>{t(heard ? microphoneWords({ microphone, heard }) : "family.equipment.speak")}</p>
          <LevelMeter level={level} />
        </>
      )}
      {status !== "asking" && !whole && (
        <Button kind="second" wide onPress={onRetry}>
          {t("live.check.again")}
        </Button>
      )}
    </section>
  );
}
