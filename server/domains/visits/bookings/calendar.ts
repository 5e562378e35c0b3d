import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";

export interface CalendarVisit {
  id: string;
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
  timeZone: string;
  summary: string;
  description: string;
  location: string;
  url: string;
  madeAt: Temporal.Instant;
  /** A cancelled visit keeps its UID, so the entry in a calendar is struck out and not doubled. */
  cancelled: boolean;
}

/** The visit as a calendar file (RFC 5545), at the facility's own clock time with the zone's rules beside it. */
export function calendarOf(visit: CalendarVisit): string {
  const { startsAt, endsAt, timeZone } = visit;
  const calendar = ical({
    method: visit.cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH,
    prodId: { company: "Throughline", product: "Visits", language: "EN" },
    // Without a zone of its own the calendar writes DTSTAMP in UTC, as RFC 5545 asks; the zone comes from the event.
    timezone: { name: null, generator: () => zoneAround(startsAt, timeZone) },
  });
  calendar.createEvent({
    id: `${visit.id}@throughline`,
    sequence: visit.cancelled ? 1 : 0,
    status: visit.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    stamp: visit.madeAt,
    start: startsAt.toZonedDateTimeISO(timeZone),
    end: endsAt.toZonedDateTimeISO(timeZone),
    timezone: timeZone,
    summary: visit.summary,
    description: visit.description,
    location: visit.location,
    url: visit.url,
  });
  return calendar.toString();
}

/** The part of a zone's rules that one moment needs: the offset in force, and since when. */
function zoneAround(at: Temporal.Instant, timeZone: string): string {
  const then = at.toZonedDateTimeISO(timeZone);
  const since = then.getTimeZoneTransition("previous");
  const from = since?.subtract({ seconds: 1 });
  const offsetFrom = (from ?? then).offset;
  // RFC 5545 3.6.5: the start of an observance is written in the clock time that was in force before it.
  const start = since
    ? since.toInstant().toZonedDateTimeISO(offsetFrom).toPlainDateTime()
    : Temporal.PlainDateTime.from("1970-01-01T00:00");
  const kind =
    then.offsetNanoseconds > Math.min(...[1, 7].map((month) => then.with({ month, day: 1 }).offsetNanoseconds)) ? "DAYLIGHT" : "STANDARD";
  return [
    "BEGIN:VTIMEZONE",
    `TZID:${timeZone}`,
    `BEGIN:${kind}`,
    `DTSTART:${start.toString({ smallestUnit: "second" }).replaceAll(/[-:]/g, "")}`,
    `TZOFFSETFROM:${offsetFrom.replace(":", "")}`,
    `TZOFFSETTO:${then.offset.replace(":", "")}`,
    `END:${kind}`,
    "END:VTIMEZONE",
  ].join("\r\n");
}
