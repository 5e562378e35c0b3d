import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { staffIdentity } from "#contracts/identity.ts";
import { signOnSettings, singleSignOn } from "#contracts/single-sign-on.ts";
import { can } from "#server/domains/identity/can.ts";
import { setSignInCookie } from "#server/domains/identity/cookies.ts";
import { fromOf } from "#server/domains/identity/outside.routes.ts";
import type { StaffParts } from "#server/domains/identity/staff.routes.ts";
import type { Ctx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { implement } from "#server/platform/http.ts";
import { finishSignOn, leaveAt, startSignOn } from "./sign-on.service.ts";
import * as setting from "./sign-on.setting.ts";

const COOKIE = "throughline_sign_on";

/** Sent when signing out, and never else. */
const LEAVE_COOKIE = "throughline_sign_on_leave";
const leaveCookie = ({ publicUrl }: { publicUrl: string }) => ({
  ...{ path: staffIdentity.signOutStaff.path, httpOnly: true, sameSite: "strict" as const },
  secure: publicUrl.startsWith("https:"),
});

/** Where to go after signing out here, for whoever came by their agency's account; takes what told it out of the browser. */
export async function leaveProvider(ctx: Ctx, accountId: string, raw: FastifyRequest, reply: FastifyReply): Promise<string | null> {
  const leaveWith = raw.cookies[LEAVE_COOKIE];
  if (leaveWith !== undefined) reply.clearCookie(LEAVE_COOKIE, leaveCookie(ctx.config));
  return leaveAt(ctx, accountId, leaveWith);
}

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
    const { step, signIn, leaveWith } = await finishSignOn(ctx, body, raw.cookies[COOKIE], fromOf(raw));
    reply.clearCookie(COOKIE, { path: "/api/staff/sign-on" });
    if (leaveWith !== undefined) reply.setCookie(LEAVE_COOKIE, leaveWith, leaveCookie(ctx.config));
    if (signIn) setSignInCookie(reply, ctx.config, signIn);
    return step;
  });
};

/** How an agency's administrator sets its single sign-on. */
export const signOnSettingRoutes: FastifyPluginAsync<StaffParts> = async (app, parts) => {
  const agencyOf = async (ctx: Ctx, facilityId: string): Promise<string> => {
    const agencyId = await parts.agencyOf(ctx, facilityId);
    // What holds in the whole agency is for those whose own role does.
    if (agencyId === undefined || !can(ctx.actor, "sign_on.manage", { agencyId })) throw new AppError(["request.not_found"]);
    return agencyId;
  };
  implement(app, signOnSettings.signOnSetting, async ({ ctx, params }) => setting.shownSignOn(ctx, await agencyOf(ctx, params.facilityId)));
  implement(app, signOnSettings.setSignOnSetting, async ({ ctx, params, body }) => {
    await setting.saveSignOn(ctx, { agencyId: await agencyOf(ctx, params.facilityId), ...body });
    return null;
  });
  implement(app, signOnSettings.trySignOn, async ({ ctx, params, body }) =>
    setting.trySignOn(ctx, { agencyId: await agencyOf(ctx, params.facilityId), ...body }),
  );
  implement(app, signOnSettings.endSignOnSetting, async ({ ctx, params }) => {
    await setting.endSignOn(ctx, await agencyOf(ctx, params.facilityId));
    return null;
  });
};
