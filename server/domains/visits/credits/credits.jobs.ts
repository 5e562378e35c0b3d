import { whenTaxGivenBack } from "#server/domains/money/index.ts";
import { CREDIT_JOB } from "#server/domains/visits/charges/index.ts";
import type { Ctx } from "#server/platform/context.ts";
import { registerCreditLetters } from "./charged.letter.ts";
import { decideCredits, noteTaxGivenBack, settleForgotten } from "./credits.service.ts";

/** Every minute those of the last two days; once an hour whatever an outage of weeks has left. */
const RECENT_HOURS = 48;
const ALL_HOURS = 35 * 24;

/** Credits come a moment after the end; what a dying process left is found within a minute. */
export function registerCredits(ctx: Ctx): void {
  registerCreditLetters();
  whenTaxGivenBack(noteTaxGivenBack);
  ctx.jobs.work(CREDIT_JOB, ({ visitId }) => decideCredits(ctx, String(visitId)));
  ctx.jobs.cron("visit.settle_forgotten", "* * * * *", async () => void (await settleForgotten(ctx, RECENT_HOURS)));
  ctx.jobs.cron("visit.settle_old", "41 * * * *", async () => void (await settleForgotten(ctx, ALL_HOURS)));
}
