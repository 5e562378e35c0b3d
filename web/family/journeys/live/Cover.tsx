import type { Room } from "#contracts/live.ts";
import { useWords } from "#web/family/words.ts";
import { ownZone } from "#web/ui/format.ts";
import { Icon } from "#web/ui/Icon.tsx";
import { usePausedWords } from "#web/ui/live-words.ts";
import { Face } from "#web/ui/Person.tsx";
import type { Cover as Kind } from "./told.rules.ts";

/** What stands where the other side's picture would be, in words: why it is not there, and that it comes back by itself. */
export function Cover({ cover, room, name }: { cover: Kind; room: Room | null; name: string }) {
  const { t } = useWords();
  const pausedWords = usePausedWords();
  if (cover === null) return null;
  const words = {
    server_lost: [t("live.lost.title"), t("live.lost.text")],
    lost: [t("live.lost.title"), t("live.lost.text")],
    stopped: [t("live.lost.title"), t("live.stopped", { name })],
    paused: [t("live.paused"), room ? pausedWords(room, ownZone()) : ""],
    away: [t("live.far.waiting", { name }), t("live.far.waiting.more", { name })],
    arriving: [t("live.far.starting", { name }), ""],
    left: [t("live.far.left", { name }), t("live.far.left.more", { name })],
    dropped: [t("live.far.lost", { name }), t("live.far.lost.more")],
    sound: [t("live.link.sound_only"), t("live.sound_only")],
    held: [t("live.held.far_camera", { name }), ""],
    camera_off: [t("live.far.camera_off", { name }), ""],
  }[cover];
  const broken = ["server_lost", "lost", "stopped", "dropped", "paused"].includes(cover);
  return (
    <div className="cover" role={broken ? "alert" : "status"}>
      {broken ? <Icon name={cover === "paused" ? "pause" : "warning"} /> : <Face name={name} size="big" />}
      <p className="cover-title">{words[0]}</p>
      {words[1] && <p>{words[1]}</p>}
    </div>
  );
}
