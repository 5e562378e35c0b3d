/** Calendar days as text, `2026-11-21`: no clock and no zone, so nothing can shift them. */

const DAY_MS = 86_400_000;
const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`);

export const addDays = (day: string, days: number): string => new Date(noon(day) + days * DAY_MS).toISOString().slice(0, 10);
/** 0 is Sunday, as weeks begin in the United States in both languages. */
export const weekdayOf = (day: string): number => new Date(noon(day)).getUTCDay();
export const daysBetween = (from: string, to: string): number => Math.round((noon(to) - noon(from)) / DAY_MS);

/** Whole weeks, Sunday to Saturday, that hold every day from `from` through `through`. */
export function weeksOf(from: string, through: string): string[][] {
  const first = addDays(from, -weekdayOf(from));
  const count = Math.floor(daysBetween(first, through) / 7) + 1;
  return Array.from({ length: count }, (_, week) => Array.from({ length: 7 }, (_, day) => addDays(first, week * 7 + day)));
}

/** The next day that can be chosen in a direction, or the same day where there is none. */
export function stepDay(choosable: readonly string[], day: string, step: -1 | 1 | -7 | 7): string {
  const ahead = step > 0;
  const candidates = choosable.filter((other) => (ahead ? other > day : other < day));
  if (Math.abs(step) === 1) return (ahead ? candidates[0] : candidates.at(-1)) ?? day;
  const sameColumn = candidates.filter((other) => weekdayOf(other) === weekdayOf(day));
  return (ahead ? sameColumn[0] : sameColumn.at(-1)) ?? day;
}
