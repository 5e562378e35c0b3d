/** After so many days without anything its owner did, a wallet's owner is told; after so many more it goes back (47 CFR 64.6130: not before 180). */
export const SILENT_TOLD_DAYS = 150;
export const SILENT_ENDED_DAYS = 180;
const HOURS_A_DAY = 24;

export type SilenceStep = "none" | "tell" | "end";

/** What is due for a wallet that holds money: a letter, or its end. Nobody's wallet ends who was not told at least 30 days before. */
export function silenceStep(
  of: { activeAt: Temporal.Instant; toldAt: Temporal.Instant | null; endedAt: Temporal.Instant | null },
  now: Temporal.Instant,
): SilenceStep {
  const days = (from: Temporal.Instant) => from.until(now).total("hours") / HOURS_A_DAY;
  const isSince = (at: Temporal.Instant | null): at is Temporal.Instant => at !== null && Temporal.Instant.compare(at, of.activeAt) > 0;
  if (isSince(of.endedAt)) return "none";
  if (!isSince(of.toldAt)) return days(of.activeAt) >= SILENT_TOLD_DAYS ? "tell" : "none";
  const wasToldLongAgo = days(of.toldAt) >= SILENT_ENDED_DAYS - SILENT_TOLD_DAYS;
  return days(of.activeAt) >= SILENT_ENDED_DAYS && wasToldLongAgo ? "end" : "none";
}

/** When a wallet in which nothing moves would go back; null where that is far. */
export function endsAt(of: { activeAt: Temporal.Instant; toldAt: Temporal.Instant | null }): Temporal.Instant | null {
  if (of.toldAt === null || Temporal.Instant.compare(of.toldAt, of.activeAt) <= 0) return null;
  const [one, other] = [
    of.activeAt.add({ hours: SILENT_ENDED_DAYS * HOURS_A_DAY }),
    of.toldAt.add({ hours: (SILENT_ENDED_DAYS - SILENT_TOLD_DAYS) * HOURS_A_DAY }),
  ];
  return Temporal.Instant.compare(one, other) < 0 ? other : one;
}
