import type { Ctx } from "#server/platform/context.ts";
import type { Keeping } from "#server/platform/keeping.ts";
import { eraseDue } from "./erasing.service.ts";

const EVERY_NIGHT = "40 4 * * *";
export const ERASE_JOB = "keeping.erase";

/** Deletes, every night, all whose day has come. A night in which a kind failed is tried again by the queue. */
export function registerKeepingJobs(ctx: Ctx, keeping: Keeping): void {
  ctx.jobs.cron(ERASE_JOB, EVERY_NIGHT, async () => {
    const { failed } = await eraseDue(ctx, keeping);
    if (failed.length > 0) throw new Error(`could not be erased: ${failed.join(", ")}`);
  });
}
