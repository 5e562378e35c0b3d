/** What the browser counted of an echo test. */
export interface Counters {
  roundTripSeconds: number | null;
  received: number;
  lost: number;
  bytes: number;
}
const PERCENT = 100;

/** What is reported of an echo test; nothing where nothing came back. */
export function measuredOf({ roundTripSeconds, received, lost, bytes }: Counters, seconds: number) {
  if (roundTripSeconds === null || received === 0) return null;
  return {
    roundTripMs: Math.round(roundTripSeconds * 1000),
    lostPercent: Math.round((PERCENT * 10 * lost) / (received + lost)) / 10,
    receivedKbps: Math.round((bytes * 8) / 1000 / seconds),
  };
}
