import { findWallet } from "#server/domains/money/wallets/wallets.store.ts";
import { type BuildLetter, registerLetter } from "#server/domains/notifications/index.ts";
import * as store from "./top-ups.store.ts";
import { ADDED_LETTER, STOPPED_LETTER, topUpWords } from "./top-ups.words.ts";

/** Says, at start, how the letters about adding by itself are written. */
export function registerTopUpLetters(): void {
  registerLetter(STOPPED_LETTER, stopped);
  registerLetter(ADDED_LETTER, added);
}

const stopped: BuildLetter = async (ctx, facts, locale) => {
  const { row } = await standing(ctx, facts);
  // Turned on again, or off for good, meanwhile.
  if (!row?.stoppedWhy) return undefined;
  const { hello, stopped: words } = topUpWords[locale];
  const page = `${ctx.config.publicUrl}/family/wallet`;
  return { subject: words.subject, text: [hello, words.why[row.stoppedWhy], words.next[row.stoppedWhy], words.rest, page].join("\n\n") };
};

const added: BuildLetter = async (ctx, facts, locale) => {
  const { card, row } = await standing(ctx, facts);
  if (!card || !row) return undefined;
  const dollars = new Intl.NumberFormat(locale === "es" ? "es-US" : "en-US", { style: "currency", currency: "USD" });
  const { subject, text } = topUpWords[locale].added;
  const [sum, month] = [dollars.format(Number(facts.cents) / 100), dollars.format(row.monthCents / 100)];
  return { subject, text: text({ sum, month, lastFour: card.lastFour, page: `${ctx.config.publicUrl}/family/wallet` }) };
};

async function standing(ctx: Parameters<BuildLetter>[0], facts: Parameters<BuildLetter>[1]) {
  const book = await findWallet(ctx.db, { contactId: String(facts.contactId) });
  if (!book) return {};
  return { card: await store.findCard(ctx.db, book.id), row: await store.findTopUp(ctx.db, book.id) };
}
