import type { FastifyInstance } from "fastify";
import { insideSignInRoutes } from "./sign-ins.routes.ts";
import { stationRoutes as ownRoutes } from "./stations.routes.ts";

export type { Check } from "./proofs.rules.ts";
export { verifySocketProof, verifyStation } from "./proofs.service.ts";
export { registerStationJobs, registerStationKeeping } from "./stations.jobs.ts";
export { addStation, makeEnrolmentCode } from "./stations.service.ts";

/** Stations, and how residents sign in at them. */
export async function stationRoutes(app: FastifyInstance): Promise<void> {
  await ownRoutes(app);
  await insideSignInRoutes(app);
}
