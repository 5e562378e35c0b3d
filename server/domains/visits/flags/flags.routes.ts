import type { FastifyInstance } from "fastify";
import { flagsStaff } from "#contracts/flags.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import type { Ctx } from "#server/platform/context.ts";
import { implement } from "#server/platform/http.ts";
import * as service from "./flags.service.ts";

/** Visits that no longer fit, and what staff decide about them. */
export async function flagRoutes(app: FastifyInstance): Promise<void> {
  implement(app, flagsStaff.flagList, async ({ ctx, params }) => service.flagList(ctx, await placeOf(ctx, params.facilityId)));
  implement(app, flagsStaff.resolveFlag, async ({ ctx, params, body }) =>
    service.resolveFlag(ctx, { ...(await placeOf(ctx, params.facilityId)), flagId: params.flagId }, body),
  );
}

const placeOf = async (ctx: Ctx, facilityId: string) => ({ facilityId, agencyId: await facilities.agencyOf(ctx, facilityId) });
