/** With the waits below, a little over a day. */
export const TRIES_MAX = 12;
const FIRST_WAIT_SECONDS = 30;
const WAIT_SECONDS_MAX = 4 * 3600;

/** How long to wait after so many failed tries: twice as long each time, four hours at most. */
export function waitSeconds(tries: number): number {
  return Math.min(FIRST_WAIT_SECONDS * 2 ** Math.max(0, tries - 1), WAIT_SECONDS_MAX);
}
