/**
 * A share of these each day, by turns, and all of them when a run may take its time (`--long`): what is slow, and seldom fails in one without failing
 * in another. Each share takes every so-many-th, so that each of them has something of all sorts.
 */
export function byTurns<T>(all: readonly T[], shares: number): T[] {
  if (process.env.THROUGHLINE_LONG) return [...all];
  const today = Temporal.Now.plainDateISO("UTC").dayOfYear % shares;
  return all.filter((_, at) => at % shares === today);
}
