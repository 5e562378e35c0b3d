import { z } from "zod";
import { Id, Instant, Nothing } from "./common.ts";
import { endpoint } from "./endpoint.ts";

const AtVisit = z.strictObject({ facilityId: Id, visitId: Id });
const staff = (path: string) => `/api/staff/facilities/:facilityId${path}`;

/** Why a visit cannot go to a station. */
export const stationObstacles = [
  "visit.station_closed",
  "visit.station_unusable",
  "visit.station_taken",
  "visit.station_unreachable",
] as const;
export const visitMoves = {
  stationChoices: endpoint({
    id: "stationChoices",
    method: "GET",
    path: staff("/visits/:visitId/stations"),
    permission: "visit.move",
    summary: "The other stations of the facility for this visit, each with every reason why it cannot be had",
    params: AtVisit,
    answer: {
      status: 200,
      schema: z.array(
        z.strictObject({
          id: Id,
          name: z.string(),
          unit: z.string().nullable(),
          lastSeenAt: Instant.nullable(),
          why: z.array(z.enum(stationObstacles)),
        }),
      ),
    },
    errors: ["visit.unknown"],
  }),
  moveVisit: endpoint({
    id: "moveVisit",
    method: "POST",
    path: staff("/visits/:visitId/station"),
    permission: "visit.move",
    summary: "Move a visit to another free station; asking again changes nothing, and whoever comes second hears that it was moved",
    params: AtVisit,
    body: z.strictObject({ stationId: Id, fromStationId: Id }),
    answer: { status: 204, schema: Nothing },
    errors: ["visit.unknown", "visit.cannot_move", "visit.moved_already", ...stationObstacles, "station.unknown"],
  }),
};
