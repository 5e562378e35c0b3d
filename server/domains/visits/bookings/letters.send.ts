import type { TxCtx } from "#server/platform/context.ts";

/** Tells the family, by letter, that their visit is booked: asked for in the transaction that books it. */
export async function sendBooked(tx: TxCtx, visit: { id: string; contactId: string }): Promise<void> {
  await tx.jobs.send(tx, "visit.letter", { visitId: visit.id });
}
export async function sendCancelled(tx: TxCtx, visit: { id: string; contactId: string }): Promise<void> {
  await tx.jobs.send(tx, "visit.letter", { visitId: visit.id });
}
