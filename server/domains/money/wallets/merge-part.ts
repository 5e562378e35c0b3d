import assert from "node:assert/strict";
import { balanceOf, openBook, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { lockWallet } from "#server/domains/money/payments/payments.store.ts";
import type { MergePart } from "#server/domains/residents/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import * as store from "./merges.store.ts";

const FOLLOWED_AT_ONCE = 200;

/**
 * The money of two records that become one: what is free goes along at once, what was kept for a visit follows when it is let go. Taken back, as much of it returns
 * as is still there. No row names a resident by a foreign key: a book stays as long as its transfers do.
 */
export const moneyMergePart: MergePart = {
  columns: [{ table: "money.quote", column: "resident_id", key: "subject_id" }],
  async setAside(tx, _mergeId, from, into) {
    const wallet = await store.findWalletOf(tx.trx, from);
    if (wallet) await follow(tx, wallet, into);
    return [];
  },
  async takeBack(tx, mergeId) {
    const merge = await store.findMerge(tx.trx, mergeId);
    const wallet = merge && (await store.findWalletOf(tx.trx, merge.fromResidentId));
    if (!merge || !wallet) return;
    const intoId = await openBook(
      tx.trx,
      { kind: "resident_wallet", agencyId: wallet.agencyId, residentId: merge.intoResidentId },
      tx.now(),
    );
    await lockWallet(tx.trx, intoId);
    const into = await balanceOf(tx.trx, intoId);
    const cents = Math.min(await store.movedBetween(tx.trx, wallet.bookId, intoId), into.cents - into.reservedCents);
    if (cents > 0) await move(tx, intoId, wallet.bookId, cents, merge.fromResidentId);
  },
};

/** Whatever has become free in the wallet of a record that another stands for goes to that one. Answers how many there were. */
export async function followMerges(ctx: Ctx): Promise<number> {
  const wallets = await store.listLeft(ctx.db, FOLLOWED_AT_ONCE);
  for (const { intoResidentId, ...wallet } of wallets) await inTransaction(ctx, (tx) => follow(tx, wallet, intoResidentId));
  return wallets.length;
}

async function follow(tx: TxCtx, from: store.WalletOf, intoResidentId: string): Promise<void> {
  const { bookId, agencyId, residentId } = from;
  await lockWallet(tx.trx, bookId);
  const wallet = await balanceOf(tx.trx, bookId);
  const cents = wallet.cents - wallet.reservedCents;
  if (cents === 0) return;
  const intoId = await openBook(tx.trx, { kind: "resident_wallet", agencyId, residentId: intoResidentId }, tx.now());
  await move(tx, bookId, intoId, cents, residentId);
}

async function move(tx: TxCtx, fromId: string, toId: string, cents: number, subjectId: string): Promise<void> {
  const [said] = await transfer(tx.trx, [{ id: newId(), fromId, toId, cents, what: "gift", subjectId }], tx.now());
  assert.equal(said, "done", "the money of a record did not follow it");
}
