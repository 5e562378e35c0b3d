const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_HOURS = 24;

/** How old a repair is, in the largest unit that says something. */
export function ageOf(openedAt: string, until: number): { unit: "minutes" | "hours" | "days"; count: number } {
  const minutes = Math.max(0, Math.floor((until - Date.parse(openedAt)) / MINUTE_MS));
  const hours = Math.floor(minutes / HOUR_MINUTES);
  if (hours === 0) return { unit: "minutes", count: minutes };
  return hours < 2 * DAY_HOURS ? { unit: "hours", count: hours } : { unit: "days", count: Math.floor(hours / DAY_HOURS) };
}
