import type { Ctx } from "#server/platform/context.ts";
import { deleteWords } from "./audit.store.ts";
import { publishHeads } from "./heads/heads.service.ts";
import type { SealedSource } from "./sealing/chain.rules.ts";
import { sealWaiting } from "./sealing/sealing.service.ts";

const BATCH = 1_000;
const BATCHES_MAX = 1_000;
const EVERY_NIGHT = "20 4 * * *";
/** Past midnight, UTC, when the day before is sealed to its end. */
const AFTER_MIDNIGHT = "10 0 * * *";
const EVERY_MINUTE = "* * * * *";

/** Erases, every night, words whose keep-until has passed; entries stand for good, and are sealed every minute. */
export function registerAuditJobs(ctx: Ctx, sources: readonly SealedSource[]): void {
  ctx.jobs.cron("audit.erase_words", EVERY_NIGHT, () => eraseWords(ctx));
  ctx.jobs.cron("audit.seal", EVERY_MINUTE, async () => void (await sealWaiting(ctx, sources)));
  ctx.jobs.cron("audit.publish_heads", AFTER_MIDNIGHT, () => publishHeads(ctx));
}

/** Erases all words that may no longer be kept and proves it in the log by their number. */
export async function eraseWords(ctx: Ctx): Promise<void> {
  let erased = 0;
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const count = await deleteWords(ctx.db, ctx.now(), BATCH);
    erased += count;
    if (count < BATCH) break;
  }
  ctx.log.info({ job: "audit.erase_words", erased }, "words erased");
}
