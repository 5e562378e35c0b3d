import * as audit from "#server/domains/audit/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import { balanceOf, openBook } from "#server/domains/money/ledger/ledger.store.ts";
import { moveApart } from "#server/domains/money/payments/apart.service.ts";
import { lockWallet } from "#server/domains/money/payments/payments.store.ts";
import type { Processor } from "#server/domains/money/payments/processor.ts";
import { giveBackWallet, sendRefundsOf } from "#server/domains/money/payments/refunds.service.ts";
import { type BuildLetter, notify, registerLetter } from "#server/domains/notifications/index.ts";
import { type Ctx, inTransaction } from "#server/platform/context.ts";
import { newId } from "#server/platform/id.ts";
import { endsAt, SILENT_TOLD_DAYS, silenceStep } from "./silence.rules.ts";
import * as store from "./silence.store.ts";
import { silenceWords } from "./silence.words.ts";
import { findWallet } from "./wallets.store.ts";

const LETTER = "money.silent";
const AT_ONCE = 200;
const BATCHES_MAX = 1000;
const NIL = "00000000-0000-0000-0000-000000000000";

/** Says, at start, how the letters to silent wallets are written. */
export function registerSilenceLetters(): void {
  registerLetter(LETTER, letter);
}

/**
 * Goes through the wallets in which nothing moves: their owners are told after 150 days; after 180 the money goes back to its source, to staff for a
 * check, or is kept apart where neither is possible. A closed account's money goes back at once. Answers how many it looked at.
 */
export async function lookAfterSilent(ctx: Ctx, processor: Processor | null): Promise<number> {
  const since = ctx.now().subtract({ hours: SILENT_TOLD_DAYS * 24 });
  let after = NIL;
  let seen = 0;
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const rows = await store.listSilent(ctx.db, { since, after, limit: AT_ONCE });
    for (const row of rows)
      try {
        await lookAfter(ctx, processor, row);
      } catch (error) {
        // Spent or kept for something in this very moment: it is looked at again within the hour, and nobody else's waits for it.
        ctx.log.warn({ event: "money.silence_not_seen_to", bookId: row.bookId, err: error }, "a silent wallet is looked at again later");
      }
    seen += rows.length;
    if (rows.length < AT_ONCE) break;
    after = rows.at(-1)!.bookId;
  }
  return seen;
}

async function lookAfter(ctx: Ctx, processor: Processor | null, row: store.SilentRow): Promise<void> {
  const step = row.isClosed ? "end" : silenceStep(row, ctx.now());
  if (step === "tell")
    await inTransaction(ctx, async (tx) => {
      await store.noteSilence(tx.trx, row.bookId, { toldAt: tx.now() });
      await notify(tx, { accountId: row.accountId, template: LETTER, facts: { contactId: row.contactId, which: "told" } });
      await audit.record(tx, { what: "wallet.silence_told", subjectId: row.contactId });
    });
  if (step !== "end") return;
  const id = newId();
  await inTransaction(ctx, async (tx) => {
    const why = row.isClosed ? ("account_closed" as const) : ("silent" as const);
    await giveBackWallet(tx, { id, contactId: row.contactId, cents: null, why });
    if (row.isClosed) return;
    await store.noteSilence(tx.trx, row.bookId, { endedAt: tx.now() });
    await notify(tx, { accountId: row.accountId, template: LETTER, facts: { contactId: row.contactId, which: "ended" } });
    await audit.record(tx, { what: "wallet.silence_ended", subjectId: row.contactId });
  });
  await sendRefundsOf(ctx, processor, id);
}

/** "Keep it here": the owner's word counts like a movement, and what was kept apart for them is in the wallet again. */
export async function keepWallet(ctx: Ctx): Promise<null> {
  const { contactId } = identity.asOutside(ctx.actor);
  await inTransaction(ctx, async (tx) => {
    const bookId = await openBook(tx.trx, { kind: "contact_wallet", contactId }, tx.now());
    await lockWallet(tx.trx, bookId);
    await store.noteSilence(tx.trx, bookId, { keptAt: tx.now() });
    const cents = await store.unclaimedOf(tx.trx, bookId);
    if (cents > 0) await moveApart(tx, bookId, { cents, back: true });
    await audit.record(tx, { what: "wallet.kept", subjectId: contactId });
  });
  return null;
}

/** What the wallet's page says of silence: when it would go back, and what is kept apart. */
export async function silenceOf(ctx: Ctx, bookId: string): Promise<{ endsAt: string | null; apartCents: number }> {
  const found = await store.findSilence(ctx.db, bookId);
  const wallet = await balanceOf(ctx.db, bookId);
  const end = found && wallet.cents > 0 ? endsAt(found) : null;
  return { endsAt: end?.toString() ?? null, apartCents: await store.unclaimedOf(ctx.db, bookId) };
}

const letter: BuildLetter = async (ctx, facts, locale) => {
  const book = await findWallet(ctx.db, { contactId: String(facts.contactId) });
  const found = book && (await store.findSilence(ctx.db, book.id));
  if (!book || !found) return undefined;
  const end = endsAt(found);
  const which = facts.which === "ended" ? ("ended" as const) : ("told" as const);
  // They did something meanwhile: nothing is to be said any more.
  if (which === "told" && (!end || book.cents === 0)) return undefined;
  const words = silenceWords[locale][which];
  const dollars = new Intl.NumberFormat(locale === "es" ? "es-US" : "en-US", { style: "currency", currency: "USD" });
  const day = end?.toZonedDateTimeISO("UTC").toPlainDate().toString() ?? "";
  return {
    subject: words.subject,
    text: words.text({ sum: dollars.format(book.cents / 100), day, page: `${ctx.config.publicUrl}/family/wallet` }),
  };
};
