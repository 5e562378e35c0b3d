/** What time it is. Always handed in, so a test can move it and SQL never asks for it. */
export interface Clock {
  now(): Temporal.Instant;
  /** For measuring how long something took: never goes back, means nothing outside this process. */
  monotonicMs(): number;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Temporal.Now.instant(), monotonicMs: () => performance.now() };

/** A clock that stands still until it is moved. */
export interface TestClock extends Clock {
  advance(by: Temporal.DurationLike): void;
  set(to: Temporal.Instant | string): void;
}

/** A clock for tests, standing at `start` until moved; both hands move together. */
export function testClock(start: Temporal.Instant | string = "2026-03-02T15:00:00Z"): TestClock {
  const first = Temporal.Instant.from(start);
  let at = first;
  return {
    now: () => at,
    monotonicMs: () => at.epochMilliseconds - first.epochMilliseconds,
    advance: (by) => {
      // An instant knows no calendar and refuses days; in a test a day is 24 hours.
      at = at.add(Temporal.Duration.from(by).round({ largestUnit: "hours" }));
    },
    set: (to) => {
      at = Temporal.Instant.from(to);
    },
  };
}
