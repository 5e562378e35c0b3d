import type { BodyOf } from "#contracts/endpoint.ts";
import type { topUpsOutside } from "#contracts/top-ups.ts";
import type { Deposit } from "#contracts/wallets.ts";
import * as identity from "#server/domains/identity/index.ts";
import { hearOfDeposit, keepDeposit, mayDeposit, toDeposit } from "#server/domains/money/payments/deposits.service.ts";
import { findDeposit, lockWallet, updateDeposit } from "#server/domains/money/payments/payments.store.ts";
import type { DepositRow } from "#server/domains/money/payments/payments.tables.ts";
import type { Processor } from "#server/domains/money/payments/processor.ts";
import { findWallet } from "#server/domains/money/wallets/wallets.store.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import type { Db } from "#server/platform/database.ts";
import { AppError } from "#server/platform/errors.ts";
import { CHARGED_WITHIN_SECONDS, cardRefusalsOf, openCentsOf } from "./top-ups.rules.ts";
import * as store from "./top-ups.store.ts";
import type { SavedCardRow } from "./top-ups.tables.ts";

const OPEN_HOURS = 24;

type Asked = BodyOf<typeof topUpsOutside.addFromCard>;

/**
 * Adds money from the kept card while its owner is there: once for its id, by the rules and limits of every deposit. Above what a day allows by a tap alone only
 * with the password: a sign-in that somebody else got hold of must not empty a card into gifts.
 */
export async function addFromCard(
  ctx: Ctx,
  processor: Processor | null,
  { password, ...asked }: Asked,
  from: identity.From,
): Promise<Deposit> {
  const { accountId, contactId } = identity.asOutside(ctx.actor);
  const by = await mayDeposit(ctx, processor, asked.cents);
  const book = await findWallet(ctx.db, { contactId });
  if (!book) throw new AppError(["money.no_card"]);
  const isProven = password !== undefined && (await proves(ctx.db, ctx.now(), book.id, asked));
  if (isProven) await identity.proveOwnPassword(ctx, accountId, password, from);
  const { row, isOver } = await inTransaction(ctx, (tx) => begin(tx, by, { ...asked, contactId, bookId: book.id, isProven }));
  const { id, cents, state, way, customerId, methodId } = row;
  if (state !== "begun" || way !== by.way || !customerId || !methodId) return toDeposit(row, by, null);
  const payment = await by.charge({ id, cents, customerId, methodId, isOver, ownerIsThere: true });
  return toDeposit(await hearOfDeposit(ctx, id, payment), by, payment);
}

/** Pressed again, it is the same deposit; of a card that its owner has removed meanwhile only what was asked before is found. */
async function begin(
  tx: TxCtx,
  by: Processor,
  { id, cents, lastFour, contactId, bookId, isProven }: Asked & { contactId: string; bookId: string; isProven: boolean },
): Promise<{ row: DepositRow; isOver: boolean }> {
  await lockWallet(tx.trx, bookId);
  const card = await store.findCard(tx.trx, bookId);
  const askAt = tx.now().add({ seconds: CHARGED_WITHIN_SECONDS });
  const asked = { id, cents, contactId, askAt, keepCard: false, way: by.way };
  const earlier = await findDeposit(tx.trx, id);
  if (earlier) {
    const row = await keepDeposit(tx, { ...asked, card: earlier });
    if (row.state === "begun") await updateDeposit(tx.trx, id, { askAt });
    return { row, isOver: card?.customerId !== row.customerId || card?.methodId !== row.methodId };
  }
  const refusals = cardRefusalsOf(card, { lastFour, way: by.way });
  if (!isProven && (await proves(tx.trx, tx.now(), bookId, { id, cents }))) refusals.push("money.card_password");
  if (refusals.length > 0 || !card) throw new AppError(refusals);
  return { row: await keepDeposit(tx, { ...asked, card }), isOver: false };
}

async function proves(db: Db, now: Temporal.Instant, bookId: string, { id, cents }: Pick<Asked, "id" | "cents">): Promise<boolean> {
  return cents > openCentsOf(await store.paidByHandSince(db, bookId, now.subtract({ hours: OPEN_HOURS }), id));
}

/** What the kept card can do by its owner's tap, for the page; null where it can't pay. */
export async function cardAtHand(ctx: Ctx, bookId: string, processor: Processor | null): Promise<Shown | null> {
  const card = await store.findCard(ctx.db, bookId);
  if (!card || !processor || cardRefusalsOf(card, { lastFour: card.lastFour, way: processor.way }).length > 0) return null;
  const paidCents = await store.paidByHandSince(ctx.db, bookId, ctx.now().subtract({ hours: OPEN_HOURS }), null);
  return { brand: card.brand, lastFour: card.lastFour, openCents: openCentsOf(paidCents) };
}
type Shown = Pick<SavedCardRow, "brand" | "lastFour"> & { openCents: number };
