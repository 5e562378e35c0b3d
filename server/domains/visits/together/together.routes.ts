import type { FastifyInstance, FastifyReply } from "fastify";
import { sheetTypes, togetherInside, togetherOutside, togetherStaff } from "#contracts/together.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import { implement } from "#server/platform/http.ts";
import * as pictures from "./pictures.service.ts";
import * as review from "./review.service.ts";
import * as sheets from "./sheets.service.ts";
import * as shelf from "./shelf.service.ts";

/** What families send, what staff decide, what lies on the shelf, and the pictures themselves. Drawing goes through the room's socket. */
export function togetherRoutes(parts: { blobs: Blobs; mayLook: pictures.MayLook }) {
  const { blobs, mayLook } = parts;
  return async (app: FastifyInstance): Promise<void> => {
    // Raw bytes are taken on these routes alone, and read only after the guard has let the request in.
    app.addContentTypeParser([...sheetTypes], (_request, payload, done) => done(null, payload));
    implement(app, togetherOutside.ownSheets, ({ ctx, params }) => sheets.ownSheets(ctx, params.visitId));
    implement(app, togetherOutside.sendSheet, ({ ctx, params, body }) => sheets.sendSheet(ctx, { ...params, ...body }));
    implement(app, togetherOutside.sendSheetFile, ({ ctx, params, raw }) => sheets.sendSheetFile(ctx, blobs, params, streamOf(raw.body)));
    implement(app, togetherOutside.takeBackSheet, ({ ctx, params }) => sheets.takeBackSheet(ctx, blobs, params));
    implement(app, togetherOutside.pictureOutside, async ({ ctx, params }, reply) =>
      show(reply, await pictures.pictureForSide(ctx, blobs, mayLook, params)),
    );
    implement(app, togetherInside.shelfInside, ({ ctx, params }) => sheets.shelfInside(ctx, params.visitId));
    implement(app, togetherInside.pictureInside, async ({ ctx, params }, reply) =>
      show(reply, await pictures.pictureForSide(ctx, blobs, mayLook, params)),
    );
    implement(app, togetherStaff.waitingSheets, ({ ctx, params }) => review.waitingSheets(ctx, params.facilityId));
    implement(app, togetherStaff.decideSheet, ({ ctx, params, body }) => review.decideSheet(ctx, params, body));
    implement(app, togetherStaff.pictureWaiting, async ({ ctx, params }, reply) =>
      show(reply, await pictures.pictureForReview(ctx, blobs, params)),
    );
    implement(app, togetherStaff.pictureWatched, async ({ ctx, params }, reply) =>
      show(reply, await pictures.pictureForWatcher(ctx, blobs, mayLook, params)),
    );
    implement(app, togetherStaff.shelfOfStaff, async ({ ctx, params }) => ({ sheets: await sheets.shelfOf(ctx, params.facilityId) }));
    implement(app, togetherStaff.addToShelf, ({ ctx, params, body }) => shelf.addToShelf(ctx, { ...params, ...body }));
    implement(app, togetherStaff.addShelfFile, ({ ctx, params, raw }) => shelf.addShelfFile(ctx, blobs, params, streamOf(raw.body)));
    implement(app, togetherStaff.takeOffShelf, ({ ctx, params }) => shelf.takeOffShelf(ctx, params));
    implement(app, togetherStaff.pictureOfShelf, async ({ ctx, params }, reply) =>
      show(reply, await pictures.pictureOfShelf(ctx, blobs, params)),
    );
  };
}

/** Nothing of it may stay in a cache or in a downloads folder by itself. */
function show(reply: FastifyReply, { bytes, stream }: pictures.Opened): FastifyReply {
  reply.header("cache-control", "no-store").header("content-disposition", "inline");
  return reply.type("image/jpeg").header("content-length", bytes).send(stream);
}

function streamOf(body: unknown): AsyncIterable<Buffer> | undefined {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body ? (body as AsyncIterable<Buffer>) : undefined;
}
