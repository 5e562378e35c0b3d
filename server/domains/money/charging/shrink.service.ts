import { type Cap, rateCaps } from "#jurisdictions/rate-caps.ts";
import { shrink } from "#server/domains/money/ledger/ledger.store.ts";
import { findUse } from "#server/domains/money/plans/plans.store.ts";
import { termsOn } from "#server/domains/money/tariffs/terms.service.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { takenFor } from "./bill.rules.ts";
import * as store from "./charging.store.ts";
import { listOpenParts } from "./standing.store.ts";

const AT_ONCE = 200;
const SECONDS_A_MINUTE = 60;

/**
 * Makes what is kept for a facility's open quotes no more than the law of each quote's own day allows: what is beyond it is free again at once.
 * Answers how many reserves became smaller.
 */
export async function shrinkQuotes(ctx: Ctx, facilityId: string, caps: readonly Cap[] = rateCaps): Promise<number> {
  let shrunk = 0;
  let after: string | undefined;
  for (;;) {
    const page = await listOpenParts(ctx.db, facilityId, after, AT_ONCE);
    for (const part of page) if (await inTransaction(ctx, (tx) => shrinkPart(tx, part, caps))) shrunk++;
    if (page.length < AT_ONCE) return shrunk;
    after = page.at(-1)!.reserveId;
  }
}

type OpenPart = Awaited<ReturnType<typeof listOpenParts>>[number];

async function shrinkPart(tx: TxCtx, { subjectId, reserveId, leftCents, payer }: OpenPart, caps: readonly Cap[]): Promise<boolean> {
  const quoted = await store.findQuote(tx.trx, subjectId);
  if (!quoted) return false;
  const rows = await store.listParts(tx.trx, subjectId);
  const { law } = await termsOn(tx, quoted.facilityId, quoted.service, quoted.day, caps);
  const price = {
    microsPerMinute: quoted.microsPerMinute,
    taxMillionths: quoted.taxMillionths,
    split: Object.fromEntries(rows.map((row) => [row.payer, row.percent])),
  };
  const kept = new Map(rows.map((row) => [row.payer, { priceCents: row.priceCents, taxCents: row.taxCents }]));
  const fromPlan = (await findUse(tx.trx, subjectId))?.keptSeconds ?? 0;
  const of = { seconds: quoted.minutes * SECONDS_A_MINUTE, freeSeconds: quoted.freeSeconds + fromPlan };
  const most = takenFor(price, law, of, kept).parts.get(payer);
  const allowed = (most?.priceCents ?? 0) + (most?.taxCents ?? 0);
  return allowed < leftCents && (await shrink(tx.trx, reserveId, allowed, tx.now())) === "done";
}
