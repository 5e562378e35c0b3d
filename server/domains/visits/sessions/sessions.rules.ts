import { toInstant } from "#server/domains/facilities/index.ts";

/** What of a session template decides its places. Times are the facility's own clock, days its own calendar. */
export interface TemplateRule {
  id: string;
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  weekdays: readonly number[];
  startsLocal: string;
  endsLocal: string;
  everyWeeks: number;
  validFrom: string;
  validTo: string | null;
  visitMinutes: number;
  turnaroundMinutes: number;
}

/** One start in one session. `endsAt` is when the visit ends; the turnaround comes after it. */
export interface Start {
  sessionTemplateId: string;
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
  day: string;
  /** `HH:MM` on the facility's clock. */
  localStart: string;
}

export const DAYS_MAX = 100;
const MINUTE_MS = 60_000;

/** Whether the template has a session on this day. Every n weeks is counted in ISO weeks from the week of `validFrom`. */
export function meetsOn(template: TemplateRule, day: Temporal.PlainDate): boolean {
  const first = Temporal.PlainDate.from(template.validFrom);
  if (Temporal.PlainDate.compare(day, first) < 0) return false;
  if (template.validTo !== null && Temporal.PlainDate.compare(day, template.validTo) > 0) return false;
  if (!template.weekdays.includes(day.dayOfWeek)) return false;
  const weeks = mondayOf(first).until(mondayOf(day), { largestUnit: "days" }).days / 7;
  return weeks % template.everyWeeks === 0;
}

/** The places of the session on `day`, in order of time; empty when there is none that day. */
export function placesOn(template: TemplateRule, day: Temporal.PlainDate, timeZone: string): Start[] {
  if (!meetsOn(template, day)) return [];
  const sessionEnd = instantOfEnd(day.toPlainDateTime(template.endsLocal), timeZone).epochMilliseconds;
  const last = day.toPlainDateTime(template.endsLocal);
  const stepMinutes = template.visitMinutes + template.turnaroundMinutes;
  const places: Start[] = [];
  let freeFrom = Number.NEGATIVE_INFINITY;
  let wall = day.toPlainDateTime(template.startsLocal);
  for (; Temporal.PlainDateTime.compare(wall, last) < 0; wall = wall.add({ minutes: stepMinutes })) {
    const startsAt = toInstant(day.toString(), wall.toPlainTime().toString(), timeZone);
    if (!startsAt) continue;
    const endsAt = startsAt.add({ minutes: template.visitMinutes });
    // In spring the clock jumps an hour: of two starts 90 minutes apart on the wall only 30 really pass, so the second may come too soon.
    if (startsAt.epochMilliseconds < freeFrom || endsAt.epochMilliseconds > sessionEnd) continue;
    freeFrom = endsAt.epochMilliseconds + template.turnaroundMinutes * MINUTE_MS;
    places.push({
      sessionTemplateId: template.id,
      startsAt,
      endsAt,
      day: day.toString(),
      localStart: wall.toPlainTime().toString({ smallestUnit: "minute" }),
    });
  }
  return places;
}

/** The places from one day through another, both included. */
export function placesBetween(template: TemplateRule, from: Temporal.PlainDate, through: Temporal.PlainDate, timeZone: string): Start[] {
  const days = Math.min(from.until(through, { largestUnit: "days" }).days + 1, DAYS_MAX);
  return Array.from({ length: Math.max(days, 0) }, (_, index) => from.add({ days: index })).flatMap((day) =>
    placesOn(template, day, timeZone),
  );
}

/** The place that starts at exactly this instant, if the template has one. */
export function placeAt(template: TemplateRule, startsAt: Temporal.Instant, timeZone: string): Start | undefined {
  const day = startsAt.toZonedDateTimeISO(timeZone).toPlainDate();
  return placesOn(template, day, timeZone).find((place) => place.startsAt.equals(startsAt));
}

function mondayOf(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.subtract({ days: day.dayOfWeek - 1 });
}

/** A session whose end is skipped ends when the clock jumps. */
function instantOfEnd(wall: Temporal.PlainDateTime, timeZone: string): Temporal.Instant {
  const zoned = wall.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  if (zoned.toPlainDateTime().equals(wall)) return zoned.toInstant();
  return (zoned.getTimeZoneTransition("next") ?? zoned).toInstant();
}
