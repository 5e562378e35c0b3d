const MINUTE = { smallestUnit: "minute" } as const;
const DAYS_IN_WEEK = 7;

/** A moment as a facility's own calendar and clock say it. */
export interface Local {
  /** `2026-11-21`. */
  day: string;
  /** `HH:MM`. */
  time: string;
  /** ISO weekday, 1 Monday to 7 Sunday. */
  weekday: number;
}

/**
 * The instant at which the clocks of `zone` show this day and time. In the hour that comes twice the first is meant;
 * in the hour that daylight saving skips there is none.
 */
export function toInstant(day: string, time: string, zone: string): Temporal.Instant | undefined {
  const wanted = Temporal.PlainDate.from(day).toPlainDateTime(Temporal.PlainTime.from(time));
  const found = wanted.toZonedDateTime(zone, { disambiguation: "earlier" });
  // For a time that does not exist, Temporal answers with another one.
  return found.toPlainDateTime().equals(wanted) ? found.toInstant() : undefined;
}

/** What the calendar and the clocks of `zone` show at this instant. */
export function toLocal(instant: Temporal.Instant, zone: string): Local {
  const there = instant.toZonedDateTimeISO(zone);
  return { day: there.toPlainDate().toString(), time: there.toPlainTime().toString(MINUTE), weekday: there.dayOfWeek };
}

/** The seven days of the week that `day` is in, where weeks begin on ISO weekday `weekStarts`. */
export function weekOf(day: string, weekStarts: number): { from: string; through: string } {
  const date = Temporal.PlainDate.from(day);
  const from = date.subtract({ days: (date.dayOfWeek - weekStarts + DAYS_IN_WEEK) % DAYS_IN_WEEK });
  return { from: from.toString(), through: from.add({ days: DAYS_IN_WEEK - 1 }).toString() };
}
