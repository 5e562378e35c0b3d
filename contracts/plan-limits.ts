/** What a plan may be. Without the schemas' library, so that pages may load it too. */
/** Of what there is something to draw on it: calls and messages join when they are there. */
export const planServices = ["video"] as const;
export type PlanService = (typeof planServices)[number];
export const PLAN_MINUTES_MAX = 10_000;
/** The day it is bought counts, and never longer than to the day before the same date of the next month. */
export const PLAN_DAYS_MAX = 30;
export const PLAN_PRICE_CENTS_MAX = 100_000;
/** So far ahead the last day of sale may lie: what the law allows later nobody knows. */
export const PLAN_SALE_DAYS_MAX = 366;

/** Why nothing more draws on a plan. */
export const planClosings = ["over", "used_up", "asked", "nobody_there", "account_closed"] as const;
export type PlanClosing = (typeof planClosings)[number];
