import type { FastifyPluginAsync } from "fastify";
import { auditPublic, auditStaff } from "#contracts/audit.ts";
import { implement } from "#server/platform/http.ts";
import { search } from "./audit.service.ts";
import { publicHead, publicHeads } from "./heads/heads.service.ts";

/** The audit of one facility, for those who may read it; where each chain stands, for everyone. */
export const auditRoutes: FastifyPluginAsync = async (app) => {
  implement(app, auditStaff.auditList, ({ ctx, params, query }) => search(ctx, params.facilityId, query));
  implement(app, auditPublic.publicAuditHeads, ({ ctx }) => publicHeads(ctx));
  implement(app, auditPublic.publicAuditHead, ({ ctx, params, query }) => publicHead(ctx, params.chain, query));
};
