import type { z } from "zod";
import type { VisitCard as Card } from "#contracts/visits.ts";

export type VisitCard = z.infer<typeof Card>;

const running = (visit: VisitCard, now: number): boolean =>
  ["booked", "in_progress"].includes(visit.status) && Date.parse(visit.endsAt) > now;

/** Visits that can still happen, the next one first. */
export const coming = (visits: readonly VisitCard[], now: number): VisitCard[] =>
  visits.filter((visit) => running(visit, now)).sort((one, other) => Date.parse(one.startsAt) - Date.parse(other.startsAt));

/** Visits that are over, in whatever way, the latest first. */
export const past = (visits: readonly VisitCard[], now: number): VisitCard[] =>
  visits.filter((visit) => !running(visit, now)).sort((one, other) => Date.parse(other.startsAt) - Date.parse(one.startsAt));

/** Whether this person can go in here and now. `begun`: the booked start has passed. */
export type Way = "not_yet" | "open" | "begun" | "elsewhere" | "over";
export function wayIn(visit: VisitCard, now: number, stationName: string): Way {
  if (!running(visit, now)) return "over";
  if (visit.stationName !== stationName) return "elsewhere";
  if (now < Date.parse(visit.opensAt)) return "not_yet";
  return now < Date.parse(visit.startsAt) ? "open" : "begun";
}
