import type { TxCtx } from "#server/platform/context.ts";
import * as disputes from "./disputes.store.ts";
import { owedAfterFailure } from "./payments.rules.ts";

/** A refund failed that was on its way when its deposit was disputed: what had been written off for it is owed after all. Answers how much more that is. */
export async function oweFailedRefund(tx: TxCtx, refund: { depositId: string; cents: number; begunAt: Temporal.Instant }): Promise<number> {
  const since = (await disputes.listDisputesOf(tx.trx, refund.depositId)).filter(
    ({ state, openedAt }) => state !== "won" && Temporal.Instant.compare(refund.begunAt, openedAt) <= 0,
  );
  let added = 0;
  for (const { dispute, addedCents } of owedAfterFailure(refund.cents, since)) {
    await disputes.owe(tx.trx, dispute.id, addedCents);
    added += addedCents;
  }
  return added;
}
