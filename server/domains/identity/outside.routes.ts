import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { outsideIdentity } from "#contracts/identity.ts";
import { implement } from "#server/platform/http.ts";
import * as accounts from "./accounts.service.ts";
import { clearSignInCookie, setSignInCookie } from "./cookies.ts";
import { asOutside } from "./guard.ts";
import { listSignIns } from "./sign-ins.service.ts";

/** Where a request comes from. */
export const fromOf = (request: FastifyRequest): accounts.From => ({
  address: request.ip,
  label: request.headers["user-agent"] ?? "",
});

/** Accounts of people outside. Signing up and `me` belong to contacts, who know the person. */
export const outsideRoutes: FastifyPluginAsync = async (app) => {
  implement(app, outsideIdentity.confirmEmail, ({ ctx, body }) => accounts.confirmEmail(ctx, body.token));
  implement(app, outsideIdentity.signInOutside, async ({ ctx, body, raw }, reply) => {
    setSignInCookie(reply, ctx.config, await accounts.signInOutside(ctx, body, fromOf(raw)));
    return { done: true as const };
  });
  implement(app, outsideIdentity.requestReset, ({ ctx, body, raw }) => accounts.requestReset(ctx, "outside", body, fromOf(raw)));
  implement(app, outsideIdentity.resetPassword, ({ ctx, body }) => accounts.resetPassword(ctx, "outside", body));
  implement(app, outsideIdentity.setOutsideLocale, async ({ ctx, body }) => {
    await accounts.setLocale(ctx, asOutside(ctx.actor).accountId, body.locale);
    return null;
  });
  implement(app, outsideIdentity.signOutOutside, async ({ ctx }, reply: FastifyReply) => {
    const { accountId, signInId } = asOutside(ctx.actor);
    await accounts.signOut(ctx, accountId, signInId);
    clearSignInCookie(reply, ctx.config, "outside");
    return null;
  });
  implement(app, outsideIdentity.outsideSignIns, ({ ctx }) => {
    const { accountId, signInId } = asOutside(ctx.actor);
    return listSignIns(ctx, accountId, signInId);
  });
  implement(app, outsideIdentity.revokeOutsideSignIn, async ({ ctx, params }) => {
    await accounts.revokeSignIn(ctx, asOutside(ctx.actor).accountId, params.id);
    return null;
  });
};
