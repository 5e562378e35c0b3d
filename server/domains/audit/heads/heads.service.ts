import type { auditPublic } from "#contracts/audit.ts";
import type { AnswerOf } from "#contracts/endpoint.ts";
import { WORLD } from "#server/domains/audit/sealing/chain.rules.ts";
import type { HeadTable, SealTable } from "#server/domains/audit/sealing/sealing.tables.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import * as store from "./heads.store.ts";

/** Who tells overseers stands below audit: it is woken by this job, with the day. */
export const HEADS_JOB = "audit.heads_published";

/**
 * Every chain's head as it stood when the last day (UTC) ended. What stands there this minute is not told: whoever asks for somebody, tries an
 * address or is refused a place could read from one line more what no answer may tell them.
 */
export async function publicHeads(ctx: Ctx): Promise<AnswerOf<typeof auditPublic.publicAuditHeads>> {
  return (await store.listNewestSeals(ctx.db, todayOf(ctx).toInstant())).map(toHead);
}

/** One chain's head as the last day ended, and at the end of each day. A chain that has no seal yet answers with nothing. */
export async function publicHead(
  ctx: Ctx,
  chain: string,
  page: { limit: number; after?: string | undefined },
): Promise<AnswerOf<typeof auditPublic.publicAuditHead>> {
  const [now] = await store.listNewestSeals(ctx.db, todayOf(ctx).toInstant(), chain);
  const heads = await store.listHeads(ctx.db, chain, { limit: page.limit + 1, after: page.after });
  const shown = heads.slice(0, page.limit);
  return {
    now: now ? toHead(now) : null,
    days: shown.map(({ day, number, total, hash, sealedAt }) => ({ day, number, total, hash, sealedAt: sealedAt.toString() })),
    next: heads.length > page.limit ? (shown.at(-1)?.day ?? null) : null,
  };
}

/** Writes down where every chain stood when yesterday (UTC) ended, and wakes whoever tells the overseers. Asked again, it does it once. */
export async function publishHeads(ctx: Ctx): Promise<void> {
  const today = todayOf(ctx);
  const day = today.subtract({ days: 1 }).toPlainDate().toString();
  await inTransaction(ctx, async (tx) => {
    const published = await store.insertHeads(tx.trx, day, today.toInstant());
    if (published > 0) await tx.jobs.send(tx, HEADS_JOB, { day }, { singletonKey: day });
  });
}

/** The published heads of a day: these facilities', these agencies' and the one of rows that belong to no agency. */
export function headsOn(ctx: Ctx, day: string, of: { facilityIds: readonly string[]; agencyIds: readonly string[] }): Promise<HeadTable[]> {
  return store.listHeadsOn(ctx.db, day, [...of.facilityIds, ...of.agencyIds, WORLD]);
}

const todayOf = (ctx: Ctx) => ctx.now().toZonedDateTimeISO("UTC").startOfDay();

function toHead({ chain, kind, number, total, hash, sealedAt }: SealTable) {
  return { chain, kind, number, total, hash, sealedAt: sealedAt.toString() };
}
