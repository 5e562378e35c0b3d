import type { Ctx } from "#server/platform/context.ts";
import { publishHeads } from "./heads/heads.service.ts";
import type { SealedSource } from "./sealing/chain.rules.ts";
import { sealWaiting } from "./sealing/sealing.service.ts";

const EVERY_MINUTE = "* * * * *";
/** Past midnight, UTC, when the day before is sealed to its end. */
const AFTER_MIDNIGHT = "10 0 * * *";

/** Entries stand for good and are sealed every minute; words go with the nightly deletion (keeping.rule). */
export function registerAuditJobs(ctx: Ctx, sources: readonly SealedSource[]): void {
  ctx.jobs.cron("audit.seal", EVERY_MINUTE, async () => void (await sealWaiting(ctx, sources)));
  ctx.jobs.cron("audit.publish_heads", AFTER_MIDNIGHT, () => publishHeads(ctx));
}
