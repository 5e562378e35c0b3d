import { z } from "zod";
import { LawRef } from "./bills.ts";
import { Day, Id, Instant, Nothing } from "./common.ts";
import { endpoint } from "./endpoint.ts";
import { PLAN_DAYS_MAX, PLAN_MINUTES_MAX, PLAN_PRICE_CENTS_MAX, planClosings, planServices } from "./plan-limits.ts";
import { services } from "./price-limits.ts";
import { TaxRef } from "./taxes.ts";

const Service = z.enum(services);
const Offered = z.enum(planServices);
const Cents = z.number().int().nonnegative();
/** Millionths of a US dollar. */
const Micros = z.number().int().nonnegative();

const Terms = {
  service: Service,
  minutes: z.number().int().min(1).max(PLAN_MINUTES_MAX),
  /** The day it is bought counts. */
  days: z.number().int().min(1).max(PLAN_DAYS_MAX),
  priceCents: z.number().int().min(1).max(PLAN_PRICE_CENTS_MAX),
};
/** What a plan costs a minute where all of it is used, and the limit of the law that it was held against. */
const PerMinute = { microsPerMinute: Micros, cap: LawRef.nullable() };

/** A plan as staff offer it: on sale from one of the facility's own days to another. */
export const PlanOffer = z.strictObject({
  id: Id,
  ...Terms,
  ...PerMinute,
  soldFrom: Day,
  soldThrough: Day,
  state: z.enum(["coming", "on_sale", "held_by_law", "over", "withdrawn"]),
  /** How many were bought. */
  bought: z.number().int(),
  toldAt: Instant,
});
export type PlanOffer = z.infer<typeof PlanOffer>;

/** A plan that anybody may read of: on sale today. */
export const PublicPlan = z.strictObject({ id: Id, ...Terms, ...PerMinute, taxCents: Cents, soldThrough: Day });
export type PublicPlan = z.infer<typeof PublicPlan>;

/** A plan that the reader could buy, with all that is to be known before. */
export const PlanForMe = PublicPlan.extend({
  facilityId: Id,
  facilityName: z.string(),
  /** What a minute costs without it. */
  tariffMicros: Micros,
  /** Each tax in its price with its law. */
  taxes: z.array(TaxRef),
  /** Bought today, it can be used until the end of this day; what is left comes back the day after. */
  throughDay: Day,
  backDay: Day,
});
export type PlanForMe = z.infer<typeof PlanForMe>;

/** A plan that the reader bought. */
export const OwnPlan = z.strictObject({
  id: Id,
  facilityId: Id,
  facilityName: z.string(),
  service: Service,
  minutes: z.number().int(),
  priceCents: Cents,
  taxCents: Cents,
  /** Each tax that it was bought with, with its law. */
  taxes: z.array(TaxRef),
  ...PerMinute,
  fromDay: Day,
  throughDay: Day,
  backDay: Day,
  state: z.enum(["running", "closing", "ended"]),
  closing: z.enum(planClosings).nullable(),
  boughtAt: Instant,
  endedAt: Instant.nullable(),
  /** Of its minutes: nobody's yet, kept for booked visits, used. */
  leftSeconds: z.number().int(),
  keptSeconds: z.number().int(),
  usedSeconds: z.number().int(),
  /** Ended now, so much is free in the wallet at once: all but what was used and what booked visits may use. */
  backNowCents: Cents,
  /** What it took, the taxes in that, and what was given back of it since. */
  takenCents: Cents,
  takenTaxCents: Cents,
  returnedCents: Cents,
});
export type OwnPlan = z.infer<typeof OwnPlan>;

const AtFacility = z.strictObject({ facilityId: Id });
const staff = (path: string) => `/api/staff/facilities/:facilityId/prices/plans${path}`;

export const plansStaff = {
  planOffers: endpoint({
    id: "planOffers",
    method: "GET",
    path: staff(""),
    permission: "price.read",
    summary: "Every plan that this facility offers or offered, with what a minute of it costs beside the cap",
    params: AtFacility,
    answer: { status: 200, schema: z.strictObject({ today: Day, offers: z.array(PlanOffer) }) },
    errors: [],
  }),
  planLaw: endpoint({
    id: "planLaw",
    method: "GET",
    path: staff("/law"),
    permission: "price.read",
    summary: "The lowest cap and the lowest price of a minute on the days on which a plan that is sold in this time could be used",
    params: AtFacility,
    query: z.strictObject({ service: Offered, from: Day, through: Day, days: z.coerce.number().int().min(1).max(PLAN_DAYS_MAX) }),
    answer: {
      status: 200,
      schema: z.strictObject({
        /** The last day on which one could be used. */
        lastDay: Day,
        known: z.boolean(),
        cap: LawRef.nullable(),
        /** The first day on which that cap holds. */
        capDay: Day.nullable(),
        freeLaw: LawRef.nullable(),
        /** The lowest price of a minute, at most the cap; null where none is set on one of the days. */
        tariffMicros: Micros.nullable(),
        /** On one of these days somebody other than the family pays. */
        othersPay: z.boolean(),
        taxMillionths: z.number().int(),
      }),
    },
    errors: [],
  }),
  offerPlan: endpoint({
    id: "offerPlan",
    method: "POST",
    path: staff(""),
    permission: "price.manage",
    summary: "Offer a plan; refused where a minute of it is above the cap of any day it could be used, or dearer than without it",
    params: AtFacility,
    body: z.strictObject({ id: Id, ...Terms, service: Offered, soldFrom: Day, soldThrough: Day }),
    answer: { status: 201, schema: PlanOffer },
    errors: [
      "price.facts_missing",
      "price.no_lawful",
      "plan.above_cap",
      "plan.free_law",
      "plan.not_family_alone",
      "plan.dearer_than_minutes",
      "price.day_past",
      "plan.sale_days_wrong",
    ],
  }),
  withdrawPlan: endpoint({
    id: "withdrawPlan",
    method: "POST",
    path: staff("/:offerId/withdraw"),
    permission: "price.manage",
    summary: "Take a plan off sale at once; plans that were bought go on",
    params: z.strictObject({ facilityId: Id, offerId: Id }),
    answer: { status: 204, schema: Nothing },
    errors: ["plan.unknown"],
  }),
};

const One = z.strictObject({ planId: Id });

export const plansOutside = {
  ownPlans: endpoint({
    id: "ownPlans",
    method: "GET",
    path: "/api/outside/wallet/plans",
    permission: "plan.own",
    summary: "One's plans, those that run first, and those that could be bought where one's people are and none runs",
    answer: { status: 200, schema: z.strictObject({ plans: z.array(OwnPlan), offers: z.array(PlanForMe) }) },
    errors: [],
  }),
  buyPlan: endpoint({
    id: "buyPlan",
    method: "POST",
    path: "/api/outside/wallet/plans",
    permission: "plan.buy",
    summary: "Buy a plan: its price is kept in the wallet, and only what was used is taken when it ends; once per `id`",
    body: z.strictObject({ id: Id, offerId: Id, atMostCents: Cents }),
    answer: { status: 201, schema: OwnPlan },
    errors: ["plan.not_on_sale", "plan.runs_already", "plan.short", "money.price_changed", "money.id_taken"],
  }),
  endPlan: endpoint({
    id: "endPlan",
    method: "POST",
    path: "/api/outside/wallet/plans/:planId/end",
    permission: "plan.buy",
    summary: "End a plan today: what was not used, and no booked visit keeps, is free in the wallet at once",
    params: One,
    answer: { status: 200, schema: OwnPlan },
    errors: ["plan.unknown"],
  }),
};
