import type { Readable } from "node:stream";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { rosterStaff } from "#contracts/roster.ts";
import type { Ctx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { implement } from "#server/platform/http.ts";
import * as page from "./page.service.ts";
import { type Asked, importRoster, planRoster, UPLOAD_BYTES_MAX } from "./roster.service.ts";
import * as store from "./roster.store.ts";

const FILE_TYPES = ["text/csv", "text/tab-separated-values", "text/xml", "application/xml"];

/** What staff do with lists of residents. A file is read as it arrives and is never written anywhere. */
export async function rosterRoutes(app: FastifyInstance): Promise<void> {
  implement(app, rosterStaff.rosterPage, ({ ctx, params }) => page.rosterPage(ctx, params.facilityId));
  implement(app, rosterStaff.rosterProgress, async ({ ctx, params }) => {
    const found = await store.findProgress(ctx.db, params.facilityId);
    return { stage: found?.stage ?? null, rows: found?.rows ?? 0 };
  });
  implement(app, rosterStaff.saveRosterMapping, ({ ctx, params, body }) => page.saveMapping(ctx, params.facilityId, body));
  implement(app, rosterStaff.addRosterFeed, ({ ctx, params, body }) => page.addFeed(ctx, params.facilityId, body));
  implement(app, rosterStaff.removeRosterFeed, ({ ctx, params }) => page.removeFeed(ctx, params.facilityId, params.feedId));

  await app.register(async (files) => {
    // The stream itself is handed on: the guard has its say before anybody reads from it.
    files.addContentTypeParser(FILE_TYPES, { bodyLimit: UPLOAD_BYTES_MAX }, (_request, payload, done) => done(null, payload));
    implement(files, rosterStaff.planRoster, ({ ctx, params, query, raw }) =>
      planRoster(ctx, { facilityId: params.facilityId, mapping: query.mapping, kind: query.kind, file: fileOf(raw) }),
    );
    implement(files, rosterStaff.importRoster, async ({ ctx, params, query, raw }) => {
      const { id, mapping, kind, planHash } = query;
      const asked = { id, facilityId: params.facilityId, mapping, kind, via: "staff", file: fileOf(raw) } as const;
      try {
        return await importRoster(ctx, { ...asked, progress: noting(ctx, asked) }, { planHash });
      } finally {
        await store.endProgress(ctx.db, id);
      }
    });
  });
}

function fileOf(request: FastifyRequest): Readable {
  const body = request.body as Readable | undefined;
  // Whoever says beforehand that it is too large need not send it all to hear so.
  if (Number(request.headers["content-length"] ?? 0) > UPLOAD_BYTES_MAX)
    throw new AppError(["roster.file_too_large"], { megabytesMax: UPLOAD_BYTES_MAX / 1e6 });
  if (!body || typeof body.pipe !== "function") throw new AppError(["roster.file_empty"]);
  return body;
}

/** Says how far an import has come where the page can read it, outside the import's transaction. */
function noting(ctx: Ctx, { id, facilityId }: Pick<Asked, "id" | "facilityId">): NonNullable<Asked["progress"]> {
  return async (stage, rows) => {
    await store.noteProgress(ctx, { importId: id, facilityId, stage, rows });
  };
}
