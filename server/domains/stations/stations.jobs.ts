import type { Ctx } from "#server/platform/context.ts";
import { forgetNumbers } from "./proofs.store.ts";
import { TRIES_MATTER_MS } from "./sign-ins.rules.ts";
import { forgetTries } from "./sign-ins.store.ts";

const EVERY_FIVE_MINUTES = "*/5 * * * *";

/** Forgets, all day long, what only matters for minutes: once-only numbers of old proofs, and old wrong tries. */
export function registerStationJobs(ctx: Ctx): void {
  ctx.jobs.cron("stations.forget", EVERY_FIVE_MINUTES, async () => {
    await forgetNumbers(ctx.db, ctx.now());
    await forgetTries(ctx.db, ctx.now().subtract({ milliseconds: TRIES_MATTER_MS }));
  });
}
