/** What the page's address asks of the record; days are the facility's own, both included. */
export type Asked = Partial<Record<"who" | "actor" | "what" | "about" | "from" | "until", string>>;
export const askedNames = ["who", "actor", "what", "about", "from", "until"] as const;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;
const WHO_LENGTH_MIN = 2;

/** The same as the server is asked for it. */
export function queryOf(asked: Asked, zone: string) {
  const { who, actor, what, about, from, until } = asked;
  return {
    ...(who && who.trim().length >= WHO_LENGTH_MIN ? { who: who.trim() } : {}),
    ...(actor ? { actorId: actor } : {}),
    ...(what ? { what } : {}),
    ...(about ? { subjectId: about } : {}),
    ...(from && DAY.test(from) ? { from: startOf(Date.parse(from), zone) } : {}),
    ...(until && DAY.test(until) ? { until: startOf(Date.parse(until) + DAY_MS, zone) } : {}),
  };
}

/** The first moment of a day in a zone; the day is given as its midnight in UTC. */
function startOf(midnight: number, zone: string): string {
  const clock = new Intl.DateTimeFormat("en-US", { timeZone: zone, dateStyle: "short", timeStyle: "medium", hourCycle: "h23" });
  let at = midnight;
  // Twice: the offset that holds at the guess may not be the one that holds at the answer.
  for (let look = 0; look < 2; look++) {
    const part = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    at += midnight - Date.UTC(year < 100 ? year + 2000 : year, month - 1, day, hour, minute, second);
  }
  return new Date(at).toISOString();
}
