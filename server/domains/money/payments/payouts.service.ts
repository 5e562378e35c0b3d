import assert from "node:assert/strict";
import type { cashStaff, Payout } from "#contracts/cash.ts";
import type { BodyOf } from "#contracts/endpoint.ts";
import type { ErrorCode } from "#contracts/errors.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import { balanceOf, openBook, release, settle } from "#server/domains/money/ledger/ledger.store.ts";
import * as residents from "#server/domains/residents/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { isClaimed, listClaimed } from "./disputes.store.ts";
import { nextPayout, type PayoutAct } from "./payments.rules.ts";
import { lockWallet } from "./payments.store.ts";
import type { PayoutRow } from "./payments.tables.ts";
import * as store from "./payouts.store.ts";
import { askPayout } from "./refunds.service.ts";

/** A release can be taken back within the hour, and what was kept for visits that fall with it is free after it. */
const LEFT_HOURS = 2;
const PAID_OUT_AT_ONCE = 200;

type Place = { facilityId: string; payoutId: string };

/** What is to be paid out by hand at a facility, what waits first. */
export async function payouts(ctx: Ctx, facilityId: string): Promise<Payout[]> {
  const { accountId } = identity.asStaff(ctx.actor);
  const rows = await store.listPayouts(ctx.db, facilityId);
  const prepared = rows.filter(({ state }) => state === "prepared");
  const claimed = await listClaimed(
    ctx.db,
    prepared.map(({ reserveId }) => reserveId),
  );
  return rows.map((row) => {
    const { id, cents, toName, why, state, address, how, number, askedAt, preparedByName, paidByName, endedAt } = row;
    return {
      ...{ id, cents, toName, why, state, address, how, number, askedAt: askedAt.toString(), preparedBy: preparedByName },
      ...{ paidBy: paidByName, endedAt: endedAt?.toString() ?? null, own: row.preparedBy === accountId },
      disputed: claimed.has(row.reserveId),
    };
  });
}

/** Writes down how a payout was made ready; somebody else confirms that it went. */
export async function preparePayout(ctx: Ctx, place: Place, made: BodyOf<typeof cashStaff.preparePayout>): Promise<null> {
  const { accountId } = identity.asStaff(ctx.actor);
  await act(ctx, place, "prepare", async (tx, row, state) => {
    await store.updatePayout(tx.trx, row.id, { state, ...made, preparedBy: accountId, preparedAt: tx.now() });
    await audit.record(tx, { what: "payout.prepared", ...about(row), facts: { cents: row.cents, how: made.how } });
  });
  return null;
}

/**
 * Confirms, as somebody else than who prepared it, that a payout went out; only now the money leaves the wallet. Or sends it back to be prepared anew. Of money that
 * a card's bank wants back meanwhile only whoever says so (`gone`) confirms it.
 */
export async function decidePayout(ctx: Ctx, place: Place, decision: BodyOf<typeof cashStaff.decidePayout>["decision"]): Promise<null> {
  const { accountId } = identity.asStaff(ctx.actor);
  await act(ctx, place, decision === "again" ? "unprepare" : "confirm", async (tx, row, state) => {
    if (decision === "again") {
      await store.updatePayout(tx.trx, row.id, { state, how: null, number: null, preparedBy: null, preparedAt: null });
      await audit.record(tx, { what: "payout.sent_back", ...about(row), facts: { cents: row.cents } });
      // A card's bank took this money meanwhile: no second check is written for it.
      if (await isClaimed(tx.trx, row.reserveId)) await withdraw(tx, { ...row, state });
      return;
    }
    const isDisputed = await isClaimed(tx.trx, row.reserveId);
    const reasons: [boolean, ErrorCode][] = [
      [row.preparedBy === accountId, "money.same_person"],
      [isDisputed && decision !== "gone", "money.payout_disputed"],
    ];
    const refusals = reasons.filter(([refused]) => refused).map(([, code]) => code);
    if (refusals.length > 0) throw new AppError(refusals);
    const bankId = await openBook(tx.trx, { kind: "bank" }, tx.now());
    const said = await settle(tx.trx, row.reserveId, [{ id: row.id, toId: bankId, cents: row.cents, what: "payout" }], tx.now());
    assert.equal(said, "done", "a payout is kept until it went");
    await store.updatePayout(tx.trx, row.id, { state, paidBy: accountId, endedAt: tx.now() });
    await audit.record(tx, { what: "payout.paid", ...about(row), facts: { cents: row.cents, ...(isDisputed ? { disputed: true } : {}) } });
  });
  return null;
}

