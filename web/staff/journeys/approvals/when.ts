import { dayIn, useFormat } from "#web/ui/format.ts";

const DAY_MS = 86_400_000;

/** How a moment is said in the queue: near ones by name, others by a short date. */
export function useWhen(zone: string, now: number) {
  const format = useFormat();
  const day = (at: string | number) => {
    const near = Math.abs(Date.parse(dayIn(now, zone)) - Date.parse(dayIn(at, zone))) <= DAY_MS;
    return near ? format.nearDay(at, zone, now) : format.day(dayIn(at, zone), { month: "short", day: "numeric" });
  };
  return {
    day,
    moment: (at: string) => `${day(at)}, ${format.time(at, zone)}`,
    /** A deadline is the end of a day, which is the beginning of the next one. */
    lastDay: (dueAt: string) => day(Date.parse(dueAt) - 1),
  };
}
