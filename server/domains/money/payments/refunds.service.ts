import assert from "node:assert/strict";
import type { Refunded } from "#contracts/wallets.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import { balanceOf, openBook, release, reserve, settle, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { stopTopUp } from "#server/domains/money/top-ups/cards.service.ts";
import { type Ctx, dbOf, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { moveApart } from "./apart.service.ts";
import { recoverBack } from "./disputes.store.ts";
import { oweFailedRefund } from "./owed.service.ts";
import { nextRefund, planRefund, refundRefusals } from "./payments.rules.ts";
import * as store from "./payments.store.ts";
import type { PayoutRow, RefundRow, RefundWhy } from "./payments.tables.ts";
import type { PaidBack, Processor } from "./processor.ts";

const REFUND_LIMIT = { triesMax: 30, windowMs: 60 * 60_000 } as const;
/** What is on its way back is kept until the processor or staff have said how it ended: longer than either ever takes. */
const KEPT_YEARS = 20;
const HOURS_A_YEAR = 24 * 365;
/** A refund that nobody answered is asked for again after this long. */
const AGAIN_SECONDS = 60;
const ASKED_AT_ONCE = 100;
/** The card's bank, or a hand at the processor, has sent this money back already, or is about to: a check would pay it twice. */
const RETURNED_OTHERWISE: readonly (string | null)[] = ["charge_disputed", "refund_disputed_payment", "charge_already_refunded"];

/** Sends a refund's question to its processor, at least once. Its fact: `refundId`. */
export const REFUND_JOB = "money.refund";

/** Gives back what is free in one's own wallet, or a part of it, once for its id. What no source is left for, staff pay out another way. */
export async function refundWallet(ctx: Ctx, processor: Processor | null, asked: { id: string; cents: number | null }): Promise<Refunded> {
  const { contactId } = identity.asOutside(ctx.actor);
  await identity.throttle(ctx, "money.refund", contactId, REFUND_LIMIT);
  await inTransaction(ctx, (tx) => giveBackWallet(tx, { contactId, why: "asked", ...asked }));
  await sendRefundsOf(ctx, processor, asked.id);
  return refundedOf(ctx, asked.id);
}

/** Plans a contact's refund and keeps its money in the wallet until it has arrived. Nothing is sent yet: the job does that, and whoever asked may. */
export async function giveBackWallet(
  tx: TxCtx,
  { id, contactId, cents, why }: { id: string; contactId: string; cents: number | null; why: RefundWhy },
): Promise<void> {
  const bookId = await openBook(tx.trx, { kind: "contact_wallet", contactId }, tx.now());
  await store.lockWallet(tx.trx, bookId);
  const stands = await store.findRequest(tx.trx, id);
  if (stands) {
    if (stands.bookId !== bookId || (cents !== null && stands.cents !== cents)) throw new AppError(["money.id_taken"]);
    return;
  }
  const wallet = await balanceOf(tx.trx, bookId);
  const freeCents = wallet.cents - wallet.reservedCents;
  const refusals = refundRefusals(cents, freeCents);
  if (refusals.length > 0) throw new AppError(refusals, { freeCents });
  const wanted = cents ?? freeCents;
  const sources = await store.listSources(tx.trx, bookId);
  const newestFirst = sources.map((row) => ({ depositId: row.id, leftCents: row.cents - row.returnedCents - row.disputedCents }));
  const plan = planRefund(wanted, newestFirst);
  // Else what they have back would be taken of their card again.
  await stopTopUp(tx, bookId, "gave_back");
  await store.insertRequest(tx.trx, { id, bookId, why, cents: wanted, at: tx.now() });
  await audit.record(tx, { what: "refund.asked", subjectId: id, facts: { cents: wanted, why } });
  for (const part of plan.parts) await beginRefund(tx, { requestId: id, bookId, ...part });
  if (plan.restCents > 0) await otherWay(tx, { requestId: id, contactId, bookId, cents: plan.restCents, why });
}

/** For what no source is left: staff pay it out; where nobody has asked for it and nobody knows an address, it is kept apart instead. */
async function otherWay(
  tx: TxCtx,
  of: { requestId: string; contactId: string; bookId: string; cents: number; why: RefundWhy },
): Promise<void> {
  const { requestId, contactId, bookId, cents, why } = of;
  if (why === "silent") return moveApart(tx, bookId, { cents, back: false });
  const at = (await store.findFacilityOfContact(tx.trx, contactId)) ?? null;
  await askPayout(tx, { requestId, bookId, cents, why: why === "asked" ? "no_source" : why, at });
}

async function beginRefund(tx: TxCtx, of: { requestId: string; bookId: string; depositId: string; cents: number }): Promise<void> {
  const deposit = await store.lockDeposit(tx.trx, of.depositId);
  assert(deposit, "a source is a deposit that is there");
  const id = newId();
  const reserveId = await keepBack(tx, of.bookId, of.cents, id);
  await store.updateDeposit(tx.trx, deposit.id, { returnedCents: deposit.returnedCents + of.cents });
  const row = { ...of, id, reserveId, state: "begun" as const, why: null, processorId: null, begunAt: tx.now(), endedAt: null };
  await store.insertRefund(tx.trx, row);
  await tx.jobs.send(tx, REFUND_JOB, { refundId: id });
}

/** Has staff pay a part of a wallet out another way; it is kept until they have, or its owner takes it back. */
export async function askPayout(
  tx: TxCtx,
  of: Pick<PayoutRow, "bookId" | "cents" | "why"> & { requestId?: string; at: { agencyId: string; facilityId: string } | null },
): Promise<string> {
  const id = newId();
  const { bookId, cents, why, requestId = null, at } = of;
  const reserveId = await keepBack(tx, bookId, cents, id);
  await store.insertPayout(tx.trx, {
    ...{ id, requestId, bookId, reserveId, cents, why, state: "asked", how: null, number: null, askedAt: tx.now() },
    ...{ agencyId: at?.agencyId ?? null, facilityId: at?.facilityId ?? null },
    ...{ preparedBy: null, preparedAt: null, paidBy: null, endedAt: null },
  });
  await audit.record(tx, { what: "payout.asked", subjectId: id, ...(at ?? {}), facts: { cents, why } });
  return id;
}

async function keepBack(tx: TxCtx, bookId: string, cents: number, subjectId: string): Promise<string> {
  const id = newId();
  const expiresAt = tx.now().add({ hours: KEPT_YEARS * HOURS_A_YEAR });
  const said = await reserve(tx.trx, { id, bookId, cents, subjectId, expiresAt }, tx.now());
  if (said === "overdrawn") throw new AppError(["money.more_than_free"]);
  assert.equal(said, "done", "what goes back was not kept");
  return id;
}

/** Sends the parts of a request to the processor now. What it does not answer, the job asks again. */
export async function sendRefundsOf(ctx: Ctx, processor: Processor | null, requestId: string): Promise<void> {
  for (const refund of await store.listRefundsOf(ctx.db, requestId)) {
    if (refund.state !== "begun") continue;
    try {
      await sendRefund(ctx, processor, refund.id);
    } catch (error) {
      ctx.log.warn({ event: "money.refund_not_sent", refundId: refund.id, err: error }, "a refund is asked for again later");
    }
  }
}

/** Asks the processor for one refund; with its id, however often, it is the same one. */
export async function sendRefund(ctx: Ctx, processor: Processor | null, refundId: string): Promise<void> {
  const refund = await store.findRefund(ctx.db, refundId);
  if (refund?.state !== "begun") return;
  const deposit = await store.findDeposit(ctx.db, refund.depositId);
  assert(deposit, "a refund is of a deposit");
  if (processor?.way !== deposit.way) throw new Error("the processor that took this deposit is not set up any more");
  await hearOfRefund(ctx, refundId, await processor.refund({ id: refund.id, cents: refund.cents, paymentId: deposit.processorId }));
}

/** Takes in what the processor says of a refund: its money leaves the wallet once, and comes back into it where the card's bank sent it back. */
export function hearOfRefund(ctx: Ctx, refundId: string, said: PaidBack): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const before = await store.findRefund(tx.trx, refundId);
    if (!before) return;
    await store.lockWallet(tx.trx, before.bookId);
    const row = await store.lockRefund(tx.trx, refundId);
    assert(row, "refunds are never deleted");
    const state = nextRefund(row.state, said.said);
    const processorId = row.processorId ?? said.processorId;
    if (state === row.state) {
      if (processorId !== row.processorId) await store.updateRefund(tx.trx, row.id, { processorId });
      return;
    }
    await store.updateRefund(tx.trx, row.id, { state, processorId, why: state === "failed" ? said.why : null, endedAt: tx.now() });
    await (state === "done" ? arrived(tx, row) : failed(tx, row, said.why));
    const what = state === "done" ? "refund.done" : "refund.failed";
    await audit.record(tx, { what, subjectId: row.id, facts: { cents: row.cents, depositId: row.depositId } });
  });
}

