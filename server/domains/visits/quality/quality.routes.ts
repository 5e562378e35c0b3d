import type { FastifyInstance } from "fastify";
import { visitLines } from "#contracts/quality.ts";
import { asInside, asOutside } from "#server/domains/identity/index.ts";
import { implement } from "#server/platform/http.ts";
import * as service from "./quality.service.ts";

/** Whose line failed, for each of the three realms. */
export async function qualityRoutes(app: FastifyInstance): Promise<void> {
  implement(app, visitLines.ownVisitLines, ({ ctx, params }) =>
    service.visitLines(ctx, { contactId: asOutside(ctx.actor).contactId }, params.visitId),
  );
  implement(app, visitLines.insideVisitLines, ({ ctx, params }) => {
    const { residentId, stayId } = asInside(ctx.actor);
    return service.visitLines(ctx, { residentId, stayId }, params.visitId);
  });
  implement(app, visitLines.staffVisitLines, ({ ctx, params }) =>
    service.visitLines(ctx, { facilityId: params.facilityId }, params.visitId),
  );
}
