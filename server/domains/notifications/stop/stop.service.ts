import type { AnswerOf } from "#contracts/endpoint.ts";
import type { lettersPublic } from "#contracts/notifications.ts";
import * as audit from "#server/domains/audit/index.ts";
import { throttle } from "#server/domains/identity/index.ts";
import { findLocale } from "#server/domains/notifications/log/log.store.ts";
import { USUAL } from "#server/domains/notifications/quiet.rules.ts";
import { recompute } from "#server/domains/notifications/settings/settings.service.ts";
import { findSetting, upsertSetting } from "#server/domains/notifications/settings/settings.store.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { accountOfToken } from "./stop.token.ts";

const LIMIT = { triesMax: 60, windowMs: 60 * 60_000 };

/** Whether the account of this link still gets letters that are not needed. Opening a link changes nothing: programs open links too. */
export async function letterState(ctx: Ctx, token: string): Promise<AnswerOf<typeof lettersPublic.letterState>> {
  const { accountId, locale } = await accountOf(ctx, token);
  const setting = await findSetting(ctx.db, accountId);
  return { stopped: setting?.stoppedAt != null, locale };
}

/** Stops, or brings back, all that is not needed; doing it twice is doing it once. */
export async function setStopped(ctx: Ctx, token: string, stopped: boolean): Promise<{ done: true }> {
  const { accountId } = await accountOf(ctx, token);
  await throttle(ctx, "letters.stop", accountId, LIMIT);
  await inTransaction(ctx, async (tx) => {
    const before = await findSetting(tx.trx, accountId);
    if ((before?.stoppedAt != null) === stopped) return;
    await upsertSetting(tx.trx, accountId, USUAL, { stoppedAt: stopped ? tx.now() : null, changedAt: tx.now() });
    await audit.record(tx, { what: stopped ? "letters.stopped" : "letters.resumed", subjectId: accountId, facts: { by: "link" } });
    await recompute(tx, accountId);
  });
  return { done: true };
}

async function accountOf(ctx: Ctx, token: string) {
  const accountId = accountOfToken(ctx.config.dataDir, token);
  const locale = accountId === undefined ? undefined : await findLocale(ctx.db, accountId);
  if (accountId === undefined || locale === undefined) throw new AppError(["letter.link_invalid"]);
  return { accountId, locale };
}
