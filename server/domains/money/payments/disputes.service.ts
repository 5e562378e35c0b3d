import assert from "node:assert/strict";
import * as audit from "#server/domains/audit/index.ts";
import { balanceOf, openBook, type Transfer, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { noteDisputed } from "#server/domains/money/top-ups/cards.service.ts";
import { unclaimedOf } from "#server/domains/money/wallets/silence.store.ts";
import { callBackGifts } from "#server/domains/money/wallets/undo.service.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { moveApart } from "./apart.service.ts";
import * as disputes from "./disputes.store.ts";
import { nextDispute } from "./payments.rules.ts";
import * as store from "./payments.store.ts";
import type { DepositRow, DisputeRow } from "./payments.tables.ts";
import { stopPayouts } from "./payouts.service.ts";
import type { Disputed } from "./processor.ts";

/**
 * A card's bank took money back, kept it or gave it to us again. What is free in the wallet goes out of it, at most what the deposit still has, and
 * with it what its owner could free by a tap: a check that nobody wrote yet, a gift that is unspent, what silence put apart. What is kept for something is owed: when it is
 * let go, the dispute has it first. The rest was spent and stays written off: nobody's wallet goes below nothing. What is won comes back to where it was taken from.
 */
export function hearOfDispute(ctx: Ctx, paymentId: string, said: Disputed): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const found = await store.findDepositOf(tx.trx, paymentId);
    if (!found) return void ctx.log.warn({ event: "money.unknown_payment" }, "the processor told of a payment that is none of ours");
    await store.lockWallet(tx.trx, found.bookId);
    const deposit = await store.lockDeposit(tx.trx, found.id);
    assert(deposit, "deposits are never deleted");
    const row = await disputes.findDispute(tx.trx, said.processorId);
    const state = nextDispute(row?.state ?? "none", said.said);
    if (state === "none" || state === row?.state) return;
    if (!row) {
      await open(tx, deposit, said);
      await noteDisputed(tx, deposit.bookId, said.cardCode ?? null);
    }
    if (state === "won") await giveAgain(tx, deposit, said.processorId);
    const dispute = await disputes.findDispute(tx.trx, said.processorId);
    assert(dispute, "a dispute that was opened stands");
    if (state !== "open") await disputes.updateDispute(tx.trx, dispute.id, { state, endedAt: tx.now() });
    const what = state === "open" ? "dispute.opened" : state === "won" ? "dispute.won" : "dispute.lost";
    const { cents, writtenOffCents, owedCents } = dispute;
    await audit.record(tx, { what, subjectId: deposit.id, facts: { cents, writtenOffCents, owedCents } });
  });
}

/** All of it is written off first; then whatever can be had of the wallet is taken of that, and what is kept there now is marked for when it is let go. */
async function open(tx: TxCtx, deposit: DepositRow, { cents, processorId }: Disputed): Promise<void> {
  const { id: depositId, bookId, contactId } = deposit;
  const leftCents = deposit.state === "taken" ? deposit.cents - deposit.returnedCents - deposit.disputedCents : 0;
  const wanted = Math.min(cents, leftCents);
  const row: DisputeRow = {
    ...{ id: newId(), processorId, depositId, cents, fromWalletCents: 0, writtenOffCents: cents, owedCents: wanted },
    ...{ state: "open", openedAt: tx.now(), endedAt: null, askedAt: null },
  };
  await disputes.insertDispute(tx.trx, row);
  await store.updateDeposit(tx.trx, depositId, { disputedCents: deposit.disputedCents + wanted });
  const { clearingId, writeOffId } = await booksOf(tx);
  await move(tx, depositId, "dispute", [{ fromId: writeOffId, toId: clearingId, cents }]);
  const shortOf = async () => wanted - (await freeOf(tx, bookId));
  await stopPayouts(tx, bookId, await shortOf());
  const apartCents = Math.min(await unclaimedOf(tx.trx, bookId), await shortOf());
  if (apartCents > 0) await moveApart(tx, bookId, { cents: apartCents, back: true });
  await callBackGifts(tx, contactId, await shortOf(), { disputeId: row.id, bookId });
  await disputes.claim(tx.trx, row.id, bookId);
  await disputes.recoverBack(tx.trx, bookId, wanted, row.openedAt, tx.now());
}

async function freeOf(tx: TxCtx, bookId: string): Promise<number> {
  const { cents, reservedCents } = await balanceOf(tx.trx, bookId);
  return cents - reservedCents;
}

/** Nothing is owed any more, and all that it took comes back. The deposit keeps counting as disputed: its bank has been through it once, and what is free goes back another way. */
async function giveAgain(tx: TxCtx, deposit: DepositRow, processorId: string): Promise<void> {
  const dispute = await disputes.findDispute(tx.trx, processorId);
  assert(dispute, "what was won was opened");
  const { clearingId, writeOffId } = await booksOf(tx);
  const { fromWalletCents, writtenOffCents } = await disputes.owe(tx.trx, dispute.id, null);
  await move(tx, deposit.id, "dispute_won", [
    { fromId: clearingId, toId: deposit.bookId, cents: fromWalletCents },
    { fromId: clearingId, toId: writeOffId, cents: writtenOffCents },
  ]);
  // It was there before any other dispute of this wallet that is still owed.
  await disputes.recoverBack(tx.trx, deposit.bookId, fromWalletCents, deposit.begunAt, tx.now());
}

async function booksOf(tx: TxCtx) {
  const clearingId = await openBook(tx.trx, { kind: "clearing" }, tx.now());
  const writeOffId = await openBook(tx.trx, { kind: "write_off" }, tx.now());
  return { clearingId, writeOffId };
}

async function move(
  tx: TxCtx,
  subjectId: string,
  what: "dispute" | "dispute_won",
  parts: readonly Pick<Transfer, "fromId" | "toId" | "cents">[],
) {
  const moved = parts.filter(({ cents }) => cents > 0).map((part): Transfer => ({ ...part, id: newId(), what, subjectId }));
  const said = await transfer(tx.trx, moved, tx.now());
  assert(
    said.every((one) => one === "done"),
    "a dispute's money did not move",
  );
}
