import type { AnswerOf } from "#contracts/endpoint.ts";
import { kindOf, type LetterName } from "#contracts/letter-kinds.ts";
import type { LetterSettings, lettersOutside } from "#contracts/notifications.ts";
import * as audit from "#server/domains/audit/index.ts";
import { asOutside } from "#server/domains/identity/index.ts";
import { isStopped } from "#server/domains/notifications/delivery.rules.ts";
import { isComingBack } from "#server/domains/notifications/log/log.store.ts";
import { drop, postpone, wake, whenToSend } from "#server/domains/notifications/notifications.service.ts";
import { lockWaiting } from "#server/domains/notifications/notifications.store.ts";
import { hoursOf, USUAL } from "#server/domains/notifications/quiet.rules.ts";
import { move } from "#server/domains/notifications/steps.service.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { findSetting, upsertSetting } from "./settings.store.ts";

/** What one gets, when one's night is, and whether letters come back. */
export async function letterSettings(ctx: Ctx): Promise<AnswerOf<typeof lettersOutside.letterSettings>> {
  const { accountId } = asOutside(ctx.actor);
  const setting = await findSetting(ctx.db, accountId);
  const { quiet, quietFrom, quietTo } = hoursOf(setting);
  const off = (setting?.off ?? []).filter((name) => kindOf(name).need === "optional") as Extract<LetterName, `visit.reminder_${string}`>[];
  const comingBack = await isComingBack(ctx.db, accountId);
  return { stopped: setting?.stoppedAt != null, off, quiet, quietFrom, quietTo, timeZone: setting?.timeZone ?? null, comingBack };
}

/** Keeps one's choices; what waits now follows them at once. */
export function setLetterSettings(ctx: Ctx, chosen: LetterSettings): Promise<null> {
  const { accountId } = asOutside(ctx.actor);
  const { stopped, ...rest } = chosen;
  return inTransaction(ctx, async (tx) => {
    const before = await findSetting(tx.trx, accountId);
    const stoppedAt = stopped ? (before?.stoppedAt ?? tx.now()) : null;
    // From and to the same would be quiet all day or never: nobody means the first.
    const quiet = rest.quiet && rest.quietFrom !== rest.quietTo;
    await upsertSetting(tx.trx, accountId, USUAL, { ...rest, quiet, off: [...new Set(rest.off)], stoppedAt, changedAt: tx.now() });
    await audit.record(tx, { what: "letters.chosen", subjectId: accountId, facts: { stopped, off: rest.off, quiet } });
    await recompute(tx, accountId);
    return null;
  });
}

/** Asks anew of each letter that waits for the morning whether it is still wanted, and when it goes. */
export async function recompute(tx: TxCtx, accountId: string): Promise<void> {
  const setting = await findSetting(tx.trx, accountId);
  const now = tx.now();
  for (const letter of await lockWaiting(tx.trx, accountId)) {
    if (isStopped(letter.template, kindOf(letter.template), setting)) await drop(tx, letter.id, "stopped");
    else if (letter.waitsFor === "quiet_hours") await retime(tx, letter, await whenToSend(tx, letter, now), now);
  }
}

async function retime(tx: TxCtx, letter: { id: string; sendAt: Temporal.Instant }, goesAt: Temporal.Instant, now: Temporal.Instant) {
  const { id, sendAt } = letter;
  if (Temporal.Instant.compare(sendAt, goesAt) === 0) return;
  if (Temporal.Instant.compare(goesAt, now) > 0) return postpone(tx, id, goesAt);
  await move(tx, id, "wait", { sendAt: now });
  await wake(tx, id);
}
