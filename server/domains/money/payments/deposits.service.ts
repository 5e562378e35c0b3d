import assert from "node:assert/strict";
import type { BodyOf } from "#contracts/endpoint.ts";
import type { Deposit, walletOutside } from "#contracts/wallets.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import { isTransfer, openBook, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import { cardAfterDeposit } from "#server/domains/money/top-ups/cards.service.ts";
import { isStillWanted } from "#server/domains/money/top-ups/still-wanted.ts";
import { CHARGED_WITHIN_SECONDS, stopFor } from "#server/domains/money/top-ups/top-ups.rules.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { depositRefusals, nextDeposit } from "./payments.rules.ts";
import * as store from "./payments.store.ts";
import type { DepositRow } from "./payments.tables.ts";
import type { Payment, Processor } from "./processor.ts";

/** Enough for somebody whose card is refused a few times; too little for whoever tries stolen cards one after the other. */
const DEPOSIT_LIMIT = { triesMax: 15, windowMs: 60 * 60_000 } as const;
const LOOK_LIMIT = { triesMax: 60, windowMs: 10 * 60_000 } as const;
/** A card page that nobody finished by then is given up. */
const GIVEN_UP_HOURS = 24;
/** How long the processor's own word is waited for before it is asked: twice as long each time. */
const ASK_SECONDS = 60;
const ASK_SECONDS_MAX = 3600;
const ASKED_AT_ONCE = 100;

/** Begins a deposit into one's own wallet, once for its id. With a practice card it is taken at once; with a real one the page goes on with `pay`. */
export async function beginDeposit(
  ctx: Ctx,
  processor: Processor | null,
  asked: BodyOf<typeof walletOutside.beginDeposit>,
): Promise<Deposit> {
  const { contactId } = identity.asOutside(ctx.actor);
  const by = await mayDeposit(ctx, processor, asked.cents);
  const { practiceCard, ...deposit } = asked;
  const askAt = ctx.now().add({ seconds: ASK_SECONDS });
  const row = await inTransaction(ctx, (tx) => keepDeposit(tx, { ...deposit, contactId, way: by.way, askAt, card: null }));
  if (row.state !== "begun" || row.way !== by.way) return toDeposit(row, by, null);
  const payment = await by.begin({ id: row.id, cents: row.cents, keepCard: row.keepsCard, practiceCard });
  return toDeposit(await hearOfDeposit(ctx, row.id, payment), by, payment);
}

/** Refuses with every reason why nobody could add so much, and whoever tries too often. Answers who takes cards. */
export async function mayDeposit(ctx: Ctx, processor: Processor | null, cents: number): Promise<Processor> {
  const refusals = depositRefusals(cents);
  if (!processor) throw new AppError(["money.cards_off", ...refusals]);
  if (refusals.length > 0) throw new AppError(refusals);
  await identity.throttle(ctx, "money.deposit", identity.asOutside(ctx.actor).contactId, DEPOSIT_LIMIT);
  return processor;
}

/** Writes a deposit down before anybody is asked for it, once for its id; asked for again it answers with how that stands. `card`: the kept one that pays. */
export async function keepDeposit(
  tx: TxCtx,
  {
    id,
    cents,
    keepCard,
    contactId,
    way,
    askAt,
    card,
  }: Pick<DepositRow, "id" | "cents" | "contactId" | "way" | "askAt"> & {
    keepCard: boolean;
    card: Pick<DepositRow, "customerId" | "methodId"> | null;
  },
): Promise<DepositRow> {
  const bookId = await openBook(tx.trx, { kind: "contact_wallet", contactId }, tx.now());
  const { customerId, methodId } = card ?? { customerId: null, methodId: null };
  const row = {
    customerId,
    methodId,
    id,
    contactId,
    bookId,
    way,
    cents,
    state: "begun" as const,
    why: null,
    processorId: null,
    endedAt: null,
    askAt,
    keepsCard: keepCard,
  };
  if (await store.insertDeposit(tx.trx, { ...row, begunAt: tx.now() })) {
    // Else what the card pays could never come in.
    if (await isTransfer(tx.trx, id)) throw new AppError(["money.id_taken"]);
    await audit.record(tx, { what: "deposit.begun", subjectId: id, facts: { cents, way } });
  }
  const stands = await store.findDeposit(tx.trx, id);
  // An id is no secret: a repeated question is answered only to whoever asked first.
  if (stands?.contactId !== contactId) throw new AppError(["money.deposit_unknown"]);
  const isOther = stands.cents !== cents || stands.keepsCard !== keepCard || (stands.customerId === null) !== (card === null);
  if (isOther || stands.automatic) throw new AppError(["money.id_taken"]);
  return stands;
}

/** How one's own deposit stands, by the processor's word of this moment. */
export async function lookAtDeposit(ctx: Ctx, processor: Processor | null, depositId: string): Promise<Deposit> {
  const { contactId } = identity.asOutside(ctx.actor);
  const row = await store.findDeposit(ctx.db, depositId);
  if (row?.contactId !== contactId) throw new AppError(["money.deposit_unknown"]);
  if (row.state !== "begun" || !row.processorId || processor?.way !== row.way) return toDeposit(row, processor, null);
  await identity.throttle(ctx, "money.look", contactId, LOOK_LIMIT);
  const payment = await processor.look({ id: row.id, processorId: row.processorId });
  return toDeposit(await hearOfDeposit(ctx, row.id, payment), processor, payment);
}

