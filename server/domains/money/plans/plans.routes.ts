import type { FastifyInstance } from "fastify";
import { plansOutside, plansStaff } from "#contracts/plans.ts";
import { implement } from "#server/platform/http.ts";
import * as offers from "./offers.service.ts";
import * as plans from "./plans.service.ts";

/** Plans: what a facility offers, what a contact buys, and how it ends. */
export async function planRoutes(app: FastifyInstance): Promise<void> {
  implement(app, plansStaff.planOffers, ({ ctx, params }) => offers.planOffers(ctx, params.facilityId));
  implement(app, plansStaff.planLaw, ({ ctx, params, query }) => offers.planLaw(ctx, params.facilityId, query));
  implement(app, plansStaff.offerPlan, ({ ctx, params, body }) => offers.offerPlan(ctx, params.facilityId, body));
  implement(app, plansStaff.withdrawPlan, ({ ctx, params }) => offers.withdrawPlan(ctx, params.facilityId, params.offerId));
  implement(app, plansOutside.ownPlans, ({ ctx }) => plans.ownPlans(ctx));
  implement(app, plansOutside.buyPlan, ({ ctx, body }) => plans.buyPlan(ctx, body));
  implement(app, plansOutside.endPlan, ({ ctx, params }) => plans.endPlan(ctx, params.planId));
}
