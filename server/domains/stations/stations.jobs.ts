import type { Ctx } from "#server/platform/context.ts";
import type { Keeping } from "#server/platform/keeping.ts";
import { forgetNumbers } from "./proofs.store.ts";
import { TRIES_MATTER_MS } from "./sign-ins.rules.ts";
import { forgetTries } from "./sign-ins.store.ts";

const EVERY_FIVE_MINUTES = "*/5 * * * *";

/** Forgets, all day long, what only matters for minutes: once-only numbers of old proofs, and old wrong tries. */
export function registerStationJobs(ctx: Ctx): void {
  ctx.jobs.cron("stations.forget", EVERY_FIVE_MINUTES, () => forget(ctx));
}

/** The same, as a part of the nightly deletion. */
export function registerStationKeeping(keeping: Keeping): void {
  keeping.register({ kind: "station_try", tables: ["stations.proof_used", "stations.wrong_try", "stations.stranger_try"], erase: forget });
}

async function forget(ctx: Ctx): Promise<void> {
  await forgetNumbers(ctx.db, ctx.now());
  await forgetTries(ctx.db, ctx.now().subtract({ milliseconds: TRIES_MATTER_MS }));
}
