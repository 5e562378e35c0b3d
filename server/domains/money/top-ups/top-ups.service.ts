import type { BodyOf } from "#contracts/endpoint.ts";
import { takesMore } from "#contracts/top-up-limits.ts";
import type { TopUp, topUpsOutside } from "#contracts/top-ups.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import { balanceOf, openBook } from "#server/domains/money/ledger/ledger.store.ts";
import { hearOfDeposit } from "#server/domains/money/payments/deposits.service.ts";
import { insertDeposit, lockWallet } from "#server/domains/money/payments/payments.store.ts";
import type { Processor } from "#server/domains/money/payments/processor.ts";
import { monthIn } from "#server/domains/money/statements/month.rules.ts";
import { findWallet } from "#server/domains/money/wallets/wallets.store.ts";
import { type Ctx, inTransaction, type TxCtx } from "#server/platform/context.ts";
import type { Db } from "#server/platform/database.ts";
import { AppError } from "#server/platform/errors.ts";
import { newId } from "#server/platform/id.ts";
import { CHARGED_WITHIN_SECONDS, endsInMonth, monthOf, topUpRefusals, topUpStep } from "./top-ups.rules.ts";
import * as store from "./top-ups.store.ts";
import type { SavedCardRow } from "./top-ups.tables.ts";

const AT_ONCE = 200;
/** A card that is refused may be tried again a few times a day; the way back in is the day's end, or adding money by hand. Turning off and lowering are never counted. */
const CHOOSE_LIMIT = { triesMax: 10, windowMs: 24 * 60 * 60_000 } as const;

/** The card that somebody keeps and what is added from it by itself. */
export async function ownTopUp(ctx: Ctx): Promise<TopUp> {
  const { contactId } = identity.asOutside(ctx.actor);
  const book = await findWallet(ctx.db, { contactId });
  const card = book && (await store.findCard(ctx.db, book.id));
  if (!book || !card) return { card: null, rule: null };
  const { brand, lastFour, expiresMonth, expiresYear, disputedAt } = card;
  const row = await store.findTopUp(ctx.db, book.id);
  const shown = { brand, lastFour, expiresMonth, expiresYear, disputed: disputedAt !== null };
  if (!row) return { card: shown, rule: null };
  const { belowCents, addCents, monthCents, stoppedWhy } = row;
  const month = monthOf(row.timeZone, ctx.now());
  const addedCents = await store.addedBetween(ctx.db, book.id, month);
  const restsUntil = addedCents + addCents > monthCents ? month.until.toString() : null;
  return { card: shown, rule: { belowCents, addCents, monthCents, addedCents, stopped: stoppedWhy, restsUntil } };
}

type Chosen = Omit<BodyOf<typeof topUpsOutside.chooseTopUp>, "password">;

/**
 * Begins adding by itself, changes how much, or starts it again after it stopped. Where more can be taken than by what runs, only with the password: a
 * sign-in that somebody else got hold of must not empty a card into gifts.
 */
export async function chooseTopUp(
  ctx: Ctx,
  { password, ...chosen }: BodyOf<typeof topUpsOutside.chooseTopUp>,
  from: identity.From,
): Promise<TopUp> {
  const { accountId, contactId } = identity.asOutside(ctx.actor);
  const { zone, ...sums } = chosen;
  const stands = await findWallet(ctx.db, { contactId });
  const proves = await mayChoose(ctx.db, stands?.id, chosen, password !== undefined);
  if (proves && password !== undefined) {
    await identity.proveOwnPassword(ctx, accountId, password, from);
    await identity.throttle(ctx, "money.top_up", contactId, CHOOSE_LIMIT);
  }
  await inTransaction(ctx, async (tx) => {
    const bookId = await openBook(tx.trx, { kind: "contact_wallet", contactId }, tx.now());
    await lockWallet(tx.trx, bookId);
    await mayChoose(tx.trx, bookId, chosen, proves);
    await store.putTopUp(tx.trx, {
      ...{ bookId, ...sums, timeZone: zone, chosenAt: tx.now() },
      ...{ stoppedWhy: null, stoppedAt: null, restsUntil: null },
    });
    await audit.record(tx, { what: "top_up.chosen", subjectId: contactId, facts: sums });
  });
  return ownTopUp(ctx);
}

