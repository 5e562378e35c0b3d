import type { KeptKind } from "#contracts/keeping.ts";
import type { Ctx } from "#server/platform/context.ts";
import type { Keeping } from "#server/platform/keeping.ts";
import { closeDue, LEAVE_JOB } from "./leavers/leavers.service.ts";
import { deleteLinksBefore } from "./links.ts";
import { deleteChallengesBefore } from "./passkeys/passkeys.store.ts";
import { deleteAttemptsBefore } from "./single-sign-on/sign-on.store.ts";
import { deleteTriesBefore } from "./throttle.store.ts";

/** Longer than any window that counts them. */
const TRIES_KEPT_HOURS = 24;
const LINKS_KEPT_HOURS = 24;

/** Tries that no longer count, and links and challenges whose time is over, go with the nightly deletion; nothing keeps them longer. */
export function registerIdentityKeeping(keeping: Keeping): void {
  const forget = (kind: KeptKind, table: string, erase: (ctx: Ctx) => Promise<number>) =>
    keeping.register({ kind, tables: [table], erase: async (ctx, report) => report(gone(ctx, await erase(ctx))) });
  forget("sign_in_try", "identity.try", (ctx) => deleteTriesBefore(ctx.db, ctx.now().subtract({ hours: TRIES_KEPT_HOURS })));
  forget("letter_link", "identity.link", (ctx) => deleteLinksBefore(ctx.db, ctx.now().subtract({ hours: LINKS_KEPT_HOURS })));
  forget("sign_in_try", "identity.sign_on_attempt", (ctx) => deleteAttemptsBefore(ctx.db, ctx.now()));
  forget("sign_in_try", "identity.passkey_challenge", (ctx) => deleteChallengesBefore(ctx.db, ctx.now()));
}

// They belong to no facility, and their exact age is of no use to anybody.
const gone = (ctx: Ctx, count: number) =>
  Array.from({ length: count }, () => ({ agencyId: null, facilityId: null, outcome: "erased" as const, since: ctx.now() }));

const EVERY_NIGHT = "40 4 * * *";

/** Closes leavers' accounts: each by its own job, and every night any that were missed. */
export function registerIdentityJobs(ctx: Ctx): void {
  const close = async () => {
    const closed = await closeDue(ctx);
    if (closed > 0) ctx.log.info({ job: LEAVE_JOB, closed }, "leavers' accounts closed");
  };
  ctx.jobs.work(LEAVE_JOB, close);
  ctx.jobs.cron("identity.close_due", EVERY_NIGHT, close);
}