async function arrived(tx: TxCtx, row: RefundRow): Promise<void> {
  const clearingId = await openBook(tx.trx, { kind: "clearing" }, tx.now());
  const said = await settle(tx.trx, row.reserveId, [{ id: row.id, toId: clearingId, cents: row.cents, what: "refund" }], tx.now());
  assert.equal(said, "done", "what went back was not kept for it");
}

/** The card can't be paid any more: the money is in the wallet again, and staff pay it out another way; unless its bank has it, or takes it. */
async function failed(tx: TxCtx, row: RefundRow, why: string | null): Promise<void> {
  const isReturned = RETURNED_OTHERWISE.includes(why);
  const deposit = await store.lockDeposit(tx.trx, row.depositId);
  const request = await store.findRequest(tx.trx, row.requestId);
  assert(deposit && request, "a refund is of a deposit, and was asked for");
  const owedCents = await oweFailedRefund(tx, row);
  await store.updateDeposit(tx.trx, deposit.id, {
    returnedCents: deposit.returnedCents - row.cents,
    disputedCents: deposit.disputedCents + owedCents,
    sourceGone: deposit.sourceGone || !isReturned,
  });
  if (row.state === "done") {
    const clearingId = await openBook(tx.trx, { kind: "clearing" }, tx.now());
    const back = { id: newId(), fromId: clearingId, toId: row.bookId, cents: row.cents, what: "correction" as const, corrects: row.id };
    const [said] = await transfer(tx.trx, [{ ...back, subjectId: row.id }], tx.now());
    assert.equal(said, "done", "a refund that failed came back before");
    await recoverBack(tx.trx, row.bookId, row.cents, row.begunAt, tx.now());
  } else assert.equal(await release(tx.trx, row.reserveId, tx.now()), "done");
  // A dispute has had its part first.
  const wallet = await balanceOf(tx.trx, row.bookId);
  const cents = Math.min(row.cents, wallet.cents - wallet.reservedCents);
  if (!isReturned && cents > 0)
    await otherWay(tx, { requestId: request.id, contactId: deposit.contactId, bookId: row.bookId, cents, why: request.why });
}

/** Asks again for refunds that no processor has answered. Answers how many waited. */
export async function askAboutRefunds(ctx: Ctx, processor: Processor | null): Promise<number> {
  const rows = await store.listWaitingRefunds(ctx.db, ctx.now().subtract({ seconds: AGAIN_SECONDS }), ASKED_AT_ONCE);
  for (const { id } of rows) {
    try {
      await sendRefund(ctx, processor, id);
    } catch (error) {
      ctx.log.warn({ event: "money.refund_not_sent", refundId: id, err: error }, "a refund is asked for again later");
    }
  }
  return rows.length;
}

/** What became of a request so far. */
export async function refundedOf(asker: Ctx | TxCtx, requestId: string): Promise<Refunded> {
  const db = dbOf(asker);
  const request = await store.findRequest(db, requestId);
  assert(request, "a refund was asked for");
  const parts = (await store.listRefundsOf(db, requestId)).map(({ id, cents, state }) => ({ id, cents, state }));
  const payouts = (await store.listPayoutsOf(db, requestId)).map(({ id, cents, state }) => ({ id, cents, state }));
  return { id: request.id, cents: request.cents, parts, payouts };
}
