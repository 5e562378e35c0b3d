import { farLeg } from "#web/live/legs.rules.ts";
import type { RoomSnapshot } from "#web/live/room-types.ts";
import { weakLine } from "#web/live/weak.rules.ts";

/** What lies over the far side's picture; the first that is true counts. */
export type Telling =
  | { code: "none" }
  | { code: "lost" | "waiting" | "left" | "far_lost" | "starting" | "stopped" | "held" | "camera_off" | "sound_only" }
  | { code: "paused"; reason: NonNullable<NonNullable<RoomSnapshot["room"]>["pausedFor"]> | null };

/** What to say about the other side and the line, and nothing that the server does not know. */
export function tellingOf({ room, link, media }: RoomSnapshot): Telling {
  // Without its socket a page has no picture either: the room's driver stops both, and starts both again.
  if (link !== "open" || !room) return { code: "lost" };
  if (room.status === "paused") return { code: "paused", reason: room.pausedFor };
  const far = farLeg(room);
  if (!far || far.status === "not_joined") return { code: "waiting" };
  if (far.status === "left") return { code: "left" };
  if (far.status === "dropped") return { code: "far_lost" };
  if (far.held.picture) return { code: "held" };
  if (media === "none") return { code: "starting" };
  if (media === "stopped") return { code: "stopped" };
  if (!far.camera) return { code: "camera_off" };
  // Where the cause is known it is said above, and not twice.
  return { code: media === "sound_only" && !weakLine(room) ? "sound_only" : "none" };
}

/** Sound goes on under these: they stand at the edge and hide no picture. */
export const isQuiet = ({ code }: Telling): boolean => code === "sound_only" || code === "stopped";

const NOTICE_SHOWN_MS = 15_000;
type Notice = NonNullable<NonNullable<RoomSnapshot["room"]>["notice"]>;

/** The notice to show: time notices for a quarter of a minute, a warning until it was read. */
export function noticeOf({ room, now }: RoomSnapshot, read: string | null): Notice | null {
  const notice = room?.notice ?? null;
  if (!notice || notice.id === read) return null;
  return notice.code === "warning" || now - Date.parse(notice.at) < NOTICE_SHOWN_MS ? notice : null;
}
