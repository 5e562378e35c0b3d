import type { LetterKind } from "#contracts/letter-kinds.ts";

/** A reader's quiet hours, on the clock of one zone: from 21:00 to 08:00, say. The two are never the same. */
export interface Quiet {
  quiet: boolean;
  quietFrom: string;
  quietTo: string;
}

/** Where nobody has chosen. */
export const USUAL: Quiet = { quiet: true, quietFrom: "21:00", quietTo: "08:00" };

/** The quiet hours in force: the usual ones where a reader chose none. */
export const hoursOf = (chosen: Quiet | undefined): Quiet => chosen ?? USUAL;

/** Whether the clock of this zone stands inside the quiet hours. */
export function isQuiet(at: Temporal.Instant, hours: Quiet, timeZone: string): boolean {
  if (!hours.quiet) return false;
  const clock = at.toZonedDateTimeISO(timeZone).toPlainTime();
  const since = Temporal.PlainTime.compare(clock, hours.quietFrom) >= 0;
  const until = Temporal.PlainTime.compare(clock, hours.quietTo) < 0;
  return hours.quietFrom < hours.quietTo ? since && until : since || until;
}

/** The first instant at or after `at` that is not quiet. Where clocks are turned in the night, what the clock on the wall says counts. */
export function quietUntil(at: Temporal.Instant, hours: Quiet, timeZone: string): Temporal.Instant {
  if (!isQuiet(at, hours, timeZone)) return at;
  const local = at.toZonedDateTimeISO(timeZone);
  const ends = [0, 1, 2].flatMap((days) => {
    const day = local.toPlainDate().add({ days }).toPlainDateTime(hours.quietTo);
    return (["earlier", "later"] as const).map((disambiguation) => day.toZonedDateTime(timeZone, { disambiguation }).toInstant());
  });
  // In the hour that is skipped the end itself never shows on the clock: the jump ends the quiet.
  const jump = local.getTimeZoneTransition("next")?.toInstant();
  const after = [...ends, ...(jump ? [jump] : [])].filter((end) => Temporal.Instant.compare(end, at) > 0 && !isQuiet(end, hours, timeZone));
  return after.sort(Temporal.Instant.compare)[0] ?? at;
}

/**
 * When a letter goes: now if it is needed, if no night of its reader's is known, or if by the morning it would come too late; else when the
 * reader's quiet hours are over.
 */
export function sendAt(
  letter: { kind: LetterKind; usefulUntil: Temporal.Instant | null },
  now: Temporal.Instant,
  hours: Quiet,
  timeZone: string | undefined,
): Temporal.Instant {
  if (letter.kind.need === "needed" || timeZone === undefined) return now;
  const morning = quietUntil(now, hours, timeZone);
  return letter.usefulUntil && Temporal.Instant.compare(morning, letter.usefulUntil) >= 0 ? now : morning;
}
