import type { FastifyInstance } from "fastify";
import { relaysInside } from "#contracts/equipment.ts";
import { repairsStaff, stationCareInside, stationCareStaff, stationGroupsStaff } from "#contracts/station-care.ts";
import { implement } from "#server/platform/http.ts";
import * as blocks from "./blocks/blocks.service.ts";
import * as groups from "./groups/groups.service.ts";
import * as echo from "./health/echo.service.ts";
import { stationPage } from "./health/station-page.service.ts";
import * as repairs from "./repairs/repairs.service.ts";
import { signOutStation, signOutStations } from "./sign-outs.service.ts";

/** What staff do to keep stations in order, and what stations do for it. */
export function careRoutes(parts: echo.EchoParts) {
  return async (app: FastifyInstance): Promise<void> => {
    implement(app, stationGroupsStaff.stationGroups, ({ ctx, params }) => groups.stationGroups(ctx, params.facilityId));
    implement(app, stationGroupsStaff.addStationGroup, ({ ctx, params, body }) => groups.addGroup(ctx, params.facilityId, body));
    implement(app, stationGroupsStaff.renameStationGroup, ({ ctx, params, body }) =>
      groups.renameGroup(ctx, params.facilityId, params.groupId, body.name),
    );
    implement(app, stationGroupsStaff.dissolveStationGroup, ({ ctx, params }) =>
      groups.dissolveGroup(ctx, params.facilityId, params.groupId),
    );
    implement(app, stationGroupsStaff.moveStation, ({ ctx, params, body }) =>
      groups.moveStation(ctx, params.facilityId, params.stationId, body.groupId),
    );
    implement(app, stationCareStaff.stationPage, ({ ctx, params }) => stationPage(ctx, params.facilityId, params.stationId));
    implement(app, stationCareStaff.turnStation, ({ ctx, params, body }) =>
      blocks.turnStation(ctx, params.facilityId, params.stationId, body.on),
    );
    implement(app, stationCareStaff.blockStation, ({ ctx, params, body }) =>
      blocks.blockStation(ctx, params.facilityId, params.stationId, body),
    );
    implement(app, stationCareStaff.endBlock, ({ ctx, params }) =>
      blocks.endBlock(ctx, params.facilityId, params.stationId, params.blockId),
    );
    implement(app, stationCareStaff.testStation, ({ ctx, params }) => echo.testStation(ctx, params.facilityId, params.stationId));
    implement(app, stationCareStaff.signOutStation, ({ ctx, params, body }) =>
      signOutStation(ctx, params.facilityId, params.stationId, body.reason),
    );
    implement(app, stationCareStaff.signOutStations, ({ ctx, params, body }) => signOutStations(ctx, params.facilityId, body));
    implement(app, repairsStaff.repairs, ({ ctx, params, query }) => repairs.repairs(ctx, params.facilityId, query.stationId));
    implement(app, repairsStaff.reportFault, ({ ctx, params, body }) =>
      repairs.reportFault(ctx, params.facilityId, params.stationId, body),
    );
    implement(app, repairsStaff.changeRepair, ({ ctx, params, body }) =>
      repairs.changeRepair(ctx, params.facilityId, params.repairId, body),
    );
    implement(app, stationCareInside.reportFaultInside, ({ ctx, body }) => repairs.reportFaultInside(ctx, body));
    implement(app, stationCareInside.startEcho, ({ ctx, body }) => echo.startEcho(ctx, parts, body));
    implement(app, relaysInside.stationRelays, async ({ ctx }) => echo.stationRelays(ctx));
    implement(app, stationCareInside.finishEcho, ({ ctx, params, body }) => echo.finishEcho(ctx, parts, params.echoId, body));
  };
}
