import type { TopUpStop } from "#contracts/top-up-limits.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import { lockWallet } from "#server/domains/money/payments/payments.store.ts";
import type { DepositRow } from "#server/domains/money/payments/payments.tables.ts";
import type { KeptCard, Payment, Processor } from "#server/domains/money/payments/processor.ts";
import { findWallet } from "#server/domains/money/wallets/wallets.store.ts";
import { notify } from "#server/domains/notifications/index.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { isSameCard, nextTopUp, stopFor } from "./top-ups.rules.ts";
import * as store from "./top-ups.store.ts";
import { ADDED_LETTER, STOPPED_LETTER } from "./top-ups.words.ts";

/** Has the processor forget a card. Its facts: `customerId`, `way`, and how often it was tried in vain. */
export const FORGET_JOB = "money.forget_card";
const AGAIN_SECONDS = 120;
const AGAIN_SECONDS_MAX = 6 * 3600;
/** A month of tries: long enough for an operator to set the keys right. */
const FORGET_TRIES_MAX = 120;
const GONE_AT_ONCE = 200;

/** What a deposit's end means for the card that it was to keep, or that it was taken from by itself. In the transaction in which the deposit ends, under the wallet's lock. */
export async function cardAfterDeposit(tx: TxCtx, row: DepositRow, ended: "taken" | "failed", payment: Payment): Promise<void> {
  if (row.keepsCard && ended === "taken" && payment.card && payment.customerId)
    await keep(tx, row, { ...payment.card, customerId: payment.customerId });
  // Whoever did not pay keeps nothing.
  else if (row.keepsCard && payment.customerId) await forgetLater(tx, payment.customerId, row.way);
  if (!row.automatic) return;
  // Also where the card was removed while it was being charged: whoever said stop reads what still came.
  const accountId = await store.accountOf(tx.trx, row.contactId);
  if (ended === "taken" && accountId)
    await notify(tx, { accountId, template: ADDED_LETTER, facts: { contactId: row.contactId, cents: row.cents } });
  const why = ended === "failed" ? stopFor(payment.why) : undefined;
  // What an earlier card's bank said stops no other card.
  const card = await store.findCard(tx.trx, row.bookId);
  if (why && card?.customerId === row.customerId) await stopTopUp(tx, row.bookId, why);
}

async function keep(tx: TxCtx, row: DepositRow, card: KeptCard & { customerId: string }): Promise<void> {
  const before = await store.findCard(tx.trx, row.bookId);
  const accountId = await store.accountOf(tx.trx, row.contactId);
  // They left in this very moment.
  if (!accountId) return forgetLater(tx, card.customerId, row.way);
  const { bookId, contactId, way } = row;
  // The same card stays disputed, also when it was removed in between and is entered anew.
  const known = card.cardCode ? await store.disputedSince(tx.trx, bookId, card.cardCode) : undefined;
  const disputedAt = known ?? (before && isSameCard(before, card) ? before.disputedAt : null);
  await store.putCard(tx.trx, { bookId, contactId, accountId, way, ...card, keptAt: tx.now(), disputedAt });
  if (before && before.customerId !== card.customerId) await forgetLater(tx, before.customerId, before.way);
  await audit.record(tx, { what: "card.kept", subjectId: contactId, facts: { way } });
}

/**
 * A bank took back what a card had paid into this wallet: that card, and the one that is kept there, never pay by themselves again. Under the wallet's lock.
 */
export async function noteDisputed(tx: TxCtx, bookId: string, cardCode: string | null): Promise<void> {
  const card = await store.findCard(tx.trx, bookId);
  for (const each of new Set([cardCode, card?.cardCode ?? null]))
    if (each) await store.rememberDisputed(tx.trx, { id: newId(), bookId, cardCode: each, disputedAt: tx.now() });
  if (card && !card.disputedAt) await store.noteDisputed(tx.trx, bookId, tx.now());
  await stopTopUp(tx, bookId, "disputed");
}

/** Stops what is added by itself, until its owner says so again; they are told, but for what they did themselves. */
export async function stopTopUp(tx: TxCtx, bookId: string, why: TopUpStop): Promise<void> {
  const card = await store.findCard(tx.trx, bookId);
  if (!card) return;
  const row = await store.findTopUp(tx.trx, bookId);
  if (!row) return;
  const state = nextTopUp(row.stoppedWhy ?? "on", why);
  if (state === row.stoppedWhy) return;
  await store.updateTopUp(tx.trx, bookId, { stoppedWhy: state, stoppedAt: tx.now() });
  await audit.record(tx, { what: "top_up.stopped", subjectId: card.contactId, facts: { why } });
  if (why !== "gave_back") await notify(tx, { accountId: card.accountId, template: STOPPED_LETTER, facts: { contactId: card.contactId } });
}

/** Forgets one's own card, here at once and at the processor by a job; with it ends what it paid for by itself. */
export async function removeCard(ctx: Ctx): Promise<null> {
  const { contactId } = identity.asOutside(ctx.actor);
  const book = await findWallet(ctx.db, { contactId });
  if (book) await inTransaction(ctx, (tx) => remove(tx, book.id));
  return null;
}

async function remove(tx: TxCtx, bookId: string): Promise<void> {
  await lockWallet(tx.trx, bookId);
  const card = await store.findCard(tx.trx, bookId);
  if (!card) return;
  await store.deleteCard(tx.trx, bookId);
  await forgetLater(tx, card.customerId, card.way);
  await audit.record(tx, { what: "card.removed", subjectId: card.contactId });
}

/** Removes cards that are no good any more, and those of people who left. Answers how many. */
export async function removeGoneCards(ctx: Ctx): Promise<number> {
  const ids = await store.listGone(ctx.db, ctx.now(), GONE_AT_ONCE);
  for (const id of ids) await inTransaction(ctx, (tx) => remove(tx, id));
  return ids.length;
}

const forgetLater = (tx: TxCtx, customerId: string, way: string) => tx.jobs.send(tx, FORGET_JOB, { customerId, way, tries: 0 });

/**
 * Has the processor forget it, unless something is being taken of it just now: that ends first. Where the processor does not do it, or its keys are missing or
 * others, it is asked again for a month; after that it stands in the log as an error.
 */
export async function forgetCard(
  ctx: Ctx,
  processor: Processor | null,
  { customerId, way, tries }: { customerId: string; way: string; tries: number },
): Promise<void> {
  // A demonstration's card is kept by nobody.
  if (way === "practice") return;
  const isCharged = await store.isBeingCharged(ctx.db, customerId);
  if (!isCharged && processor?.way === way) {
    try {
      return await processor.forget({ customerId });
    } catch (error) {
      ctx.log.warn({ event: "money.card_not_forgotten", err: error }, "the processor did not forget a card, and is asked again");
    }
  }
  if (tries >= FORGET_TRIES_MAX)
    return void ctx.log.error({ event: "money.card_never_forgotten", way }, "a card stays at the processor: forget it there by hand");
  const again = { customerId, way, tries: isCharged ? tries : tries + 1 };
  const startAfter = ctx.now().add({ seconds: Math.min(AGAIN_SECONDS_MAX, AGAIN_SECONDS * 2 ** Math.min(tries, 10)) });
  await inTransaction(ctx, (tx) => tx.jobs.send(tx, FORGET_JOB, again, { startAfter }));
}
