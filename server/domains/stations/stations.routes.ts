import type { FastifyInstance } from "fastify";
import { stationsApi, stationsStaffApi } from "#contracts/stations.ts";
import { implement } from "#server/platform/http.ts";
import * as service from "./stations.service.ts";

/** What a station asks about itself, and what staff do with stations. */
export async function stationRoutes(app: FastifyInstance): Promise<void> {
  implement(app, stationsApi.enrolStation, ({ ctx, body, raw }) => service.enrolStation(ctx, raw, body.code));
  implement(app, stationsApi.readStation, ({ ctx }) => service.readStation(ctx));
  implement(app, stationsApi.reportStation, ({ ctx, body }) => service.reportStation(ctx, body));
  implement(app, stationsStaffApi.stationList, ({ ctx, params }) => service.stationList(ctx, params.facilityId));
  implement(app, stationsStaffApi.addStation, ({ ctx, params, body }) => service.addStation(ctx, params.facilityId, body));
  implement(app, stationsStaffApi.makeEnrolmentCode, ({ ctx, params }) =>
    service.makeEnrolmentCode(ctx, params.facilityId, params.stationId),
  );
}
