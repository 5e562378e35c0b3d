import type { FastifyInstance } from "fastify";
import { careRoutes } from "./care.routes.ts";
import type { EchoParts } from "./health/echo.service.ts";
import { insideSignInRoutes } from "./sign-ins.routes.ts";
import { stationRoutes as ownRoutes } from "./stations.routes.ts";

export { STATION_CLOSED, statusesNow } from "./blocks/blocks.service.ts";
export type { Check } from "./proofs.rules.ts";
export { verifySocketProof, verifyStation } from "./proofs.service.ts";
export { noteVisitFindings } from "./repairs/findings.service.ts";
export type { FoundInVisit } from "./repairs/repairs.rules.ts";
export { repairs } from "./repairs/repairs.service.ts";
export { registerStationJobs, registerStationKeeping } from "./stations.jobs.ts";
export { addStation, makeEnrolmentCode } from "./stations.service.ts";

/** Stations, how residents sign in at them, and how they are kept in order. `echo` is the media engine's part in measuring a network. */
export function stationRoutes(echo: EchoParts) {
  return async (app: FastifyInstance): Promise<void> => {
    await ownRoutes(app);
    await insideSignInRoutes(app);
    await careRoutes(echo)(app);
  };
}
export { stationsMergePart } from "./merge-part.ts";
