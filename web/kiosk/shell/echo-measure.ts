/** What the browser counted of an echo test. */
export interface Counters {
  roundTripSeconds: number | null;
  received: number;
  lost: number;
  bytes: number;
  /** Decoded whole. */
  pictures: number;
}
/** What came back of an echo test. */
export interface Measured {
  roundTripMs: number;
  lostPercent: number;
  receivedKbps: number;
  /** How loud the tone came back, 0 to 1 (root mean square); null where this browser could not make one, or not listen. */
  soundLevel: number | null;
  /** Pictures that came back whole. */
  pictures: number;
}
const PERCENT = 100;

/** What is reported of an echo test; nothing where nothing came back. */
export function measuredOf(counted: Counters & { soundLevel: number | null }, seconds: number): Measured | null {
  const { roundTripSeconds, received, lost, bytes, pictures, soundLevel } = counted;
  if (roundTripSeconds === null || received === 0) return null;
  return {
    roundTripMs: Math.round(roundTripSeconds * 1000),
    lostPercent: Math.round((PERCENT * 10 * lost) / (received + lost)) / 10,
    receivedKbps: Math.round((bytes * 8) / 1000 / seconds),
    soundLevel: soundLevel === null ? null : Math.min(1, Math.round(soundLevel * 1000) / 1000),
    pictures,
  };
}
