import type { sharedPictures } from "#contracts/together.ts";

/** A refused picture stays for whoever complains about the answer, and no longer. */
const REFUSED_DAYS = 30;
/** A file being written is whole long before this. */
export const WRITING_MINUTES = 60;
/** Steps after which all of them are written in one. */
export const FOLD_EVERY = 200;
/** A line that is drawn is sent some four times a second; a burst is what a page held back for a moment. */
const BURST_MAX = 80;
const PER_SECOND = 12;
/** Smaller, a picture is a blot. */
export const SIDE_MIN = 64;

/** Until when what is drawn is kept: as long as the recording; what is not recorded is not kept beyond the visit's place. */
export const keepUntilOf = (visit: { roomKind: string; endsAt: Temporal.Instant; keepUntil: Temporal.Instant }): Temporal.Instant =>
  visit.roomKind === "recorded" ? visit.keepUntil : visit.endsAt;

/** Until when a picture is kept that was refused at this moment. */
export function keepRefusedUntil(at: Temporal.Instant, keepUntil: Temporal.Instant): Temporal.Instant {
  const enough = at.add({ hours: REFUSED_DAYS * 24 });
  return Temporal.Instant.compare(enough, keepUntil) < 0 ? enough : keepUntil;
}

/** What becomes of a picture that has come whole, by the facility's rule of that day. */
export const standingBy = (rule: (typeof sharedPictures)[number]): "allowed" | "waiting" => (rule === "allowed" ? "allowed" : "waiting");

/** How many acts a seat may still do at once, and when that was counted. */
export interface Pace {
  left: number;
  at: number;
}
export const freshPace = (now: number): Pace => ({ left: BURST_MAX, at: now });

/** To tell all of a sheet costs as much as so many lines. */
export const WHOLE_COSTS = 8;
/** More than can be drawn in hours; what is turned to and fro for ever is no story. */
export const STEPS_MAX = 40_000;

/** Takes one act from a seat's pace; null: too many. */
export function paced(pace: Pace, now: number, costs = 1): Pace | null {
  const left = Math.min(BURST_MAX, pace.left + (Math.max(0, now - pace.at) / 1000) * PER_SECOND) - costs;
  return left < 0 ? null : { left, at: now };
}
