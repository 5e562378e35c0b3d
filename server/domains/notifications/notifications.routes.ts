import type { FastifyInstance } from "fastify";
import { lettersOutside, lettersPublic, lettersStaff } from "#contracts/notifications.ts";
import { implement } from "#server/platform/http.ts";
import * as log from "./log/log.service.ts";
import * as settings from "./settings/settings.service.ts";
import { letterState, setStopped } from "./stop/stop.service.ts";

/** What readers choose about letters, with and without signing in, and where each letter stands for readers and staff. */
export async function notificationRoutes(app: FastifyInstance): Promise<void> {
  implement(app, lettersPublic.letterState, ({ ctx, body }) => letterState(ctx, body.token));
  implement(app, lettersPublic.stopLetters, ({ ctx, body }) => setStopped(ctx, body.token, true));
  implement(app, lettersPublic.resumeLetters, ({ ctx, body }) => setStopped(ctx, body.token, false));
  await app.register(async (mail) => {
    // RFC 8058 posts "List-Unsubscribe=One-Click" in either form; that it was posted is all there is to know.
    for (const form of ["application/x-www-form-urlencoded", "multipart/form-data"])
      mail.addContentTypeParser(form, { parseAs: "buffer" }, (_request, _body, done) => done(null, undefined));
    implement(mail, lettersPublic.stopByMail, ({ ctx, query }) => setStopped(ctx, query.token, true));
  });

  implement(app, lettersOutside.ownLetters, ({ ctx, query }) => log.ownLetters(ctx, query));
  implement(app, lettersOutside.sendOwnLetterAgain, ({ ctx, params, body }) => log.sendOwnAgain(ctx, params.deliveryId, body.id));
  implement(app, lettersOutside.letterSettings, ({ ctx }) => settings.letterSettings(ctx));
  implement(app, lettersOutside.setLetterSettings, ({ ctx, body }) => settings.setLetterSettings(ctx, body));

  implement(app, lettersStaff.lettersAbout, ({ ctx, params, query }) => log.lettersAbout(ctx, params.facilityId, query.about));
  implement(app, lettersStaff.sendLetterAgain, ({ ctx, params, body }) =>
    log.sendAgain(ctx, params.facilityId, params.deliveryId, body.id),
  );
}
