import type { FastifyInstance } from "fastify";
import { stationGroupsStaff } from "#contracts/station-care.ts";
import { implement } from "#server/platform/http.ts";
import * as service from "./sessions.service.ts";

/** Which stations serve a facility's weekly hours. */
export async function sessionRoutes(app: FastifyInstance): Promise<void> {
  implement(app, stationGroupsStaff.templateGroups, ({ ctx, params }) => service.templateGroups(ctx, params.facilityId));
  implement(app, stationGroupsStaff.setTemplateGroups, ({ ctx, params, body }) =>
    service.setTemplateGroups(ctx, params.facilityId, params.sessionTemplateId, body),
  );
}