async function act(
  ctx: Ctx,
  { facilityId, payoutId }: Place,
  what: PayoutAct,
  work: (tx: TxCtx, row: PayoutRow, state: PayoutRow["state"]) => Promise<void>,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await store.lockPayout(tx.trx, payoutId);
    if (row?.facilityId !== facilityId) throw new AppError(["money.payout_unknown"]);
    const state = nextPayout(row.state, what);
    if (!state) throw new AppError(["money.payout_moved"]);
    await work(tx, row, state);
  });
}

/** The owner says where a check is to be sent, or takes the payout back as long as nobody has written one. */
export async function changeOwnPayout(ctx: Ctx, payoutId: string, change: { address: string } | { withdraw: true }): Promise<null> {
  const { contactId } = identity.asOutside(ctx.actor);
  await inTransaction(ctx, async (tx) => {
    const row = await store.lockPayout(tx.trx, payoutId);
    const wallet = row && (await balanceOf(tx.trx, row.bookId));
    if (!row || wallet?.contactId !== contactId) throw new AppError(["money.payout_unknown"]);
    if ("address" in change) {
      if (row.endedAt) throw new AppError(["money.payout_moved"]);
      return store.putAddress(tx.trx, row.id, change.address, tx.now());
    }
    if (row.state === "withdrawn") return;
    if (!(await withdraw(tx, row))) throw new AppError(["money.payout_moved"]);
  });
  return null;
}

/** Lets go of a payout for which nobody has written a check; whether it could. */
async function withdraw(tx: TxCtx, row: PayoutRow): Promise<boolean> {
  const state = nextPayout(row.state, "withdraw");
  if (!state) return false;
  await release(tx.trx, row.reserveId, tx.now());
  await store.updatePayout(tx.trx, row.id, { state, endedAt: tx.now() });
  await audit.record(tx, { what: "payout.withdrawn", ...about(row), facts: { cents: row.cents } });
  return true;
}

/** Lessens payouts of a wallet that nobody has written a check for, or stops them, until so much is free again: a card's bank wants the money back. */
export async function stopPayouts(tx: TxCtx, bookId: string, cents: number): Promise<void> {
  let left = cents;
  for (const { id } of left > 0 ? await store.listOpenOf(tx.trx, bookId) : []) {
    const row = left > 0 ? await store.lockPayout(tx.trx, id) : undefined;
    if (!row || !nextPayout(row.state, "withdraw")) continue;
    const part = Math.min(left, row.cents);
    left -= part;
    if (part === row.cents) await withdraw(tx, row);
    else {
      // The rest of it is on its way as before: it was nobody's but its owner's.
      assert.equal(await store.lessenPayout(tx.trx, row.id, row.cents - part, tx.now()), "done", `payout ${row.id} was not lessened`);
      await audit.record(tx, { what: "payout.withdrawn", ...about(row), facts: { cents: part } });
    }
  }
}

/** Residents who are back before anybody has written their check have their money again. Answers how many payouts it were. */
export async function keepForReturned(ctx: Ctx): Promise<number> {
  const ids = await store.listOfReturned(ctx.db, PAID_OUT_AT_ONCE);
  for (const id of ids)
    await inTransaction(ctx, async (tx) => {
      const row = await store.lockPayout(tx.trx, id);
      if (row) await withdraw(tx, row);
    });
  return ids.length;
}

/** All that is free in the wallets of residents who left hours ago is to be paid out where they left. Answers how many there were; asked again, nothing is asked for twice. */
export async function payOutReleased(ctx: Ctx): Promise<number> {
  const leftBy = ctx.now().subtract({ hours: LEFT_HOURS });
  const wallets = await store.listOfReleased(ctx.db, leftBy, PAID_OUT_AT_ONCE);
  for (const { bookId, residentId, agencyId, facilityId } of wallets)
    await inTransaction(ctx, async (tx) => {
      await lockWallet(tx.trx, bookId);
      // Back already, in this moment: the wallet goes on.
      if (await residents.currentStay(tx, residentId)) return;
      const wallet = await balanceOf(tx.trx, bookId);
      const cents = wallet.cents - wallet.reservedCents;
      if (cents > 0) await askPayout(tx, { bookId, cents, why: "released", at: { agencyId, facilityId } });
    });
  return wallets.length;
}

const about = ({ id, agencyId, facilityId }: PayoutRow) => ({ subjectId: id, agencyId, facilityId });
