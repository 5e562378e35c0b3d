import type { FastifyPluginAsync } from "fastify";
import { accessReviews } from "#contracts/access-review.ts";
import { asStaff } from "#server/domains/identity/guard.ts";
import type { StaffParts } from "#server/domains/identity/staff.routes.ts";
import type { Ctx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { implement } from "#server/platform/http.ts";
import * as reviews from "./reviews.service.ts";

/** The quarterly review of who may do what. */
export const accessReviewRoutes: FastifyPluginAsync<StaffParts> = async (app, parts) => {
  const hereOf = async (ctx: Ctx, facilityId: string): Promise<reviews.FacilityHere> => {
    const agencyId = await parts.agencyOf(ctx, facilityId);
    const [facility] = await parts.facilitiesOf(ctx, { facilityIds: [facilityId], agencyIds: [] });
    if (agencyId === undefined || !facility) throw new AppError(["request.not_found"]);
    return { facilityId, agencyId, timeZone: facility.timeZone };
  };

  implement(app, accessReviews.accessReview, async ({ ctx, params }) =>
    reviews.accessReview(ctx, asStaff(ctx.actor), await hereOf(ctx, params.facilityId)),
  );
  implement(app, accessReviews.doneReview, async ({ ctx, params }) =>
    reviews.oneReview(ctx, asStaff(ctx.actor), await hereOf(ctx, params.facilityId), params.reviewId),
  );
  implement(app, accessReviews.beginReview, async ({ ctx, params, body }) => {
    await reviews.beginReview(ctx, asStaff(ctx.actor), await hereOf(ctx, params.facilityId), body);
    return { done: true as const };
  });
  implement(app, accessReviews.decideGrant, async ({ ctx, params, body }) => {
    const { facilityId, ...line } = params;
    await reviews.decideGrant(ctx, asStaff(ctx.actor), await hereOf(ctx, facilityId), { ...line, ...body });
    return null;
  });
  implement(app, accessReviews.finishReview, async ({ ctx, params }) => {
    await reviews.finishReview(ctx, asStaff(ctx.actor), await hereOf(ctx, params.facilityId), params.reviewId);
    return null;
  });
};
