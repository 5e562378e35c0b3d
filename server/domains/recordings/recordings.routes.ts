import type { FastifyInstance } from "fastify";
import { playbackStaff } from "#contracts/playback.ts";
import { togetherRecorded } from "#contracts/together.ts";
import { recordingsStaff } from "#contracts/visits.ts";
import { asStaff } from "#server/domains/identity/index.ts";
import type { Blobs } from "#server/platform/blobs.ts";
import { implement } from "#server/platform/http.ts";
import { openDisclosure, play } from "./disclosures.service.ts";
import { follow, setMark } from "./playback.service.ts";
import { pictureRecorded, playTogether } from "./together.service.ts";

/** Looking at recordings: a stated purpose first, then the file. */
export function recordingRoutes(parts: { blobs: Blobs }) {
  return async (app: FastifyInstance): Promise<void> => {
    implement(app, recordingsStaff.openDisclosure, ({ ctx, params, body }) =>
      openDisclosure(ctx, asStaff(ctx.actor), { ...params, ...body }),
    );
    implement(app, recordingsStaff.playRecording, async ({ ctx, params, raw }, reply) => {
      const { part, bytes, open } = await play(ctx, parts.blobs, asStaff(ctx.actor), { ...params, range: raw.headers.range });
      // Nothing of it may stay in a cache, a proxy or a downloads folder by itself.
      reply.header("cache-control", "no-store").header("accept-ranges", "bytes").header("content-disposition", "inline");
      if (part.kind === "unsatisfiable") return reply.code(416).header("content-range", `bytes */${bytes}`).send();
      if (part.kind === "part") reply.code(206).header("content-range", `bytes ${part.start}-${part.end}/${bytes}`);
      return reply
        .type("video/mp4")
        .header("content-length", part.end - part.start + 1)
        .send(open());
    });
    implement(app, playbackStaff.followRecording, async ({ ctx, params }, reply) => {
      reply.header("cache-control", "no-store");
      return follow(ctx, asStaff(ctx.actor), params);
    });
    implement(app, playbackStaff.markRecording, ({ ctx, params, body }) => setMark(ctx, asStaff(ctx.actor), { ...params, ...body }));
    implement(app, togetherRecorded.playTogether, ({ ctx, params }) => playTogether(ctx, asStaff(ctx.actor), params));
    implement(app, togetherRecorded.pictureRecorded, async ({ ctx, params }, reply) => {
      const { bytes, stream } = await pictureRecorded(ctx, parts.blobs, asStaff(ctx.actor), params);
      reply.header("cache-control", "no-store").header("content-disposition", "inline");
      return reply.type("image/jpeg").header("content-length", bytes).send(stream);
    });
  };
}
