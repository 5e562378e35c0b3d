import type { DayState } from "#web/ui/DayPicker.tsx";

/** One made-up story, so that the parts fit together: Rosa visits Mateo on Saturday, November 21, 2026. */
export const SATURDAY = "2026-11-21T21:00:00Z";
export const CAP_CENTS = 21;
export const BACK_CENTS = 49;
export const PRICE_CENTS = 220;
export const ZONE = "America/Denver";
export const OWN_ZONE = "America/New_York";

export const days: readonly DayState[] = [
  { day: "2026-11-21", free: 1 },
  { day: "2026-11-22", free: 6 },
  { day: "2026-11-23", free: 4 },
  { day: "2026-11-24", free: 0, full: true },
  { day: "2026-11-25", free: 2 },
  { day: "2026-11-27", free: 3 },
  { day: "2026-11-28", free: 5 },
  { day: "2026-11-29", free: 6 },
  { day: "2026-11-30", free: 4 },
  { day: "2026-12-01", free: 4 },
  { day: "2026-12-02", free: 0, full: true },
  { day: "2026-12-03", free: 5 },
  { day: "2026-12-04", free: 2 },
];
export const places = [
  { id: "a", startsAt: "2026-11-28T16:00:00Z", free: true },
  { id: "b", startsAt: "2026-11-28T16:30:00Z", free: true },
  { id: "c", startsAt: "2026-11-28T17:00:00Z", free: false },
  { id: "d", startsAt: "2026-11-28T19:00:00Z", free: true },
  { id: "e", startsAt: "2026-11-28T21:00:00Z", free: true },
  { id: "f", startsAt: "2026-11-28T21:30:00Z", free: true },
];
export const people = [
  { name: "Rosa Delgado", visits: 2, seconds: 2231, done: true },
  { name: "Grace Okafor", visits: 1, seconds: 1190, done: true },
  { name: "Linh Tran", visits: 1, seconds: 0, done: false },
];
