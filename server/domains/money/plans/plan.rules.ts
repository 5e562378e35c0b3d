import type { ErrorCode } from "#contracts/errors.ts";
import { PLAN_SALE_DAYS_MAX } from "#contracts/plan-limits.ts";
import type { Law } from "#jurisdictions/caps.rules.ts";
import type { Cap, Service } from "#jurisdictions/rate-caps.ts";
import type { Amount } from "#server/domains/money/rating/rating.rules.ts";
import { type Facts, lawAt, type Split, turningDays } from "#server/domains/money/tariffs/tariff.rules.ts";

const MICROS_A_CENT = 10_000;
const SECONDS_A_MINUTE = 60;
const MILLION = 1_000_000;
const WHOLE = 100;

/** Minutes of a service for so many days at one price in whole cents. There is no other kind of price: no fee, nothing for beginning or ending. */
export interface PlanTerms {
  minutes: number;
  days: number;
  priceCents: number;
}

/** What a minute of a plan comes to where all of it is used, in whole millionths of a dollar, rounded up: no less than it is. */
export function microsOfPlan({ priceCents, minutes }: Pick<PlanTerms, "priceCents" | "minutes">): number {
  return Math.ceil((priceCents * MICROS_A_CENT) / minutes);
}

/** The tax on a plan's price, rounded down. */
export const taxOfPlan = (priceCents: number, taxMillionths: number): number => Math.floor((priceCents * taxMillionths) / MILLION);

/** The last day of a plan that is bought on this one: so many days, this one counted, and never longer than a month of the calendar. */
export function lastDay(bought: string, days: number): string {
  const day = Temporal.PlainDate.from(bought);
  const [asSold, month] = [day.add({ days: days - 1 }), day.add({ months: 1 }).subtract({ days: 1 })];
  return (Temporal.PlainDate.compare(asSold, month) < 0 ? asSold : month).toString();
}

/** The moment at which a day of the facility's calendar is over, also where daylight saving skips its midnight. */
export function overAt(day: string, zone: string): Temporal.Instant {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone).toInstant();
}

/** A price as it stands from a day on. */
export interface TariffFrom {
  validFrom: string;
  microsPerMinute: number;
  split: Split;
}

/** What holds on a day on which a plan could be used. */
export interface DayTerms {
  day: string;
  law: Law;
  tariff: TariffFrom | undefined;
}

/**
 * What holds on the days on which a plan that is sold in this time could be used: its first day, and each on which a law or a price turns. `tariffs` newest
 * first, as they are kept; of one day the last told comes first.
 */
export function termsOfUse(
  caps: readonly Cap[],
  facts: Facts,
  service: Service,
  { tariffs, from, through, days, today }: { tariffs: readonly TariffFrom[]; from: string; through: string; days: number; today: string },
): DayTerms[] {
  const last = lastDay(through, days);
  const until = Temporal.PlainDate.from(last).add({ days: 1 }).toString();
  const turns = new Set([
    ...turningDays(caps, service, { from, until, today }),
    ...tariffs.map(({ validFrom }) => validFrom).filter((day) => day > from && day < until),
  ]);
  return [...turns].sort().map((day) => ({
    day,
    law: lawAt(caps, facts, service, day),
    tariff: tariffs.find(({ validFrom }) => validFrom <= day),
  }));
}

/** Every reason why a plan may not be sold, each with the first day that it is about. */
export interface PlanRefusals {
  codes: ErrorCode[];
  /** The day and the law of the first refusal by law. */
  by: DayTerms | undefined;
}

/**
 * Whether a plan may be sold on these days: at or under the cap of every day on which it could be used, no dearer there than single minutes, where the family
 * alone pays and no law makes contact free. Terms undefined: nobody has told what the law goes by.
 */
export function planRefusals(
  plan: PlanTerms,
  sale: { today: string; from: string; through: string },
  terms: readonly DayTerms[] | undefined,
): PlanRefusals {
  const find = (wrong: (on: DayTerms) => boolean) => terms?.find(wrong);
  const found = {
    noCap: find(({ law }) => law.cap === undefined),
    above: find(({ law }) => law.cap !== undefined && isAbove(plan, law.cap.microsPerMinute)),
    free: find(({ law }) => law.free !== undefined),
    others: find(({ tariff }) => tariff !== undefined && tariff.split.family !== WHOLE),
    dearer: find(({ tariff }) => isAbove(plan, tariff?.microsPerMinute ?? 0)),
  };
  const reasons: [boolean, ErrorCode][] = [
    [terms === undefined, "price.facts_missing"],
    [found.noCap !== undefined, "price.no_lawful"],
    [found.above !== undefined, "plan.above_cap"],
    [found.free !== undefined, "plan.free_law"],
    [found.others !== undefined, "plan.not_family_alone"],
    [found.dearer !== undefined, "plan.dearer_than_minutes"],
    [sale.from < sale.today, "price.day_past"],
    [sale.through < sale.from || daysBetween(sale.from, sale.through) > PLAN_SALE_DAYS_MAX, "plan.sale_days_wrong"],
  ];
  return {
    codes: reasons.filter(([refused]) => refused).map(([, code]) => code),
    by: found.above ?? found.free ?? found.noCap ?? found.others ?? found.dearer,
  };
}

