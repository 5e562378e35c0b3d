import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import { outsidePasskeys, staffPasskeys } from "#contracts/passkeys.ts";
import { proveOwnPassword } from "#server/domains/identity/closing.service.ts";
import { setSignInCookie } from "#server/domains/identity/cookies.ts";
import { asOutside, asStaff } from "#server/domains/identity/guard.ts";
import { fromOf } from "#server/domains/identity/outside.routes.ts";
import { proveSecondFactor } from "#server/domains/identity/staff-sign-in.service.ts";
import { implement } from "#server/platform/http.ts";
import * as passkeys from "./passkeys.service.ts";

const answererOf = (request: FastifyRequest): passkeys.Answerer => ({ ...fromOf(request), origin: request.headers.origin ?? "" });
const done = { done: true as const };

/** Passkeys of people outside: one is added only with the password, since it outlives the sign-in at which it was made. */
export const outsidePasskeyRoutes: FastifyPluginAsync = async (app) => {
  implement(app, outsidePasskeys.outsidePasskeys, ({ ctx }) => passkeys.listPasskeys(ctx, asOutside(ctx.actor).accountId));
  implement(app, outsidePasskeys.askOutsidePasskey, async ({ ctx, body, raw }) => {
    const { accountId } = asOutside(ctx.actor);
    await proveOwnPassword(ctx, accountId, body.password, fromOf(raw));
    return passkeys.askToAdd(ctx, "outside", accountId);
  });
  implement(app, outsidePasskeys.addOutsidePasskey, ({ ctx, body, raw }) =>
    passkeys.addPasskey(ctx, "outside", asOutside(ctx.actor).accountId, body, answererOf(raw)),
  );
  implement(app, outsidePasskeys.renameOutsidePasskey, async ({ ctx, params, body }) => {
    await passkeys.renamePasskey(ctx, asOutside(ctx.actor).accountId, params.passkeyId, body.name);
    return null;
  });
  implement(app, outsidePasskeys.removeOutsidePasskey, async ({ ctx, params }) => {
    await passkeys.removePasskey(ctx, asOutside(ctx.actor).accountId, params.passkeyId);
    return null;
  });
  implement(app, outsidePasskeys.askOutsideSignIn, ({ ctx, raw }) => passkeys.askToSignIn(ctx, "outside", fromOf(raw)));
  implement(app, outsidePasskeys.signInOutsideByPasskey, async ({ ctx, body, raw }, reply) => {
    setSignInCookie(reply, ctx.config, await passkeys.signInByPasskey(ctx, "outside", body, answererOf(raw)));
    return done;
  });
};

/** Passkeys of staff: one is added only with a fresh code of the second step. */
export const staffPasskeyRoutes: FastifyPluginAsync = async (app) => {
  implement(app, staffPasskeys.staffPasskeys, ({ ctx }) => passkeys.listPasskeys(ctx, asStaff(ctx.actor).accountId));
  implement(app, staffPasskeys.askStaffPasskey, async ({ ctx, body }) => {
    const { accountId } = asStaff(ctx.actor);
    await proveSecondFactor(ctx, accountId, body.code);
    return passkeys.askToAdd(ctx, "staff", accountId);
  });
  implement(app, staffPasskeys.addStaffPasskey, ({ ctx, body, raw }) =>
    passkeys.addPasskey(ctx, "staff", asStaff(ctx.actor).accountId, body, answererOf(raw)),
  );
  implement(app, staffPasskeys.renameStaffPasskey, async ({ ctx, params, body }) => {
    await passkeys.renamePasskey(ctx, asStaff(ctx.actor).accountId, params.passkeyId, body.name);
    return null;
  });
  implement(app, staffPasskeys.removeStaffPasskey, async ({ ctx, params }) => {
    await passkeys.removePasskey(ctx, asStaff(ctx.actor).accountId, params.passkeyId);
    return null;
  });
  implement(app, staffPasskeys.askStaffSignIn, ({ ctx, raw }) => passkeys.askToSignIn(ctx, "staff", fromOf(raw)));
  implement(app, staffPasskeys.signInStaffByPasskey, async ({ ctx, body, raw }, reply) => {
    setSignInCookie(reply, ctx.config, await passkeys.signInByPasskey(ctx, "staff", body, answererOf(raw)));
    return done;
  });
};
