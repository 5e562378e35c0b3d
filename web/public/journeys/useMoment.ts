import { dayIn, useFormat } from "#web/ui/format.ts";

/** Seals are dated in UTC, so that everybody who compares two reads the same. */
export function useMoment(): (at: string) => string {
  const format = useFormat();
  return (at) => `${format.day(dayIn(at, "UTC"), { year: "numeric", month: "long", day: "numeric" })}, ${format.time(at, "UTC", true)} UTC`;
}