/** Whole numbers on both sides: a fraction of a micro-dollar above is above. */
const isAbove = ({ priceCents, minutes }: PlanTerms, microsPerMinute: number): boolean =>
  priceCents * MICROS_A_CENT > microsPerMinute * minutes;

const daysBetween = (from: string, through: string): number => Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(through)).days;

/** The plan's seconds that a communication keeps or has used: after the free ones, as many as are left, and none where they would save nothing. */
export function planSeconds(of: { seconds: number; freeSeconds: number; atMostSeconds: number; priceCentsWithout: number }): number {
  if (of.priceCentsWithout === 0) return 0;
  return Math.max(0, Math.min(of.atMostSeconds, of.seconds - of.freeSeconds));
}

/** What of a plan one communication used. */
export interface PlanUse {
  /** Not counting those that were given back. */
  seconds: number;
  /** The most that a minute may cost on its day. */
  microsPerMinute: number;
  /** What these seconds would have cost without the plan. */
  savedPriceCents: number;
  savedTaxCents: number;
}

/** A plan as it was bought. */
export interface BoughtPlan {
  seconds: number;
  priceCents: number;
  taxCents: number;
  taxMillionths: number;
}

/**
 * What a plan takes for what was used of it: each second at the plan's own price or its day's cap, whichever is lower, the sum rounded down; never more than was
 * kept, nor than the same seconds would have cost without it. Fractions are whole numbers over one denominator, so that nothing is lost on the way.
 */
export function takenOf(plan: BoughtPlan, uses: readonly PlanUse[]): Amount {
  const [seconds, price] = [BigInt(plan.seconds), BigInt(plan.priceCents)];
  const microSecondsACent = BigInt(MICROS_A_CENT * SECONDS_A_MINUTE);
  let parts = 0n;
  for (const use of uses) {
    const [byPlan, byCap] = [price * microSecondsACent, BigInt(use.microsPerMinute) * seconds];
    parts += BigInt(use.seconds) * (byPlan < byCap ? byPlan : byCap);
  }
  const asked = Number(parts / (seconds * microSecondsACent));
  const saved = (of: "savedPriceCents" | "savedTaxCents") => uses.reduce((sum, use) => sum + use[of], 0);
  const priceCents = Math.min(asked, plan.priceCents, saved("savedPriceCents"));
  return { priceCents, taxCents: Math.min(taxOfPlan(priceCents, plan.taxMillionths), plan.taxCents, saved("savedTaxCents")) };
}

/** What is left of a use when some of its seconds came back: its savings shrink with it, rounded down. */
export function withoutReturned(use: PlanUse, returnedSeconds: number): PlanUse {
  if (use.seconds === 0) return use;
  const seconds = use.seconds - returnedSeconds;
  const part = (cents: number) => Math.floor((cents * seconds) / use.seconds);
  return { ...use, seconds, savedPriceCents: part(use.savedPriceCents), savedTaxCents: part(use.savedTaxCents) };
}

export type PlanState = "running" | "closing" | "ended";
export type PlanAct = "close" | "end";
const acts: Readonly<Record<PlanAct, { from: readonly PlanState[]; to: PlanState }>> = {
  /** Nothing more draws on it; what is booked still does. */
  close: { from: ["running"], to: "closing" },
  end: { from: ["closing"], to: "ended" },
};

/** The plan's next state; undefined where it may not go there from here. */
export function nextPlan(state: PlanState, act: PlanAct): PlanState | undefined {
  const { from, to } = acts[act];
  return from.includes(state) ? to : undefined;
}

/** How a plan stands. */
export function stateOf(plan: { closing: unknown; endedAt: unknown }): PlanState {
  if (plan.endedAt !== null) return "ended";
  return plan.closing === null ? "running" : "closing";
}
