import assert from "node:assert/strict";
import * as audit from "#server/domains/audit/index.ts";
import { balanceOf, release, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { moveApart } from "#server/domains/money/payments/apart.service.ts";
import { claim, holdStill, listAwaiting, recoverBack, recoverPassed } from "#server/domains/money/payments/disputes.store.ts";
import { stopPayouts } from "#server/domains/money/payments/payouts.service.ts";
import { type Ctx, dbOf, type TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { nextGift, type Part, passedOn, unspentOf, wentOutCents } from "./gifts.rules.ts";
import * as store from "./gifts.store.ts";
import type { GiftRow } from "./gifts.tables.ts";
import { unclaimedOf } from "./silence.store.ts";

/** From hand to hand to hand: further than this no bank's money is followed. */
const HANDS_MAX = 5;

/** The dispute for which a gift is called back. */
interface For {
  disputeId: string;
  /** The depositor's wallet: what comes round to it is found there. */
  bookId: string;
}

/** The same somewhere on the money's way: by which gifts it came, which part of the last of them it is, and through how many hands it may still be followed. */
interface On extends For {
  path: readonly string[];
  part?: Part;
  hands: number;
}

/**
 * Takes so much of a giver's gifts back as is unspent, the newest first, up to what is asked for: money that a card's bank wants back was not theirs to give. What
 * whoever got it keeps for something is marked, and what they passed on is called back from there: of nobody more than what of it reached them.
 */
export async function callBackGifts(tx: TxCtx, contactId: string, cents: number, dispute: For): Promise<void> {
  if (cents <= 0) return;
  const rows = [];
  // All of them are locked before any wallet is.
  for (const id of await store.listToCallBack(tx.trx, contactId)) rows.push(await store.lockGift(tx.trx, id));
  let left = cents;
  for (const row of rows) if (row && left > 0) left -= await takeBack(tx, row, left, { ...dispute, path: [row.id], hands: HANDS_MAX });
}

/** A gift that waits is given up wholly; of one that was given, what is unspent comes back, at most so much. Answers what is the giver's again. */
export async function takeBack(tx: TxCtx, row: GiftRow, atMost: number, dispute?: On): Promise<number> {
  const state = nextGift(row.state, "undo");
  if (!state) return 0;
  const cents = row.state === "waiting" ? row.cents : await reachable(tx, row, Math.min(atMost, row.cents), dispute);
  if (cents === 0) return 0;
  if (row.state === "waiting") await endWaiting(tx, row, "undone");
  else {
    const [fromId, toId, what] = [row.toBookId as string, row.fromBookId, "gift_undone" as const];
    const awaited = dispute ? [] : await listAwaiting(tx.trx, row.id);
    const [said] = await transfer(tx.trx, [{ id: newId(), fromId, toId, cents, what, subjectId: row.id }], tx.now());
    // Spent in this very moment.
    if (said === "overdrawn") return 0;
    assert.equal(said, "done");
    const undoneCents = row.undoneCents + cents;
    await store.updateGift(tx.trx, row.id, { undoneCents, ...(undoneCents === row.cents ? { state, endedAt: tx.now() } : {}) });
    // Taken back by its giver, it is money again that was there before a card's bank took its own: theirs, or of whoever had given it to them.
    for (const one of awaited) await recoverPassed(tx.trx, one, tx.now());
    if (!dispute) await recoverBack(tx.trx, toId, cents, row.madeAt, tx.now());
  }
  await audit.record(tx, { what: "gift.undone", subjectId: row.id, facts: { cents } });
  return cents;
}

/** What of a gift that was given can be had now; for a dispute also what was only put aside, or passed on. What is kept beside that is marked. */
async function reachable(tx: TxCtx, row: GiftRow, atMost: number, dispute: On | undefined): Promise<number> {
  if (!dispute) return Math.min(atMost, await undoableOf(tx, row));
  const bookId = row.toBookId as string;
  const kept = Math.min(atMost, await keptOf(tx, row, dispute.part));
  const freeOf = async () => {
    const wallet = await balanceOf(tx.trx, bookId);
    return wallet.cents - wallet.reservedCents;
  };
  await freeUp(tx, bookId, async () => kept - (await freeOf()));
  const missing = atMost - Math.min(kept, await freeOf());
  const further = missing > 0 && dispute.hands > 0 ? await calledFurther(tx, row, missing, dispute) : 0;
  await holdStill(tx.trx, bookId);
  const cents = Math.max(0, Math.min(kept, (await freeOf()) - further, atMost - further));
  const { disputeId, path } = dispute;
  const atMostCents = Math.min(kept, atMost - further) - cents;
  if (atMostCents > 0) await claim(tx.trx, disputeId, bookId, { path, atMostCents });
  return cents + further;
}

/** Frees in a wallet what its owner could free by a tap: a check that nobody wrote yet, what silence put apart, gifts that nobody took. */
async function freeUp(tx: TxCtx, bookId: string, shortOf: () => Promise<number>): Promise<void> {
  await stopPayouts(tx, bookId, await shortOf());
  const apartCents = Math.min(await unclaimedOf(tx.trx, bookId), await shortOf());
  if (apartCents > 0) await moveApart(tx, bookId, { cents: apartCents, back: true });
  for (const id of (await shortOf()) > 0 ? await store.listWaitingFrom(tx.trx, bookId) : []) {
    const waiting = (await shortOf()) > 0 ? await store.lockGift(tx.trx, id) : undefined;
    if (waiting?.state === "waiting") await takeBack(tx, waiting, waiting.cents);
  }
}

async function calledFurther(tx: TxCtx, row: GiftRow, atMost: number, on: On): Promise<number> {
  const { cameIn, wentOut } = await store.lotsOf(tx.trx, row.toBookId as string);
  let cents = 0;
  for (const { giftId, ...part } of passedOn(row.id, cameIn, wentOut, on.part).reverse()) {
    const gift = cents < atMost ? ((await store.lockGift(tx.trx, giftId)) ?? (await store.findMoved(tx.trx, giftId))) : undefined;
    if (!gift || gift.toBookId === on.bookId) continue;
    const further: On = { ...on, path: [...on.path, giftId], part, hands: on.hands - 1 };
    cents += await takeBack(tx, gift, Math.min(part.cents, atMost - cents), further);
  }
  return cents;
}

/** Lets go of a gift that nobody took. */
export async function endWaiting(tx: TxCtx, row: GiftRow, state: "undone" | "expired"): Promise<void> {
  await release(tx.trx, row.reserveId as string, tx.now());
  await store.updateGift(tx.trx, row.id, { state, endedAt: tx.now() });
}

/** What of a gift its giver could take back now. */
export async function undoableOf(asker: Ctx | TxCtx, row: GiftRow): Promise<number> {
  if (row.state === "waiting") return row.cents;
  if (row.state !== "given" || !row.toBookId) return 0;
  const wallet = await balanceOf(dbOf(asker), row.toBookId);
  return Math.min(await keptOf(asker, row), wallet.cents - wallet.reservedCents);
}

/** What of a gift that was given is still in the wallet, also where it is kept for something. */
async function keptOf(asker: Ctx | TxCtx, row: GiftRow, part?: Part): Promise<number> {
  const { cameIn, wentOut } = await store.lotsOf(dbOf(asker), row.toBookId as string);
  return unspentOf(row.id, cameIn, wentOutCents(wentOut), part);
}
