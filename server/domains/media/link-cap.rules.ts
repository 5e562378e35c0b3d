/** Below this a face is no face any more; sound has room of its own beside it. */
export const FLOOR_KBPS = 80;
export const RAISE_EVERY_MS = 2000;
const LOWER_TO = 0.65;
const RAISE_TO = 1.15;

/** How much picture a person may send now, and at most. */
export interface LinkCap {
  kbps: number;
  maxKbps: number;
}

/** After somebody who watches this person lost packets. */
export function lowered(cap: LinkCap): LinkCap {
  return { ...cap, kbps: Math.min(cap.maxKbps, Math.max(FLOOR_KBPS, Math.round(cap.kbps * LOWER_TO))) };
}

/** After a while in which nobody lost any. */
export function raised(cap: LinkCap): LinkCap {
  return { ...cap, kbps: Math.min(cap.maxKbps, Math.round(cap.kbps * RAISE_TO)) };
}

/** With another limit: a cap that was lowered stays so, one that was not follows. */
export function limited(cap: LinkCap, maxKbps: number): LinkCap {
  const max = Math.max(FLOOR_KBPS, maxKbps);
  return { maxKbps: max, kbps: cap.kbps === cap.maxKbps ? max : Math.min(cap.kbps, max) };
}
