import type { z } from "zod";
import type { Cause, OutcomeCode, VisitStatus } from "#contracts/visits.ts";

type Status = z.infer<typeof VisitStatus>;

/** Every step a visit may take. A status without one is final: nothing ends in silence, and nothing begins again. */
export const visitSteps: Record<Status, readonly Status[]> = {
  requested: ["booked", "rejected", "withdrawn"],
  booked: ["in_progress", "cancelled", "missed"],
  // Missed from here: somebody came, but both sides never had media.
  in_progress: ["completed", "missed"],
  rejected: [],
  withdrawn: [],
  cancelled: [],
  completed: [],
  missed: [],
};

/** Whether a visit may go from one status to another. */
export const mayBecome = (from: Status, to: Status): boolean => visitSteps[from].includes(to);

/** The statuses from which a visit may become `to`, for the condition of an update. */
export function before(to: Status): Status[] {
  return (Object.keys(visitSteps) as Status[]).filter((from) => mayBecome(from, to));
}

/** Whether a visit uses up a part of the allowance of its week. */
export const countsForAllowance = ["booked", "in_progress", "completed"] as const satisfies Status[];

/** The two people of a visit may cancel until it starts; staff until its place is over. */
export function canCancel(
  visit: { status: Status; startsAt: Temporal.Instant; endsAt: Temporal.Instant },
  by: "side" | "staff",
  now: Temporal.Instant,
) {
  const until = by === "side" ? visit.startsAt : visit.endsAt;
  return mayBecome(visit.status, "cancelled") && Temporal.Instant.compare(now, until) < 0;
}

/** The outcome of a visit that one side, or staff, called off. */
export function cancelled(by: "family" | "resident" | "staff"): { outcome: z.infer<typeof OutcomeCode>; cause: z.infer<typeof Cause> } {
  return { outcome: `cancelled_by_${by}`, cause: by };
}

/** Whole seconds of a visit's length in which the two were not connected; only an ended visit has any. */
export function lostSeconds(visit: { status: Status; visitMinutes: number; connectedSeconds: number }): number {
  if (visit.status !== "completed" && visit.status !== "missed") return 0;
  return Math.max(0, visit.visitMinutes * 60 - visit.connectedSeconds);
}