/** Refuses with every reason why this can't be chosen so. Answers whether it takes a proof. */
async function mayChoose(db: Db, bookId: string | undefined, { zone, ...sums }: Chosen, isProven: boolean): Promise<boolean> {
  const card = bookId && (await store.findCard(db, bookId));
  const rule = bookId && (await store.findTopUp(db, bookId));
  const refusals = topUpRefusals(sums, card ? { disputed: card.disputedAt !== null } : undefined);
  if (!monthIn("2026-01", zone)) refusals.push("money.zone_unknown");
  const proves = takesMore(rule && !rule.stoppedWhy ? rule : null, sums);
  if (proves && !isProven) refusals.push("money.top_up_password");
  if (refusals.length > 0) throw new AppError(refusals);
  return proves;
}

/** Ends adding by itself; the card stays kept. What was begun and not asked for yet is never asked for. */
export async function endTopUp(ctx: Ctx): Promise<null> {
  const { contactId } = identity.asOutside(ctx.actor);
  const book = await findWallet(ctx.db, { contactId });
  if (book)
    await inTransaction(ctx, async (tx) => {
      await lockWallet(tx.trx, book.id);
      if (!(await store.findTopUp(tx.trx, book.id))) return;
      await store.deleteTopUp(tx.trx, book.id);
      await audit.record(tx, { what: "top_up.ended", subjectId: contactId });
    });
  return null;
}

/** Adds to every wallet whose owner wants it and in which too little is free. Answers how many it began. */
export async function topUpWallets(ctx: Ctx, processor: Processor | null): Promise<number> {
  if (!processor) return 0;
  let begun = 0;
  for (const bookId of await store.listDue(ctx.db, ctx.now(), processor.way, { limit: AT_ONCE })) {
    try {
      if (await topUp(ctx, processor, bookId)) begun += 1;
    } catch (error) {
      // What was written down is asked about later, with the same id: it is taken once, or not at all.
      ctx.log.warn({ event: "money.not_topped_up", bookId, err: error }, "the processor did not say how adding by itself ended");
    }
  }
  return begun;
}

/** Writes down what is to be taken, and only then asks for it: whoever dies in between has asked for nothing twice. */
async function topUp(ctx: Ctx, processor: Processor, bookId: string): Promise<boolean> {
  const begun = await inTransaction(ctx, (tx) => begin(tx, processor, bookId));
  if (!begun) return false;
  const { customerId, methodId } = begun.card;
  await hearOfDeposit(
    ctx,
    begun.id,
    await processor.charge({ id: begun.id, cents: begun.cents, customerId, methodId, isOver: false, ownerIsThere: false }),
  );
  return true;
}

async function begin(
  tx: TxCtx,
  processor: Processor,
  bookId: string,
): Promise<{ id: string; cents: number; card: SavedCardRow } | undefined> {
  await lockWallet(tx.trx, bookId);
  const [due] = await store.listDue(tx.trx, tx.now(), processor.way, { bookId });
  const [row, card] = [await store.findTopUp(tx.trx, bookId), await store.findCard(tx.trx, bookId)];
  if (!due || !row || !card) return undefined;
  const wallet = await balanceOf(tx.trx, bookId);
  const month = monthOf(row.timeZone, tx.now());
  if (!endsInMonth(month, tx.now())) return undefined;
  const addedCents = await store.addedBetween(tx.trx, bookId, month);
  const step = topUpStep({ ...row, addedCents, freeCents: wallet.cents - wallet.reservedCents });
  if (step === "month_full") await store.updateTopUp(tx.trx, bookId, { restsUntil: month.until });
  if (step !== "add") return undefined;
  const id = newId();
  const { contactId, customerId, methodId, way } = card;
  await insertDeposit(tx.trx, {
    ...{ id, contactId, bookId, way, cents: row.addCents, state: "begun", why: null, processorId: null, begunAt: tx.now(), endedAt: null },
    ...{ askAt: tx.now().add({ seconds: CHARGED_WITHIN_SECONDS }), automatic: true, customerId, methodId },
  });
  await audit.record(tx, { what: "deposit.begun", subjectId: id, facts: { cents: row.addCents, way, automatic: true } });
  return { id, cents: row.addCents, card };
}
