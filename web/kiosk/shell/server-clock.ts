let aheadMs = 0;
let preciseMs = Number.POSITIVE_INFINITY;
const listeners = new Set<() => void>();

/** The server's time now in milliseconds, as well as this page knows it. A kiosk's own clock is never shown or signed. */
export const serverNow = (): number => Date.now() + aheadMs;

/**
 * Learns the server's time from an answer: `said` is when the answer says it was made, `sentAt` when it was asked for by this
 * page's clock. An answer that took long, or a clock that counts whole seconds, never replaces a better one of the last hour.
 */
export function learnServerTime(said: number, sentAt: number, grainMs = 0): void {
  const took = Date.now() - sentAt;
  const doubt = took / 2 + grainMs / 2;
  const measured = said + grainMs / 2 + took / 2 - Date.now();
  // What was learned before may be wrong by more than it claims: somebody set this machine's clock.
  const moved = Math.abs(measured - aheadMs) > preciseMs + doubt + 2000;
  if (doubt > preciseMs && !moved) return;
  preciseMs = doubt;
  aheadMs = measured;
  for (const tell of listeners) tell();
}

/** For `useSyncExternalStore`: changes once a second, on the server's second. */
export const ticking = {
  subscribe(tell: () => void): () => void {
    listeners.add(tell);
    let timer: ReturnType<typeof setTimeout>;
    const next = () => {
      timer = setTimeout(
        () => {
          tell();
          next();
        },
        1000 - (serverNow() % 1000),
      );
    };
    next();
    return () => {
      listeners.delete(tell);
      clearTimeout(timer);
    };
  },
  /** Whole seconds, so that reading twice in one drawing gives one answer. */
  read: (): number => Math.floor(serverNow() / 1000) * 1000,
};
