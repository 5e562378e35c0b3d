import { closeForlornPlans, endDuePlans } from "#server/domains/money/plans/ends.service.ts";
import type { Ctx } from "#server/platform/context.ts";

/** What the two jobs about plans do when they run. */
export async function runPlanJobs(ctx: Ctx): Promise<void> {
  await closeForlornPlans(ctx);
  await endDuePlans(ctx);
}
