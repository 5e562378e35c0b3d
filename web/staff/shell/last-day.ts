import { parseDate, toZoned } from "@internationalized/date";

/** The end of a last day, on the facility's clock. */
export const endOfDay = (day: string, zone: string): string => toZoned(parseDate(day).add({ days: 1 }), zone).toAbsoluteString();
