/** One weekly opening: ISO weekday 1 (Monday) to 7, local `HH:MM`. */
export interface Opening {
  weekday: number;
  startsAt: string;
  endsAt: string;
}
export interface Hours {
  /** Weekdays in order, each once. */
  weekdays: number[];
  startsAt: string;
  endsAt: string;
}

/** Openings with the same hours told together: "Monday to Friday, 9:00 am to 8:00 pm". */
export function sameHours(openings: readonly Opening[]): Hours[] {
  const groups = new Map<string, Hours>();
  for (const { weekday, startsAt, endsAt } of openings.toSorted((one, other) => one.weekday - other.weekday)) {
    const key = `${startsAt}-${endsAt}`;
    const group = groups.get(key) ?? { weekdays: [], startsAt, endsAt };
    if (!group.weekdays.includes(weekday)) group.weekdays.push(weekday);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Whether weekdays follow each other without a gap, so that "first to last" says them all. */
export const isRun = (weekdays: readonly number[]): boolean =>
  weekdays.every((day, index) => index === 0 || day === (weekdays[index - 1] ?? 0) + 1);

/** A day of that ISO weekday, for formatting its name. */
export const dayOfWeekday = (weekday: number): string => `2024-01-0${weekday}`;
