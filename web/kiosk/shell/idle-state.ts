/** The last seconds before the kiosk signs out by itself, said with a countdown. The same as in contracts/stations.ts. */
export const WARNING_SECONDS = 20;
/** A touch is told to the server at most this often. */
export const STILL_HERE_EVERY_MS = 10_000;

export type Idle = { phase: "off" | "here" | "over" } | { phase: "warning"; secondsLeft: number };

/** Where the idle clock stands. `held`: a waiting room or a live visit, in which nobody is ever signed out. */
export function idleAt(clock: { touchedAt: number; now: number; idleSeconds: number; held: boolean }): Idle {
  if (clock.held) return { phase: "off" };
  const secondsLeft = clock.idleSeconds - (clock.now - clock.touchedAt) / 1000;
  if (secondsLeft <= 0) return { phase: "over" };
  if (secondsLeft <= WARNING_SECONDS) return { phase: "warning", secondsLeft: Math.ceil(secondsLeft) };
  return { phase: "here" };
}

/** Whether a touch now must be told to the server. */
export const tellsServer = (clock: { toldAt: number; now: number }): boolean => clock.now - clock.toldAt >= STILL_HERE_EVERY_MS;
