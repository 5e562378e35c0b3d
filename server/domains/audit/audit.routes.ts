import type { FastifyPluginAsync } from "fastify";
import { auditStaff } from "#contracts/visits.ts";
import { implement } from "#server/platform/http.ts";
import { list } from "./audit.service.ts";

/** The audit of one facility, for those who may read it. */
export const auditRoutes: FastifyPluginAsync = async (app) => {
  implement(app, auditStaff.auditList, ({ ctx, params, query }) => list(ctx, params.facilityId, query));
};
