import type { FreePeriod } from "./tariffs.tables.ts";

const DAYS_A_WEEK = 7;

/** The first and last day (ISO) of the period in which this day lies; a week begins on the facility's own weekday (ISO, 1 Monday). */
export function periodOf(period: FreePeriod, day: string, weekStarts: number): { from: string; through: string } {
  const date = Temporal.PlainDate.from(day);
  if (period === "day") return { from: day, through: day };
  if (period === "month") {
    const from = date.with({ day: 1 });
    return { from: from.toString(), through: from.add({ months: 1 }).subtract({ days: 1 }).toString() };
  }
  const from = date.subtract({ days: (date.dayOfWeek - weekStarts + DAYS_A_WEEK) % DAYS_A_WEEK });
  return { from: from.toString(), through: from.add({ days: DAYS_A_WEEK - 1 }).toString() };
}
