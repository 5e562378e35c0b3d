import type { Room } from "#contracts/live.ts";
import { farLeg, isIn, type Leg } from "#web/live/legs.rules.ts";

/** What is read out to somebody who cannot see the screen: an id of the live words. */
export type Told =
  | "live.told.joined"
  | "live.told.left"
  | "live.told.connected"
  | "live.told.they_muted"
  | "live.told.they_unmuted"
  | "live.watch.ended"
  | "live.back"
  | "live.notice.five_minutes"
  | "live.notice.one_minute";

/** One thing to say, and of whom where it is about somebody. */
export interface Said {
  id: Told;
  of?: Leg;
}

/** What happened between two states of a room that is worth saying; what the notices say by themselves is left out. */
export function told(before: Room | null, after: Room): Said[] {
  if (!before || before.visitId !== after.visitId) return [];
  const ofEach = after.legs
    .filter(({ seat }) => seat !== after.seat)
    .flatMap((leg) => {
      const was = before.legs.find(({ seat }) => seat === leg.seat);
      const stayed = isIn(leg) && was !== undefined && isIn(was);
      const ids: [boolean, Told][] = [
        [isIn(leg) && !(was && isIn(was)), "live.told.joined"],
        [leg.status === "left" && was?.status !== "left", "live.told.left"],
        [stayed && !leg.microphone && was.microphone, "live.told.they_muted"],
        [stayed && leg.microphone && !was.microphone, "live.told.they_unmuted"],
      ];
      return ids.filter(([happened]) => happened).map(([, id]) => ({ id, of: leg }));
    });
  const news: [boolean, Told][] = [
    [after.connected && !before.connected, before.connectedSeconds > 0 ? "live.back" : "live.told.connected"],
    [before.watches.length > 0 && after.watches.length === 0, "live.watch.ended"],
    [after.notice?.id !== before.notice?.id && after.notice?.code === "five_minutes", "live.notice.five_minutes"],
    [after.notice?.id !== before.notice?.id && after.notice?.code === "one_minute", "live.notice.one_minute"],
  ];
  return [...ofEach, ...news.filter(([happened]) => happened).map(([, id]) => ({ id }))];
}

/** What covers the far picture now, worst first; null while it can be seen. */
export type Cover =
  | "server_lost"
  | "paused"
  | "away"
  | "arriving"
  | "left"
  | "dropped"
  | "lost"
  | "stopped"
  | "held"
  | "camera_off"
  | "sound"
  | null;

export function coverOf(
  room: Room | null,
  link: "connecting" | "open" | "lost" | "closed",
  media: "none" | "both" | "sound_only" | "stopped",
  /** A picture of the other side has been drawn since this page joined. */
  hasPicture: boolean,
): Cover {
  const silent = media === "none" || media === "stopped";
  if (!room || link !== "open") return silent ? "server_lost" : null;
  const far = farLeg(room);
  if (room.status === "paused") return "paused";
  if (far?.status === "left") return "left";
  if (far?.status === "dropped") return "dropped";
  if (far?.status === "not_joined") return "away";
  if (far?.held.picture) return "held";
  if (media === "stopped") return "stopped";
  if (far?.camera === false) return "camera_off";
  if (hasPicture) return null;
  if (media === "sound_only") return "sound";
  return room.status === "interrupted" ? "lost" : "arriving";
}
