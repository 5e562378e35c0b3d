import assert from "node:assert/strict";
import { openBook, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import type { TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";

/** Keeps money apart that can go nowhere now, still its owner's; or puts it back into their wallet. Nothing is ever lost by silence. */
export async function moveApart(tx: TxCtx, bookId: string, { cents, back }: { cents: number; back: boolean }): Promise<void> {
  const apart = await openBook(tx.trx, { kind: "unclaimed", agencyId: null }, tx.now());
  const [fromId, toId] = back ? [apart, bookId] : [bookId, apart];
  const [said] = await transfer(tx.trx, [{ id: newId(), fromId, toId, cents, what: "unclaimed" }], tx.now());
  assert.equal(said, "done", "what is kept apart did not move");
}
