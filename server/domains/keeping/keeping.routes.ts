import type { FastifyPluginAsync } from "fastify";
import { holdsPublic, holdsStaff } from "#contracts/legal-holds.ts";
import { implement } from "#server/platform/http.ts";
import { erasureTotals } from "./erasing.service.ts";
import { listErasures, listHolds, placeHold, releaseHold } from "./holds.service.ts";

/** Legal holds, what the nights deleted, and its totals for everybody. */
export const keepingRoutes: FastifyPluginAsync = async (app) => {
  implement(app, holdsStaff.legalHoldList, ({ ctx, params, query }) => listHolds(ctx, params.facilityId, query));
  implement(app, holdsStaff.placeLegalHold, ({ ctx, params, body }) => placeHold(ctx, params.facilityId, body));
  implement(app, holdsStaff.releaseLegalHold, ({ ctx, params }) => releaseHold(ctx, params.facilityId, params.holdId));
  implement(app, holdsStaff.erasureList, ({ ctx, params, query }) => listErasures(ctx, params.facilityId, query));
  implement(app, holdsPublic.erasureTotals, ({ ctx }) => erasureTotals(ctx));
};
