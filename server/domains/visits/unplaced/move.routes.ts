import type { FastifyInstance } from "fastify";
import { visitMoves } from "#contracts/visit-moves.ts";
import { implement } from "#server/platform/http.ts";
import { moveVisit, stationChoices } from "./move.service.ts";

/** Another station for a visit, chosen by staff. */
export async function moveRoutes(app: FastifyInstance): Promise<void> {
  implement(app, visitMoves.stationChoices, ({ ctx, params }) => stationChoices(ctx, params.facilityId, params.visitId));
  implement(app, visitMoves.moveVisit, ({ ctx, params, body }) => moveVisit(ctx, params.facilityId, params.visitId, body));
}
