import { STAFF_IDLE_MINUTES, STAFF_TELL_SECONDS } from "#contracts/idle-limits.ts";

const SECOND = 1_000;
/** A shared kiosk forgets whoever walked away after a minute; the page counts too, so a little longer here. */
const INSIDE_IDLE_MS = 60 * SECOND;
const INSIDE_GRACE_MS = 10 * SECOND;
/** The page tells of activity once a minute and signs out by itself; what it could not tell in time is forgiven. */
const STAFF_GRACE_MS = (STAFF_TELL_SECONDS + 30) * SECOND;
const LEFT_ALONE_MS = { inside: INSIDE_IDLE_MS + INSIDE_GRACE_MS, staff: STAFF_IDLE_MINUTES * 60 * SECOND + STAFF_GRACE_MS };
/** A use is written down at most this often: a screen that asks every second need not write every second. */
const TOUCH_MS = { inside: 5 * SECOND, staff: 30 * SECOND, outside: 60 * SECOND };

const msBetween = (from: Temporal.Instant, to: Temporal.Instant) => to.epochMilliseconds - from.epochMilliseconds;

/** Whether a sign-in has been left alone for too long. */
export const isIdle = (lastActiveAt: Temporal.Instant, now: Temporal.Instant, realm: keyof typeof LEFT_ALONE_MS): boolean =>
  msBetween(lastActiveAt, now) > LEFT_ALONE_MS[realm];

/** A sign-in of staff that was last used before this instant has been left alone for too long. */
export const staffIdleBefore = (now: Temporal.Instant): Temporal.Instant => now.subtract({ milliseconds: LEFT_ALONE_MS.staff });

/** Whether a use is worth writing down again. */
export const idleSince = (lastActiveAt: Temporal.Instant, now: Temporal.Instant, realm: keyof typeof TOUCH_MS): boolean =>
  msBetween(lastActiveAt, now) >= TOUCH_MS[realm];
