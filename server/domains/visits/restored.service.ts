import type { TxCtx } from "#server/platform/context.ts";
import { letGoReminders } from "./bookings/index.ts";
import { withholdMissed } from "./overdue/index.ts";

/**
 * After a backup was brought back: of visits that began since it was made, what became of them is not known. They end as missed or without a record,
 * as what nobody ended does, and no family reads that they missed a visit that perhaps was. Reminders that were due are not sent again.
 */
export async function settleRestored(tx: TxCtx): Promise<{ visits: number; reminders: number }> {
  return { visits: await withholdMissed(tx.trx, tx.now()), reminders: await letGoReminders(tx) };
}
