import type { Ctx } from "#server/platform/context.ts";
import { deleteLinksBefore } from "./links.ts";
import { deleteChallengesBefore } from "./passkeys/passkeys.store.ts";
import { deleteTriesBefore } from "./throttle.store.ts";

const EVERY_NIGHT = "40 4 * * *";
/** Longer than any window that counts them. */
const TRIES_KEPT_HOURS = 24;
const LINKS_KEPT_HOURS = 24;

/** Forgets, every night, tries that no longer count and links whose time is over. */
export function registerIdentityJobs(ctx: Ctx): void {
  ctx.jobs.cron("identity.forget", EVERY_NIGHT, () => forget(ctx));
}

/** Deletes what no longer counts and proves it in the log by its number. */
export async function forget(ctx: Ctx): Promise<void> {
  const tries = await deleteTriesBefore(ctx.db, ctx.now().subtract({ hours: TRIES_KEPT_HOURS }));
  const links = await deleteLinksBefore(ctx.db, ctx.now().subtract({ hours: LINKS_KEPT_HOURS }));
  const challenges = await deleteChallengesBefore(ctx.db, ctx.now());
  ctx.log.info({ job: "identity.forget", tries, links, challenges }, "tries and links forgotten");
}
