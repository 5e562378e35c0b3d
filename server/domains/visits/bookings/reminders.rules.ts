import type { LetterName } from "#contracts/letter-kinds.ts";

export interface Reminder {
  kind: Extract<LetterName, `visit.reminder_${string}`>;
  at: Temporal.Instant;
  /** From then on it would come too late to help. */
  usefulUntil: Temporal.Instant;
}

/** Whoever booked within these hours has only just read the letter of the booking. */
const NEWS_HOURS = 2;
const HOUR_BEFORE_USEFUL_MINUTES = 50;

/** When a family is reminded of a visit: the day before at the same hour on the facility's clock, and an hour before. */
export function remindersOf(startsAt: Temporal.Instant, timeZone: string, bookedAt: Temporal.Instant): Reminder[] {
  const dayBefore = startsAt.toZonedDateTimeISO(timeZone).subtract({ days: 1 }).toInstant();
  const hourBefore = startsAt.subtract({ hours: 1 });
  const all: Reminder[] = [
    { kind: "visit.reminder_day", at: dayBefore, usefulUntil: hourBefore },
    { kind: "visit.reminder_hour", at: hourBefore, usefulUntil: hourBefore.add({ minutes: HOUR_BEFORE_USEFUL_MINUTES }) },
  ];
  return all.filter(({ at }) => Temporal.Instant.compare(at, bookedAt.add({ hours: NEWS_HOURS })) >= 0);
}
