import type { FastifyPluginAsync } from "fastify";
import { singleSignOn } from "#contracts/single-sign-on.ts";
import { setSignInCookie } from "#server/domains/identity/cookies.ts";
import { fromOf } from "#server/domains/identity/outside.routes.ts";
import { implement } from "#server/platform/http.ts";
import { finishSignOn, startSignOn } from "./sign-on.service.ts";

const COOKIE = "throughline_sign_on";

/** Staff who sign in with their agency's own account. */
export const signOnRoutes: FastifyPluginAsync = async (app) => {
  implement(app, singleSignOn.startSignOn, async ({ ctx, body, raw }, reply) => {
    const { url, browser } = await startSignOn(ctx, body, fromOf(raw));
    const secure = ctx.config.publicUrl.startsWith("https:");
    // Only the browser that left may come back: a link that somebody else prepared signs nobody in.
    reply.setCookie(COOKIE, browser, { path: "/api/staff/sign-on", httpOnly: true, sameSite: "strict", secure });
    return { url };
  });
  implement(app, singleSignOn.finishSignOn, async ({ ctx, body, raw }, reply) => {
    const { step, signIn } = await finishSignOn(ctx, body, raw.cookies[COOKIE], fromOf(raw));
    reply.clearCookie(COOKIE, { path: "/api/staff/sign-on" });
    if (signIn) setSignInCookie(reply, ctx.config, signIn);
    return step;
  });
};
