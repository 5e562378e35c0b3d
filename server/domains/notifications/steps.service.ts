import type { TxCtx } from "#server/platform/context.ts";
import { next } from "./delivery.rules.ts";
import * as store from "./notifications.store.ts";
import type { Step } from "./notifications.tables.ts";

interface Change {
  /** A code, never a word or an address. */
  code?: string | null;
  tries?: number;
  sendAt?: Temporal.Instant;
  waitsFor?: "quiet_hours" | "retry";
}

/** Moves a delivery one step and writes the step down; false, and nothing is written, where that step cannot be. */
export async function move(tx: TxCtx, id: string, step: Step, change: Change = {}): Promise<boolean> {
  const { code = null, sendAt, waitsFor = null } = change;
  const at = tx.now();
  const row = await store.lockState(tx.trx, id);
  const status = row && next(row.status, step);
  if (!row || !status) return false;
  const tries = change.tries ?? row.tries;
  await store.updateDelivery(tx.trx, id, {
    status,
    tries,
    waitsFor,
    ...(step === "take" ? { takenAt: at } : { lastError: code }),
    ...(step === "sent" ? { sentAt: at } : {}),
    ...(sendAt ? { sendAt } : {}),
  });
  await store.insertEvent(tx.trx, { deliveryId: id, at, what: step, code, tries });
  return true;
}
