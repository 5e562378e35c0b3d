import type { FastifyInstance } from "fastify";
import { residentsStaff } from "#contracts/residents.ts";
import { implement } from "#server/platform/http.ts";
import * as service from "./residents.service.ts";

/** What staff read about residents of their facility. */
export async function residentRoutes(app: FastifyInstance): Promise<void> {
  implement(app, residentsStaff.residentList, ({ ctx, params, query }) => service.residentList(ctx, params.facilityId, query));
}
