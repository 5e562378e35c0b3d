import { useWords } from "#web/family/words.ts";
import type { EquipmentSnapshot } from "#web/live/room-types.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { LivePicture } from "#web/ui/LivePicture.tsx";

/** One's own picture, or the words in its place. */
export function OwnMirror({ found }: { found: EquipmentSnapshot | null }) {
  const { t } = useWords();
  const { status = "asking", stream = null, camera = false } = found ?? {};
  return (
    <div className="mirror gap-4">
      {stream && camera ? (
        <LivePicture stream={stream} label={t("live.check.own")} kind="own" />
      ) : (
        <p className="mirror-words">
          <Icon name={status === "asking" ? "camera" : "camera-off"} />
          {t(status === "asking" ? "live.check.asking" : "live.check.camera_off")}
        </p>
      )}
    </div>
  );
}
