import assert from "node:assert/strict";
import type { CashEntry, cashStaff } from "#contracts/cash.ts";
import type { BodyOf, QueryOf } from "#contracts/endpoint.ts";
import * as audit from "#server/domains/audit/index.ts";
import * as facilities from "#server/domains/facilities/index.ts";
import * as identity from "#server/domains/identity/index.ts";
import { type BookOf, openBook, transfer } from "#server/domains/money/ledger/ledger.store.ts";
import * as residents from "#server/domains/residents/index.ts";
import { type Ctx, dbOf, inTransaction, type TxCtx } from "#server/platform/context.ts";
import { AppError } from "#server/platform/errors.ts";
import { type CashDecision, cashRefusals, decisionRefusals } from "./cash.rules.ts";
import * as store from "./cash.store.ts";

/** Cash and money orders that were handed in here. */
export async function cashEntries(ctx: Ctx, facilityId: string, { limit, after }: QueryOf<typeof cashStaff.cashEntries>) {
  const { accountId } = identity.asStaff(ctx.actor);
  const found = await store.listCash(ctx.db, facilityId, { limit: limit + 1, after });
  const rows = found.slice(0, limit);
  return { rows: rows.map((row) => toEntry(row, accountId)), next: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
}

/** Enters cash or a money order for a resident who is here, or for their family, once for its id. Nothing is in the wallet until somebody else has counted it. */
export async function enterCash(ctx: Ctx, facilityId: string, asked: BodyOf<typeof cashStaff.enterCash>): Promise<CashEntry> {
  const { accountId } = identity.asStaff(ctx.actor);
  const { id, cents, kind, receiptNumber, orderNumber } = asked;
  const whose = await whoseOf(ctx, facilityId, asked);
  const refusals = [...cashRefusals(asked), ...("missing" in whose ? [whose.missing] : [])];
  if (refusals.length > 0 || "missing" in whose) throw new AppError(refusals);
  const { agencyId, residentId, contactId, book } = whose;
  return inTransaction(ctx, async (tx) => {
    const bookId = await openBook(tx.trx, book, tx.now());
    const place = { agencyId, facilityId };
    const said = await store.insertCash(tx.trx, {
      ...{ id, ...place, bookId, residentId, contactId, kind, cents, receiptNumber, orderNumber },
      ...{ state: "entered", enteredBy: accountId, enteredAt: tx.now(), decidedBy: null, decidedAt: null },
    });
    if (said === "receipt_taken") throw new AppError(["money.receipt_taken"]);
    const entry = await store.findCash(tx.trx, facilityId, id);
    const same = entry?.enteredBy === accountId && entry.cents === cents && entry.bookId === bookId;
    if (!entry || !same) throw new AppError(["money.id_taken"]);
    if (said === "done")
      await audit.record(tx, { what: "cash.entered", subjectId: id, ...place, facts: { cents, kind, residentId, contactId } });
    return toEntry(entry, accountId);
  });
}

type Whose =
  | { agencyId: string; residentId: string | null; contactId: string | null; book: BookOf }
  | { missing: "resident.unknown" | "money.nobody_here" };

/** Whose wallet is meant: a resident's who is here, or somebody's outside who is connected with one. */
async function whoseOf(ctx: Ctx, facilityId: string, asked: BodyOf<typeof cashStaff.enterCash>): Promise<Whose> {
  if ("email" in asked) {
    const contact = await store.findContactHere(ctx.db, facilityId, asked.email.trim().toLowerCase());
    if (!contact) return { missing: "money.nobody_here" };
    return { ...contact, residentId: null, book: { kind: "contact_wallet", contactId: contact.contactId } };
  }
  const card = await residents.cardByBookingNumber(ctx, facilityId, asked.bookingNumber);
  if (!card) return { missing: "resident.unknown" };
  const { agencyId, residentId } = card;
  return { agencyId, residentId, contactId: null, book: { kind: "resident_wallet", agencyId, residentId } };
}

/** Somebody else of staff says whether the money is there; then it is in the wallet. */
export function decideCash(
  ctx: Ctx,
  { facilityId, entryId }: { facilityId: string; entryId: string },
  decision: CashDecision,
): Promise<CashEntry> {
  const { accountId } = identity.asStaff(ctx.actor);
  return inTransaction(ctx, async (tx) => {
    const row = await store.lockCash(tx.trx, facilityId, entryId);
    if (!row) throw new AppError(["money.cash_unknown"]);
    const refusals = decisionRefusals(row, accountId, decision);
    if (refusals.length > 0) throw new AppError(refusals);
    if (row.state === "entered") {
      await store.updateCash(tx.trx, row.id, { state: decision, decidedBy: accountId, decidedAt: tx.now() });
      if (decision === "confirmed") await comeIn(tx, row);
      const { agencyId, cents } = row;
      const what = decision === "confirmed" ? "cash.confirmed" : "cash.refused";
      await audit.record(tx, { what, subjectId: row.id, agencyId, facilityId, facts: { cents } });
    }
    return toEntry(await found(tx, facilityId, entryId), accountId);
  });
}

async function comeIn(
  tx: TxCtx,
  { id, agencyId, facilityId, bookId, cents }: { id: string; agencyId: string; facilityId: string; bookId: string; cents: number },
) {
  const fromId = await openBook(tx.trx, { kind: "cash", agencyId, facilityId }, tx.now());
  const [said] = await transfer(tx.trx, [{ id, fromId, toId: bookId, cents, what: "cash_in", subjectId: id }], tx.now());
  assert.equal(said, "done", "cash came in before");
}

/** What a receipt says of one entry, with the facility's name. */
export async function cashReceipt(ctx: Ctx, { facilityId, entryId }: { facilityId: string; entryId: string }) {
  const { accountId } = identity.asStaff(ctx.actor);
  const facility = await facilities.facilityOf(ctx, facilityId);
  return { ...toEntry(await found(ctx, facilityId, entryId), accountId), facilityName: facility?.name ?? "" };
}

async function found(asker: Ctx | TxCtx, facilityId: string, id: string): Promise<store.CashView> {
  const entry = await store.findCash(dbOf(asker), facilityId, id);
  if (!entry) throw new AppError(["money.cash_unknown"]);
  return entry;
}

function toEntry(row: store.CashView, reader: string): CashEntry {
  const { id, kind, cents, receiptNumber, orderNumber, forName, state, enteredByName, enteredAt, decidedByName, decidedAt } = row;
  return {
    ...{ id, kind, cents, receiptNumber, orderNumber, forName, state, enteredBy: enteredByName, enteredAt: enteredAt.toString() },
    ...{ decidedBy: decidedByName, decidedAt: decidedAt?.toString() ?? null, own: row.enteredBy === reader },
  };
}