/** Takes in what the processor says of a deposit, however often and in whatever order; its money comes in once. */
export function hearOfDeposit(ctx: Ctx, depositId: string, payment: Payment): Promise<DepositRow> {
  return inTransaction(ctx, async (tx) => {
    const found = await store.findDeposit(tx.trx, depositId);
    assert(found, "a deposit is written down before anybody is asked for it");
    // The wallet first, as a dispute and a refund have it: its card and what it pays by itself change with this.
    await store.lockWallet(tx.trx, found.bookId);
    const row = await store.lockDeposit(tx.trx, depositId);
    assert(row, "deposits are never deleted");
    const state = nextDeposit(row.state, payment.said);
    const processorId = row.processorId ?? payment.processorId;
    if (state === row.state) {
      if (processorId !== row.processorId) await store.updateDeposit(tx.trx, row.id, { processorId });
      return { ...row, processorId };
    }
    const change = { state, why: state === "failed" ? payment.why : null, processorId, endedAt: tx.now(), askAt: null };
    await store.updateDeposit(tx.trx, row.id, change);
    if (state === "taken") {
      assert(payment.cents === null || payment.cents === row.cents, "what was paid is not what was asked");
      const clearingId = await openBook(tx.trx, { kind: "clearing" }, tx.now());
      const moved = { id: row.id, fromId: clearingId, toId: row.bookId, cents: row.cents, what: "deposit" as const, subjectId: row.id };
      const [said] = await transfer(tx.trx, [moved], tx.now());
      assert.equal(said, "done", "a deposit's money came in before");
    }
    const what = state === "taken" ? "deposit.taken" : "deposit.failed";
    await audit.record(tx, { what, subjectId: row.id, facts: { cents: row.cents, ...(change.why ? { why: change.why } : {}) } });
    if (change.state !== "begun") await cardAfterDeposit(tx, row, change.state, payment);
    return { ...row, ...change };
  });
}

/** Asks the processor about deposits whose end it has not told: nobody's money hangs on one lost message. Answers how many it asked about. */
export async function askAboutDeposits(ctx: Ctx, processor: Processor | null): Promise<number> {
  if (!processor) return 0;
  const rows = await store.listToAsk(ctx.db, ctx.now(), processor.way, ASKED_AT_ONCE);
  for (const row of rows) {
    const turn = await inTransaction(ctx, (tx) => takeTurn(tx, row));
    if (!turn) continue;
    try {
      await hearOfDeposit(ctx, row.id, await standingOf(processor, row, turn.isOver));
    } catch (error) {
      ctx.log.warn({ event: "money.deposit_not_asked", depositId: row.id, err: error }, "the processor did not say how a deposit stands");
    }
  }
  return rows.length;
}

/**
 * One server asks about a deposit at a time, and no sooner than an earlier question has ended. What was begun by itself is over as soon as its owner would not
 * have it begun now, and what its owner pressed for when they are not there any more: then only what was asked already is found.
 */
async function takeTurn(tx: TxCtx, { id, bookId }: DepositRow): Promise<{ isOver: boolean } | undefined> {
  await store.lockWallet(tx.trx, bookId);
  const row = await store.lockDeposit(tx.trx, id);
  if (row?.state !== "begun" || !row.askAt || Temporal.Instant.compare(row.askAt, tx.now()) > 0) return undefined;
  const age = row.begunAt.until(tx.now()).total("seconds");
  const least = row.customerId ? CHARGED_WITHIN_SECONDS : ASK_SECONDS;
  const seconds = Math.min(ASK_SECONDS_MAX, Math.max(least, Math.round(age)));
  await store.updateDeposit(tx.trx, id, { askAt: tx.now().add({ seconds }) });
  if (age > GIVEN_UP_HOURS * 3600) return { isOver: true };
  return { isOver: row.customerId !== null && !(row.automatic && (await isStillWanted(tx, row))) };
}

async function standingOf(processor: Processor, row: DepositRow, isOver: boolean): Promise<Payment> {
  const { id, cents, processorId, customerId, methodId, keepsCard: keepCard } = row;
  if (customerId && methodId) return processor.charge({ id, cents, customerId, methodId, isOver, ownerIsThere: false });
  if (processorId) return isOver ? processor.giveUp({ id, processorId }) : processor.look({ id, processorId });
  // Its answer was lost, so no page could pay it; asked again within the day it is the same payment, and later nobody waits for it.
  return isOver
    ? { said: "failed", processorId, cents: null, why: "never_begun", clientSecret: null }
    : processor.begin({ id, cents, keepCard });
}

/** A deposit as its owner's page reads it, with what the processor just said where it was asked. */
export function toDeposit(row: DepositRow, processor: Processor | null, payment: Payment | null): Deposit {
  const { id, cents, state } = row;
  const publishableKey = processor?.publishableKey;
  const pay = state === "begun" && publishableKey && payment?.clientSecret ? { publishableKey, clientSecret: payment.clientSecret } : null;
  const refused = state === "failed" && row.customerId ? (stopFor(payment?.why ?? row.why) ?? null) : null;
  return { id, cents, state, refused, pay };
}
