import type { FastifyPluginAsync } from "fastify";
import { staffIdentity } from "#contracts/identity.ts";
import { staffLeaving } from "#contracts/staff-access.ts";
import type { Ctx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { implement } from "#server/platform/http.ts";
import * as accounts from "./accounts.service.ts";
import { clearSignInCookie, setSignInCookie } from "./cookies.ts";
import { asStaff, type GuardParts } from "./guard.ts";
import * as leavers from "./leavers/leavers.service.ts";
import { fromOf } from "./outside.routes.ts";
import { listSignIns } from "./sign-ins.service.ts";
import { leaveProvider } from "./single-sign-on/sign-on.routes.ts";
import * as staff from "./staff.service.ts";
import * as signIn from "./staff-sign-in.service.ts";

/** What staff's accounts must know from domains that stand below this one. */
export type StaffParts = Pick<GuardParts, "agencyOf"> & { facilitiesOf: staff.FacilitiesOf };

/** Accounts, grants and second factors of staff. */
export const staffRoutes: FastifyPluginAsync<StaffParts> = async (app, parts) => {
  const place = async (ctx: Ctx, facilityId: string) => {
    const agencyId = await parts.agencyOf(ctx, facilityId);
    if (agencyId === undefined) throw new AppError(["request.not_found"]);
    return { facilityId, agencyId };
  };

  implement(app, staffIdentity.signInStaff, ({ ctx, body, raw }) => signIn.signInStaff(ctx, body, fromOf(raw)));
  implement(app, staffIdentity.secondFactor, async ({ ctx, body, raw }, reply) => {
    setSignInCookie(reply, ctx.config, await signIn.secondFactor(ctx, body, fromOf(raw)));
    return { done: true as const };
  });
  implement(app, staffIdentity.openInvitation, ({ ctx, body }) => signIn.openInvitation(ctx, body));
  implement(app, staffIdentity.confirmFactor, async ({ ctx, body, raw }, reply) => {
    const made = await signIn.confirmFactor(ctx, body, fromOf(raw));
    setSignInCookie(reply, ctx.config, made.signIn);
    return { recoveryCodes: made.recoveryCodes };
  });
  implement(app, staffIdentity.requestStaffReset, ({ ctx, body, raw }) => accounts.requestReset(ctx, "staff", body, fromOf(raw)));
  implement(app, staffIdentity.resetStaffPassword, ({ ctx, body }) => accounts.resetPassword(ctx, "staff", body));

  implement(app, staffIdentity.staffMe, ({ ctx }) => staff.staffMe(ctx, asStaff(ctx.actor), parts.facilitiesOf));
  implement(app, staffIdentity.setStaffLocale, async ({ ctx, body }) => {
    await accounts.setLocale(ctx, asStaff(ctx.actor).accountId, body.locale);
    return null;
  });
  // The guard has noted it, as it does of everything that is no reading.
  implement(app, staffIdentity.staffActive, async () => null);
  implement(app, staffIdentity.signOutStaff, async ({ ctx, raw }, reply) => {
    const { accountId, signInId } = asStaff(ctx.actor);
    await accounts.signOut(ctx, accountId, signInId);
    clearSignInCookie(reply, ctx.config, "staff");
    return { leaveAt: await leaveProvider(ctx, accountId, raw, reply) };
  });
  implement(app, staffIdentity.staffSignIns, ({ ctx }) => {
    const { accountId, signInId } = asStaff(ctx.actor);
    return listSignIns(ctx, accountId, signInId);
  });
  implement(app, staffIdentity.revokeStaffSignIn, async ({ ctx, params }) => {
    await accounts.revokeSignIn(ctx, asStaff(ctx.actor).accountId, params.id);
    return null;
  });

  implement(app, staffIdentity.staffList, async ({ ctx, params }) =>
    staff.staffList(ctx, asStaff(ctx.actor), await place(ctx, params.facilityId)),
  );
  implement(app, staffIdentity.inviteStaff, async ({ ctx, params, body }) =>
    staff.inviteStaff(ctx, await place(ctx, params.facilityId), body),
  );
  implement(app, staffIdentity.revokeGrant, async ({ ctx, params }) => {
    await staff.revokeGrant(ctx, await place(ctx, params.facilityId), params.grantId);
    return null;
  });
  implement(app, staffLeaving.endStaff, async ({ ctx, params, body }) => {
    const asked = { staffId: params.staffId, leavesAt: body.leavesAt };
    await leavers.endStaff(ctx, asStaff(ctx.actor), await place(ctx, params.facilityId), asked);
    return null;
  });
  implement(app, staffLeaving.keepStaff, async ({ ctx, params }) => {
    await leavers.keepStaff(ctx, asStaff(ctx.actor), await place(ctx, params.facilityId), params.staffId);
    return null;
  });
  implement(app, staffLeaving.withdrawInvitation, async ({ ctx, params }) => {
    await leavers.withdrawInvitation(ctx, asStaff(ctx.actor), await place(ctx, params.facilityId), params.staffId);
    return null;
  });
  implement(app, staffIdentity.requestFactorReset, async ({ ctx, params, body }) =>
    staff.requestFactorReset(ctx, asStaff(ctx.actor), await place(ctx, params.facilityId), { id: body.id, staffId: params.staffId }),
  );
  implement(app, staffIdentity.approveFactorReset, async ({ ctx, params }) => {
    await staff.approveFactorReset(ctx, asStaff(ctx.actor), await place(ctx, params.facilityId), params.resetId);
    return null;
  });
};
