import type { z } from "zod";
import type { QueryOf } from "#contracts/endpoint.ts";
import type { OwnWallet, Wallet, WalletLine, walletOutside } from "#contracts/wallets.ts";
import * as contacts from "#server/domains/contacts/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import { planRefund } from "#server/domains/money/payments/payments.rules.ts";
import { listBegun, listSources } from "#server/domains/money/payments/payments.store.ts";
import { listOpenOf } from "#server/domains/money/payments/payouts.store.ts";
import type { Processor } from "#server/domains/money/payments/processor.ts";
import { plansOf } from "#server/domains/money/plans/plans.service.ts";
import { cardAtHand } from "#server/domains/money/top-ups/by-hand.service.ts";
import { findCard, findTopUp } from "#server/domains/money/top-ups/top-ups.store.ts";
import type { Ctx } from "#server/platform/context.ts";
import { givenBy } from "./gifts.service.ts";
import { findLow } from "./low.store.ts";
import { silenceOf } from "./silence.service.ts";
import { moveOf } from "./wallets.rules.ts";
import * as store from "./wallets.store.ts";

const OWN_DATA_LINES_MAX = 10_000;
type Page = QueryOf<typeof walletOutside.ownWalletHistory>;
const empty: Wallet = { cents: 0, freeCents: 0, kept: [] };

/** One's own wallet: what it holds, what is kept of it, and how money comes in and goes back. */
export async function ownWallet(ctx: Ctx, processor: Processor | null): Promise<z.infer<typeof OwnWallet>> {
  const { contactId } = identity.asOutside(ctx.actor);
  const book = await store.findWallet(ctx.db, { contactId });
  const card = processor?.way ?? null;
  if (!book)
    return { ...empty, card, keptCard: null, toSourceCents: 0, endsAt: null, apartCents: 0, lowBelowCents: null, payouts: [], waiting: [] };
  const wallet = await toWallet(ctx, book);
  const sources = await listSources(ctx.db, book.id);
  const left = sources.map((row) => ({ depositId: row.id, leftCents: row.cents - row.returnedCents - row.disputedCents }));
  const toSourceCents = wallet.freeCents - planRefund(wallet.freeCents, left).restCents;
  const keptCard = await cardAtHand(ctx, book.id, processor);
  const lowBelowCents = (await findLow(ctx.db, book.id))?.belowCents ?? null;
  const waiting = (await listBegun(ctx.db, book.id)).map(({ id, cents, begunAt }) => ({ id, cents, at: begunAt.toString() }));
  const payouts = (await listOpenOf(ctx.db, book.id)).map(({ id, cents, state, address, askedAt }) => ({
    ...{ id, cents, address, at: askedAt.toString() },
    state: state === "prepared" ? state : ("asked" as const),
  }));
  return { ...wallet, ...(await silenceOf(ctx, book.id)), lowBelowCents, card, keptCard, toSourceCents, payouts, waiting };
}

/** The wallet of the resident who is signed in. */
export async function insideWallet(ctx: Ctx): Promise<Wallet> {
  const { agencyId, residentId } = identity.asInside(ctx.actor);
  const book = await store.findWallet(ctx.db, { agencyId, residentId });
  return book ? toWallet(ctx, book) : empty;
}

async function toWallet(ctx: Ctx, book: { id: string; cents: number; reservedCents: number }): Promise<Wallet> {
  return { cents: book.cents, freeCents: book.cents - book.reservedCents, kept: await store.listKept(ctx.db, book.id) };
}

/** Every movement of one's own wallet. */
export async function ownWalletHistory(ctx: Ctx, page: Page) {
  return historyOf(ctx, await store.findWallet(ctx.db, { contactId: identity.asOutside(ctx.actor).contactId }), page);
}

/** Every movement of the resident's own wallet. */
export async function insideWalletHistory(ctx: Ctx, page: Page) {
  const { agencyId, residentId } = identity.asInside(ctx.actor);
  return historyOf(ctx, await store.findWallet(ctx.db, { agencyId, residentId }), page);
}

/** Registers, at start, what is kept here about people outside. */
export function registerOwnWallet(): void {
  contacts.registerOwnData("wallet", ownData);
}

const ownData: contacts.Gather = async (ctx, { contactId }) => {
  const book = await store.findWallet(ctx.db, { contactId });
  if (!book) return { moves: [], gifts: [], plans: [], refunds: [], payouts: [], disputes: [], keptCard: null, addsByItself: null };
  const moves = (await store.listLines(ctx.db, book.id, { limit: OWN_DATA_LINES_MAX })).map(toLine);
  const card = await findCard(ctx.db, book.id);
  const keptCard = card
    ? {
        brand: card.brand,
        lastFour: card.lastFour,
        expiresMonth: card.expiresMonth,
        expiresYear: card.expiresYear,
        keptAt: card.keptAt.toString(),
      }
    : null;
  const addsByItself = (await findTopUp(ctx.db, book.id)) ?? null;
  return {
    ...(await toWallet(ctx, book)),
    moves,
    gifts: await givenBy(ctx, contactId),
    plans: await plansOf(ctx, contactId),
    ...(await store.ownReturns(ctx.db, book.id)),
    keptCard,
    addsByItself,
  };
};

async function historyOf(
  ctx: Ctx,
  book: { id: string } | undefined,
  { limit, after }: Page,
): Promise<{ rows: WalletLine[]; next: string | null }> {
  if (!book) return { rows: [], next: null };
  const found = await store.listLines(ctx.db, book.id, { limit: limit + 1, after: toKey(after) });
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows: rows.map(toLine), next: found.length > limit && last ? `${last.at}_${last.id}` : null };
}

/** A movement as its owner reads it. */
export function toLine(row: store.LineRow): WalletLine {
  const { id, at, cents, way, visitId, day, name } = row;
  return { id, at: at.toString(), cents: way === "in" ? cents : -cents, move: moveOf(row), visitId, day, name };
}

const KEY = /^(\S{20,40})_([0-9a-f-]{36})$/;
/** Where a page goes on; what is no key begins anew. */
function toKey(after: string | undefined): { at: Temporal.Instant; id: string } | undefined {
  const [, at, id] = KEY.exec(after ?? "") ?? [];
  if (!at || !id) return undefined;
  try {
    return { at: Temporal.Instant.from(at), id };
  } catch {
    return undefined;
  }
}
