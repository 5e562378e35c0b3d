/** A stretch of time in milliseconds of one clock. */
export interface Stretch {
  from: number;
  to: number;
}

/** A busy machine holds packets back for a moment; longer is a gap. */
const GAP_MS_MAX = 1000;

/** Keeps when packets arrived, by this process's own clock. */
export function createMeter(): { heard(): void; stretches(): Stretch[] } {
  const stretches: Stretch[] = [];
  return {
    heard() {
      const now = performance.now();
      const last = stretches.at(-1);
      if (last && now - last.to <= GAP_MS_MAX) last.to = now;
      else stretches.push({ from: now, to: now });
    },
    stretches: () => stretches.map((stretch) => ({ ...stretch })),
  };
}

/** How long both had packets at once. */
export function commonMs(one: readonly Stretch[], other: readonly Stretch[]): number {
  let sum = 0;
  for (const a of one) for (const b of other) sum += Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));
  return sum;
}

/** How much of a stretch lies in none of the others. */
export function outside({ from, to }: Stretch, others: readonly Stretch[]): number {
  let at = from;
  let missing = 0;
  for (const other of others.toSorted((one, two) => one.from - two.from)) {
    if (other.from > at) missing += Math.max(0, Math.min(other.from, to) - at);
    at = Math.max(at, other.to);
    if (at >= to) return missing;
  }
  return missing + Math.max(0, to - at);
}
