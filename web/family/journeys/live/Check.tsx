import { useEffect, useRef } from "react";
import type { VisitOfPage } from "#web/family/journeys/visits/Visit.tsx";
import { Bottom } from "#web/family/shell/parts.tsx";
import { useTimes } from "#web/family/shell/times.ts";
import { useWords } from "#web/family/words.ts";
import { microphoneWords } from "#web/live/equipment.ts";
import type { EquipmentSnapshot } from "#web/live/room-types.ts";
import { Banner } from "#web/ui/Banner.tsx";
import { Button } from "#web/ui/Button.tsx";
import { ownZone } from "#web/ui/format.ts";
import { LevelMeter } from "#web/ui/Meter.tsx";
import { Pill } from "#web/ui/Pill.tsx";
import { useNow } from "#web/ui/Time.tsx";
import { OwnMirror } from "./OwnMirror.tsx";
import { Plain } from "./Plain.tsx";

export interface CheckProps {
  visit: VisitOfPage;
  found: EquipmentSnapshot | null;
  isEntering: boolean;
  onRetry: () => void;
  onReady: () => void;
}

/** Camera and microphone before anybody else sees them; any time before the visit, so that trouble is found early. */
export function Check({ visit, found, isEntering, onRetry, onReady }: CheckProps) {
  const { t } = useWords();
  const times = useTimes();
  const now = useNow();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { status = "asking", camera = false, microphone = false, level = 0, heard = false, trouble = null } = found ?? {};
  const opensIn = (Date.parse(visit.opensAt) - now) / 1000;
  const ready = status === "ready";
  const tooEarly = opensIn > 0;
  return (
    <Plain visitId={visit.id}>
      <h1 className="h1-small" tabIndex={-1} ref={heading}>
        {t("live.check.title")}
      </h1>
      <p className="soft gap-2">{t("live.check.lead")}</p>
      <OwnMirror found={found} />
      <div role="status" className="gap-4 stack">
        {status === "asking" && <p>{t("live.check.asking.more")}</p>}
        {status === "trouble" && trouble && (
          <Banner tone="warn">
            <p>
              <b>{t(`live.trouble.${trouble}`)}</b> {t(`live.trouble.${trouble}.more`)}
            </p>
          </Banner>
        )}
        {ready && (
          <p className="row row-wrap pills">
            <Pill tone={camera ? "good" : "warn"} icon={camera ? "check" : "camera-off"}>
              {t(camera ? "live.check.camera_on" : "live.check.camera_off")}
            </Pill>
            <Pill tone={microphone && heard ? "good" : "warn"} icon={!microphone ? "microphone-off" : heard ? "check" : "microphone"}>
              {t(microphoneWords({ microphone, heard }))}
            </Pill>
          </p>
        )}
        {ready && !camera && <p>{t("live.check.sound_only")}</p>}
      </div>
      {ready && microphone && (
        <div className="gap-4">
          <LevelMeter level={level} />
        </div>
      )}
      {(status === "trouble" || (ready && !(camera && microphone))) && (
        <div className="gap-5">
          <Button kind="second" wide onPress={onRetry}>
            {t("live.check.again")}
          </Button>
        </div>
      )}
      <Bottom label={t("live.steps")}>
        {tooEarly && (
          <p>
            <b>{ready ? t("family.live.too_early", { time: times.time(visit.opensAt, ownZone()) }) : null}</b>{" "}
            {t("family.live.too_early.more", { time: times.until(opensIn) })}
          </p>
        )}
        <Button wide isDisabled={!ready || tooEarly} isPending={isEntering} onPress={onReady}>
          {t(ready && !camera ? "family.live.ready.sound" : "family.live.ready")}
        </Button>
      </Bottom>
    </Plain>
  );
}
