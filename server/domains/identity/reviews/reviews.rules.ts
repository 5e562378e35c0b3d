import { UNUSED_DAYS } from "#contracts/access-review.ts";
import type { ErrorCode } from "#contracts/errors.ts";

export type ReviewState = "due" | "open" | "overdue" | "done";
type ReviewEvent = "begun" | "time_over" | "finished";

/** From the first day of a quarter on this many days, and then a review is overdue. */
export const REVIEW_DAYS = 30;

/** Every step a review can take; what stands in no row of this table cannot happen. */
const transitions: Record<ReviewState, Partial<Record<ReviewEvent, ReviewState>>> = {
  due: { begun: "open", time_over: "overdue" },
  open: { time_over: "overdue", finished: "done" },
  // Begun late, it is still late.
  overdue: { begun: "overdue", finished: "done" },
  done: {},
};

/** Where a review goes from here; undefined where this cannot happen to it. */
export const next = (state: ReviewState, event: ReviewEvent): ReviewState | undefined => transitions[state][event];

interface Standing {
  state: ReviewState;
  overdueAt: Temporal.Instant;
}

/** What a review is at this moment: its time is over when it is over, whether or not the job has looked. */
export function stateAt(review: Standing, now: Temporal.Instant): ReviewState {
  const over = Temporal.Instant.compare(now, review.overdueAt) >= 0;
  return (over ? next(review.state, "time_over") : undefined) ?? review.state;
}

const MONTHS_A_QUARTER = 3;

/** The quarter of a local day: its name and its first day. */
export function quarterOf(day: Temporal.PlainDate): { quarter: string; firstDay: Temporal.PlainDate } {
  const number = Math.ceil(day.month / MONTHS_A_QUARTER);
  const firstDay = day.with({ month: (number - 1) * MONTHS_A_QUARTER + 1, day: 1 });
  return { quarter: `${day.year}-Q${number}`, firstDay };
}

/** The first day of the quarter after this day's. */
export const nextQuarter = (day: Temporal.PlainDate): Temporal.PlainDate => quarterOf(day).firstDay.add({ months: MONTHS_A_QUARTER });

/** The days of the review that is made on `today` of this zone: one that is made late has its whole time all the same. */
export function daysOf(today: Temporal.PlainDate, zone: string) {
  const { quarter, firstDay } = quarterOf(today);
  const doBy = today.add({ days: REVIEW_DAYS - 1 });
  const overdueAt = doBy.add({ days: 1 }).toZonedDateTime(zone).toInstant();
  return {
    quarter,
    firstDay,
    firstAt: firstDay.toZonedDateTime(zone).toInstant(),
    dueOn: today.toString(),
    doBy: doBy.toString(),
    overdueAt,
  };
}

/** Whether nobody has signed in with this grant for so long that it is perhaps not needed. */
export function isUnused(grant: { grantedAt: Temporal.Instant; lastSignInAt: Temporal.Instant | null }, now: Temporal.Instant): boolean {
  const { grantedAt, lastSignInAt } = grant;
  const since = lastSignInAt && Temporal.Instant.compare(lastSignInAt, grantedAt) > 0 ? lastSignInAt : grantedAt;
  return Temporal.Instant.compare(since.add({ hours: 24 * UNUSED_DAYS }), now) <= 0;
}

/**
 * Every reason against deciding about one line. The own one is another lead's to decide; where there is nobody else, it may be confirmed by
 * its holder, and the record says so. Whoever may not give an administrator's role may not take it away either.
 */
export function decideRefusals(asked: {
  state: ReviewState;
  begun: boolean;
  decision: "confirmed" | "taken_away";
  isOwn: boolean;
  onlyLead: boolean;
  isAdministrators: boolean;
  administers: boolean;
  decided: boolean;
}): ErrorCode[] {
  const takes = asked.decision === "taken_away";
  const reasons: [boolean, ErrorCode][] = [
    [asked.state === "done", "access_review.over"],
    [!asked.begun, "access_review.not_begun"],
    [asked.isOwn && (takes || !asked.onlyLead), "access_review.own_line"],
    [takes && asked.isAdministrators && !asked.administers, "access_review.administrators_role"],
    [asked.decided, "access_review.decided"],
  ];
  return reasons.filter(([refused]) => refused).map(([, code]) => code);
}

/** Every reason against signing a review off. */
export function finishRefusals(asked: { state: ReviewState; begun: boolean; undecided: number }): ErrorCode[] {
  const reasons: [boolean, ErrorCode][] = [
    [asked.state === "done", "access_review.over"],
    [!asked.begun, "access_review.not_begun"],
    [asked.undecided > 0, "access_review.undecided"],
  ];
  return reasons.filter(([refused]) => refused).map(([, code]) => code);
}
