const SECOND = 1_000;
/** A shared kiosk forgets whoever walked away after a minute; the page counts too, so a little longer here. */
const INSIDE_IDLE_MS = 60 * SECOND;
const INSIDE_GRACE_MS = 10 * SECOND;
/** A use is written down at most this often: a screen that asks every second need not write every second. */
const TOUCH_MS = { inside: 5 * SECOND, staff: 60 * SECOND, outside: 60 * SECOND };

const msBetween = (from: Temporal.Instant, to: Temporal.Instant) => to.epochMilliseconds - from.epochMilliseconds;

/** Whether a sign-in inside has been left alone for too long. */
export const isIdle = (lastActiveAt: Temporal.Instant, now: Temporal.Instant): boolean =>
  msBetween(lastActiveAt, now) > INSIDE_IDLE_MS + INSIDE_GRACE_MS;

/** Whether a use is worth writing down again. */
export const idleSince = (lastActiveAt: Temporal.Instant, now: Temporal.Instant, realm: keyof typeof TOUCH_MS): boolean =>
  msBetween(lastActiveAt, now) >= TOUCH_MS[realm];
