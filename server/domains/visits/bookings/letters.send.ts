import { notify, registerLetter } from "#server/domains/notifications/index.ts";
import type { TxCtx } from "#server/platform/context.ts";
import { bookedLetter, cancelledLetter } from "./letters.ts";
import { findAccount } from "./visits.store.ts";

const BOOKED = "visit.booked";
const CANCELLED = "visit.cancelled";

/** Says, at start, how the letters about visits are written. */
export function registerVisitLetters(): void {
  registerLetter(BOOKED, bookedLetter);
  registerLetter(CANCELLED, cancelledLetter);
}

/** Writes to the family that their visit is booked, in the transaction that books it. */
export async function sendBooked(tx: TxCtx, visit: { id: string; contactId: string }): Promise<void> {
  await send(tx, BOOKED, visit);
}

/** Writes to the family that their visit is cancelled, whoever cancelled it. */
export async function sendCancelled(tx: TxCtx, visit: { id: string; contactId: string }): Promise<void> {
  await send(tx, CANCELLED, visit);
}

async function send(tx: TxCtx, template: string, visit: { id: string; contactId: string }): Promise<void> {
  const { accountId } = await findAccount(tx.trx, visit.contactId);
  await notify(tx, { accountId, template, facts: { visitId: visit.id } });
}
