import { type CalendarDate, parseDate } from "@internationalized/date";

/** What the page's address asks of the record; days are the facility's own, both included. */
export type Asked = Partial<Record<"who" | "actor" | "what" | "about" | "from" | "until", string>>;
export const askedNames = ["who", "actor", "what", "about", "from", "until"] as const;

const WHO_LENGTH_MIN = 2;

/** The same as the server is asked for it. */
export function queryOf(asked: Asked, zone: string) {
  const { who, actor, what, about, from, until } = asked;
  const first = dayOf(from);
  const last = dayOf(until);
  return {
    ...(who && who.trim().length >= WHO_LENGTH_MIN ? { who: who.trim() } : {}),
    ...(actor ? { actorId: actor } : {}),
    ...(what ? { what } : {}),
    ...(about ? { subjectId: about } : {}),
    ...(first ? { from: first.toDate(zone).toISOString() } : {}),
    ...(last ? { until: last.add({ days: 1 }).toDate(zone).toISOString() } : {}),
  };
}

/** Nothing for what is no day: an address can be typed by hand. */
function dayOf(text: string | undefined): CalendarDate | undefined {
  try {
    return text ? parseDate(text) : undefined;
  } catch {
    return undefined;
  }
}
