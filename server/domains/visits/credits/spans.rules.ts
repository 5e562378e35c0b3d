/** A stretch of time, in epoch milliseconds; its end does not belong to it. */
export interface Span {
  from: number;
  to: number;
}

export const overlaps = (one: Span, other: Span): boolean => one.from < other.to && other.from < one.to;

/** The part of a stretch that lies in another one; undefined for none. */
export function within(span: Span, limit: Span): Span | undefined {
  const cut = { from: Math.max(span.from, limit.from), to: Math.min(span.to, limit.to) };
  return cut.to > cut.from ? cut : undefined;
}

/** These stretches as few as possible, in order, none touching another. */
export function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const { from, to } of spans.filter((span) => span.to > span.from).toSorted((one, other) => one.from - other.from)) {
    const last = all.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else all.push({ from, to });
  }
  return all;
}

/** What of these stretches lies in none of those. */
export function without(spans: readonly Span[], taken: readonly Span[]): Span[] {
  let left = joined(spans);
  for (const cut of joined(taken))
    left = left.flatMap((span) =>
      overlaps(span, cut)
        ? [
            { from: span.from, to: cut.from },
            { from: cut.to, to: span.to },
          ].filter(({ from, to }) => to > from)
        : [span],
    );
  return left;
}

/** How long these stretches are together, none of their time twice. */
export const lengthOf = (spans: readonly Span[]): number => joined(spans).reduce((sum, { from, to }) => sum + to - from, 0);

/** The stretches between these. */
export function gapsBetween(spans: readonly Span[]): Span[] {
  const all = joined(spans);
  return all.slice(1).map(({ from }, index) => ({ from: all[index]!.to, to: from }));
}
