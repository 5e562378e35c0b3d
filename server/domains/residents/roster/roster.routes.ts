import type { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { rosterStaff } from "#contracts/roster.ts";
import type { Ctx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { implement } from "#server/platform/http.ts";
import * as page from "./page.service.ts";
import { UPLOAD_BYTES_MAX } from "./roster.service.ts";
import * as runs from "./runs.service.ts";

const STOP_MS_MAX = 10_000;
const FILE_TYPES = ["text/csv", "text/tab-separated-values", "text/xml", "application/xml"];

/** What staff do with lists of residents. A file is read as it arrives and is never written anywhere. */
export async function rosterRoutes(app: FastifyInstance): Promise<void> {
  implement(app, rosterStaff.rosterPage, ({ ctx, params }) => page.rosterPage(ctx, params.facilityId));
  implement(app, rosterStaff.rosterProgress, ({ ctx, params, query }) => runs.rosterProgress(ctx, params.facilityId, query.run));
  implement(app, rosterStaff.saveRosterMapping, ({ ctx, params, body }) => page.saveMapping(ctx, params.facilityId, body));
  implement(app, rosterStaff.addRosterFeed, ({ ctx, params, body }) => page.addFeed(ctx, params.facilityId, body));
  implement(app, rosterStaff.removeRosterFeed, ({ ctx, params }) => page.removeFeed(ctx, params.facilityId, params.feedId));

  await app.register(async (files) => {
    // The stream itself is handed on: the guard has its say before anybody reads from it.
    files.addContentTypeParser(FILE_TYPES, { bodyLimit: UPLOAD_BYTES_MAX }, (_request, payload, done) => done(null, payload));
    const under = new Set<Promise<void>>();
    const start = async (ctx: Ctx, sent: runs.Sent) => {
      const { finished } = await runs.startRun(ctx, sent);
      under.add(finished);
      void finished.finally(() => under.delete(finished));
      return { id: sent.id };
    };
    // What is nearly done is done; what takes longer is given up, and changes nothing.
    files.addHook("onClose", async () => {
      await Promise.race([Promise.all(under), setTimeout(STOP_MS_MAX, undefined, { ref: false })]);
    });
    implement(files, rosterStaff.planRoster, ({ ctx, params, query, raw }) =>
      start(ctx, { ...query, act: "plan", facilityId: params.facilityId, file: fileOf(raw) }),
    );
    implement(files, rosterStaff.importRoster, ({ ctx, params, query, raw }) =>
      start(ctx, { ...query, act: "import", facilityId: params.facilityId, file: fileOf(raw) }),
    );
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
