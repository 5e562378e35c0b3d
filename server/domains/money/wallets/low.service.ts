import type { BodyOf } from "#contracts/endpoint.ts";
import type { walletKeeping } from "#contracts/wallets.ts";
import * as identity from "#server/domains/identity/index.ts";
import { openBook } from "#server/domains/money/ledger/ledger.store.ts";
import { type BuildLetter, notify, registerLetter } from "#server/domains/notifications/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import * as store from "./low.store.ts";
import { lowWords } from "./low.words.ts";
import { findWallet } from "./wallets.store.ts";

const LETTER = "money.low";
const AT_ONCE = 500;

/** Says, at start, how the letter about a low balance is written. */
export function registerLowLetter(): void {
  registerLetter(LETTER, letter);
}

/** Chooses below which free sum one wants a letter; null wants none. */
export async function chooseLow(ctx: Ctx, { belowCents }: BodyOf<typeof walletKeeping.chooseLowNotice>): Promise<null> {
  const { contactId, accountId } = identity.asOutside(ctx.actor);
  await inTransaction(ctx, async (tx) => {
    const bookId = await openBook(tx.trx, { kind: "contact_wallet", contactId }, tx.now());
    if (belowCents === null) await store.deleteLow(tx.trx, bookId);
    else await store.putLow(tx.trx, { bookId, accountId, belowCents, told: false, chosenAt: tx.now() });
  });
  return null;
}

/** Writes once to each owner whose wallet has fallen below what they chose; risen above it, it may be told again. Answers how many changed. */
export async function tellLow(ctx: Ctx): Promise<number> {
  const rows = await store.listLow(ctx.db, AT_ONCE);
  for (const { bookId, accountId, contactId, isLow } of rows)
    await inTransaction(ctx, async (tx) => {
      await store.noteTold(tx.trx, bookId, isLow);
      if (isLow) await notify(tx, { accountId, template: LETTER, facts: { contactId } });
    });
  return rows.length;
}

const letter: BuildLetter = async (ctx, facts, locale) => {
  const book = await findWallet(ctx.db, { contactId: String(facts.contactId) });
  const low = book && (await store.findLow(ctx.db, book.id));
  const freeCents = book ? book.cents - book.reservedCents : 0;
  // Money came in meanwhile, or they want no letter any more.
  if (!low || freeCents >= low.belowCents) return undefined;
  const dollars = new Intl.NumberFormat(locale === "es" ? "es-US" : "en-US", { style: "currency", currency: "USD" });
  const { subject, text } = lowWords[locale];
  return { subject, text: text({ sum: dollars.format(freeCents / 100), page: `${ctx.config.publicUrl}/family/wallet` }) };
};
