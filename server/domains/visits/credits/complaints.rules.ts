import { creditLimits as limits } from "#contracts/credit-limits.ts";
import type { ErrorCode } from "#contracts/errors.ts";

/** What decides whether somebody may say that a visit was bad, and what they hear at once. */
export interface Said {
  /** When the visit ended; null while it has not. */
  endedAt: Temporal.Instant | null;
  /** Whether something was taken of the one who says so, in money or of a plan. */
  paid: boolean;
  /** Taken of all payers and not given back: cents, and seconds of a plan. */
  open: Back;
  /** What the rule gives back at once, since our own measurements of that time are gone. */
  dueNow: Back;
  now: Temporal.Instant;
}

/** What is given back of a visit. */
export interface Back {
  cents: number;
  planSeconds: number;
}

/** Why somebody may not say that a visit was bad; empty where they may. */
export function refusalsTo({ endedAt, paid, now }: Pick<Said, "endedAt" | "paid" | "now">): ErrorCode[] {
  if (endedAt === null || !paid) return ["complaint.not_charged"];
  return Temporal.Instant.compare(now, complainUntil(endedAt)) > 0 ? ["complaint.too_late"] : [];
}

export const complainUntil = (endedAt: Temporal.Instant): Temporal.Instant => endedAt.add({ hours: limits.complaintDays * 24 });
export const dueAt = (now: Temporal.Instant): Temporal.Instant => now.add({ hours: limits.complaintHours });

/**
 * The published answer: all has been given back already; connected time of which our measurements are gone is given back now; whatever of it the
 * measurements do not answer waits for staff, so that nobody is sent off with a few cents for a lost moment.
 */
export function answerTo({ open, dueNow }: Pick<Said, "open" | "dueNow">): "given_back_before" | "given_back_now" | "queued" {
  if (open.cents === 0 && open.planSeconds === 0) return "given_back_before";
  return dueNow.cents >= open.cents && dueNow.planSeconds >= open.planSeconds ? "given_back_now" : "queued";
}
