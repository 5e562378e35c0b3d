import type { Ctx } from "#server/platform/context.ts";
import type { Keeping } from "#server/platform/keeping.ts";
import { forgetBlocks } from "./blocks/blocks.store.ts";
import { ECHO_SECONDS_MAX } from "./health/echo.rules.ts";
import { failTests, forgetTests } from "./health/echo.store.ts";
import { forgetNumbers } from "./proofs.store.ts";
import { watchHealth } from "./repairs/repairs.service.ts";
import { forgetRepairs } from "./repairs/repairs.store.ts";
import { TRIES_MATTER_MS } from "./sign-ins.rules.ts";
import { forgetTries } from "./sign-ins.store.ts";

const EVERY_MINUTE = "* * * * *";
const EVERY_FIVE_MINUTES = "*/5 * * * *";

/**
 * Forgets, all day long, what only matters for minutes: once-only numbers of old proofs, and old wrong tries; and looks every minute at
 * the health of stations.
 */
export function registerStationJobs(ctx: Ctx): void {
  ctx.jobs.cron("stations.forget", EVERY_FIVE_MINUTES, () => forget(ctx));
  ctx.jobs.cron("stations.watch", EVERY_MINUTE, async () => {
    const now = ctx.now();
    await failTests(ctx.db, now.subtract({ seconds: ECHO_SECONDS_MAX }), now);
    await watchHealth(ctx);
  });
}

/** The same, as a part of the nightly deletion; and what was done for stations, when its year is over. */
export function registerStationKeeping(keeping: Keeping): void {
  keeping.register({ kind: "station_try", tables: ["stations.proof_used", "stations.wrong_try", "stations.stranger_try"], erase: forget });
  keeping.register({
    kind: "station_care",
    tables: ["stations.block", "stations.echo_test", "stations.repair", "stations.finding"],
    async erase(asked, report) {
      const now = asked.now();
      for (const gone of [await forgetBlocks(asked.db, now), await forgetTests(asked.db, now), await forgetRepairs(asked.db, now)])
        await report(gone.map((row) => ({ ...row, outcome: "erased" as const })));
    },
  });
}

async function forget(ctx: Ctx): Promise<void> {
  await forgetNumbers(ctx.db, ctx.now());
  await forgetTries(ctx.db, ctx.now().subtract({ milliseconds: TRIES_MATTER_MS }));
}
