import type { FastifyInstance } from "fastify";
import { facilitiesApi } from "#contracts/people.ts";
import { policyStaff } from "#contracts/policy.ts";
import { stationsStaffApi } from "#contracts/stations.ts";
import { implement } from "#server/platform/http.ts";
import * as service from "./facilities.service.ts";
import * as policy from "./policy.service.ts";

/** What the public may read about facilities, and staff about their own. */
export async function facilityRoutes(app: FastifyInstance): Promise<void> {
  implement(app, facilitiesApi.publicFacilities, ({ ctx }) => service.publicFacilities(ctx));
  implement(app, facilitiesApi.publicFacility, ({ ctx, params, query }) => service.publicFacility(ctx, params.facilityId, query.locale));
  implement(app, stationsStaffApi.unitList, ({ ctx, params }) => service.unitList(ctx, params.facilityId));
  implement(app, policyStaff.policyPage, ({ ctx, params }) => policy.policyPage(ctx, params.facilityId));
  implement(app, policyStaff.setConnectionRules, ({ ctx, params, body }) => policy.setRules(ctx, params.facilityId, body));
  implement(app, policyStaff.setWatchRules, ({ ctx, params, body }) => policy.setRules(ctx, params.facilityId, body));
  implement(app, policyStaff.setPartyRules, ({ ctx, params, body }) => policy.setRules(ctx, params.facilityId, body));
  implement(app, policyStaff.setTogetherRules, ({ ctx, params, body }) => policy.setRules(ctx, params.facilityId, body));
}
