import type { FastifyInstance } from "fastify";
import { peopleStaffApi } from "#contracts/people.ts";
import { implement } from "#server/platform/http.ts";
import * as service from "./residents.service.ts";

/** What staff read about residents of their facility. */
export async function residentRoutes(app: FastifyInstance): Promise<void> {
  implement(app, peopleStaffApi.residentList, ({ ctx, params, query }) => service.residentList(ctx, params.facilityId, query));
}
