import type { z } from "zod";
import type { LiveStatus, Room, Side } from "#contracts/live.ts";
import type { Cause, OutcomeCode } from "#contracts/visits.ts";

export const NOTICE_FIVE_SECONDS = 300;
export const NOTICE_ONE_SECONDS = 60;
export const LEASE_SECONDS = 15;

export type LegStatus = "not_joined" | "joined" | "dropped" | "rejoined" | "left";

/** Every step a leg may take. Anything else is a broken assumption and does not happen. */
const legSteps: Record<LegStatus, readonly LegStatus[]> = {
  not_joined: ["joined"],
  joined: ["dropped", "left"],
  dropped: ["rejoined", "left"],
  rejoined: ["dropped", "left"],
  // Somebody who hung up by mistake may come back while the place lasts.
  left: ["rejoined"],
};
export const mayStep = (from: LegStatus, to: LegStatus): boolean => legSteps[from].includes(to);
/** In the room: sends and receives. */
export const inRoom = (status: LegStatus): boolean => status === "joined" || status === "rejoined";

/** Every step a live session may take; `ended`, `terminated` and `failed` are final. */
export const liveSteps: Record<LiveStatus, readonly LiveStatus[]> = {
  waiting: ["live", "paused", "ended", "terminated", "failed"],
  live: ["interrupted", "paused", "ended", "terminated", "failed"],
  interrupted: ["live", "paused", "ended", "terminated", "failed"],
  paused: ["live", "interrupted", "waiting", "ended", "terminated", "failed"],
  ended: [],
  terminated: [],
  failed: [],
};
export const isOver = (status: LiveStatus): boolean => liveSteps[status].length === 0;

export type PausedReason = NonNullable<Room["pausedFor"]>;

/** What is true of a room now; its status follows from this alone. */
export interface RoomFacts {
  /** Somebody of each side is in the room. */
  bothIn: boolean;
  /** Both sides have had media at some time in this room. */
  everConnected: boolean;
  /** Both sides have media now. */
  connected: boolean;
  recordingDoubted: boolean;
  watchUnseen: boolean;
  pausedByStaff: boolean;
  /** It must be watched, somebody is in the room, and no officer has its pictures. */
  watchNeeded: boolean;
}

/** The status that the facts call for, while the room runs. A pause comes first: nothing is shown that must not be. */
export function statusOf(facts: RoomFacts): { status: LiveStatus; pausedReason: PausedReason | null } {
  const { bothIn } = facts;
  if (facts.pausedByStaff) return { status: "paused", pausedReason: "staff" };
  if (facts.watchUnseen) return { status: "paused", pausedReason: "watch_unseen" };
  if (facts.watchNeeded) return { status: "paused", pausedReason: "watch_needed" };
  if (facts.recordingDoubted && bothIn) return { status: "paused", pausedReason: "recording_unproven" };
  if (bothIn && facts.connected) return { status: "live", pausedReason: null };
  return { status: facts.everConnected ? "interrupted" : "waiting", pausedReason: null };
}

/**
 * What the clock on the screens says, in whole seconds: the smaller of what is left of the visit (its length minus connected time)
 * and of the place. A place ends at its booked end, always: lost time is never taken from the next family.
 */
export function secondsLeft(
  visit: { startsAt: number; endsAt: number; visitMinutes: number },
  connectedSeconds: number,
  now: number,
): number | null {
  if (now < visit.startsAt) return null;
  const ofPlace = Math.max(0, Math.ceil((visit.endsAt - now) / 1000));
  const ofVisit = Math.max(0, visit.visitMinutes * 60 - connectedSeconds);
  return Math.min(ofPlace, ofVisit);
}

/** The notice that falls due when the clock passes from `before` to `after` seconds left; null for none. */
export function noticeDue(before: number | null, after: number | null): "five_minutes" | "one_minute" | null {
  if (after === null || before === null) return null;
  if (before > NOTICE_ONE_SECONDS && after <= NOTICE_ONE_SECONDS) return "one_minute";
  if (before > NOTICE_FIVE_SECONDS && after <= NOTICE_FIVE_SECONDS) return "five_minutes";
  return null;
}

export type EndingCode = "on_time" | "left" | "staff_ended" | "cancelled" | "nobody_came" | "system";

/** How a visit came out, from what the rows say when its room closes. */
export function outcomeOf(room: {
  ending: EndingCode;
  endedBy: Side | "staff" | "system" | null;
  intervals: number;
  connectedSeconds: number;
  everJoined: Readonly<Record<Side, boolean>>;
  /** It had to be watched, and no officer ever did. */
  unwatched: boolean;
  /** Staff had paused it when its place ended. */
  pausedByStaff: boolean;
}): { status: "completed" | "missed"; outcome: z.infer<typeof OutcomeCode>; cause: z.infer<typeof Cause> } {
  if (room.connectedSeconds > 0) {
    if (room.ending === "staff_ended") return { status: "completed", outcome: "ended_by_staff", cause: "staff" };
    if (room.ending === "left" && room.endedBy === "family")
      return { status: "completed", outcome: "ended_early_by_family", cause: "family" };
    if (room.ending === "left" && room.endedBy === "resident")
      return { status: "completed", outcome: "ended_early_by_resident", cause: "resident" };
    if (room.intervals > 1) return { status: "completed", outcome: "talked_with_interruptions", cause: "nobody" };
    return { status: "completed", outcome: "talked", cause: "nobody" };
  }
  if (room.ending === "staff_ended") return { status: "completed", outcome: "ended_by_staff", cause: "staff" };
  const { family, resident } = room.everJoined;
  if (family && resident && room.unwatched) return { status: "completed", outcome: "nobody_watched", cause: "facility" };
  if (family && resident && room.pausedByStaff) return { status: "completed", outcome: "ended_by_staff", cause: "staff" };
  if (family && resident) return { status: "completed", outcome: "system_failure", cause: "system" };
  if (family) return { status: "missed", outcome: "resident_absent", cause: "resident" };
  if (resident) return { status: "missed", outcome: "family_absent", cause: "family" };
  return { status: "missed", outcome: "nobody_came", cause: "nobody" };
}
