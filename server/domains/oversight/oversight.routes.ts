import type { FastifyInstance } from "fastify";
import { oversightStaff } from "#contracts/oversight.ts";
import { asStaff } from "#server/domains/identity/index.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import { implement } from "#server/platform/http.ts";
import { askRecordExport, recordExports, takeExport } from "./exports.service.ts";

/** People's whole records: asked for with a purpose, made by a job, taken as a file. */
export function oversightRoutes({ blobs }: { blobs: Blobs }) {
  return async (app: FastifyInstance): Promise<void> => {
    implement(app, oversightStaff.recordExports, ({ ctx, params }) => recordExports(ctx, params.facilityId));
    implement(app, oversightStaff.askRecordExport, ({ ctx, params, body }) =>
      askRecordExport(ctx, asStaff(ctx.actor), params.facilityId, body),
    );
    implement(app, oversightStaff.takeRecordExport, async ({ ctx, params }, reply) => {
      const { bytes, open } = await takeExport(ctx, blobs, params);
      // Nothing of it may stay in a cache or a proxy.
      reply.header("cache-control", "no-store").header("content-disposition", `attachment; filename="record-${params.exportId}.zip"`);
      return reply.type("application/zip").header("content-length", bytes).send(open());
    });
  };
}
