import { sql } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";
import type { BalanceRow, BookKind, TransferWhat } from "./ledger.tables.ts";

/** Whose book: exactly what its kind asks for. */
export type BookOf =
  | { kind: "contact_wallet"; contactId: string }
  | { kind: "resident_wallet"; agencyId: string; residentId: string }
  | { kind: "agency"; agencyId: string }
  /** Of a person outside it belongs to no agency. */
  | { kind: "unclaimed"; agencyId: string | null }
  | { kind: "revenue" | "credits" | "taxes" | "cash"; agencyId: string; facilityId: string }
  | { kind: Exclude<BookKind, "contact_wallet" | "resident_wallet" | "agency" | "unclaimed" | "revenue" | "credits" | "taxes" | "cash"> };

/** One movement between two books. Whoever makes it makes its id, and may ask again with it: it happens once. */
export interface Transfer {
  id: string;
  fromId: string;
  toId: string;
  /** Whole US cents, at least one. */
  cents: number;
  what: TransferWhat;
  /** The visit, deposit or refund that it belongs to. */
  subjectId?: string;
  /** The transfer that it takes back, wholly or in part. */
  corrects?: string;
}

/** What becomes of a transfer: `repeated` stood already, `differs` means that another one has its id. */
export type Transferred = "done" | "repeated" | "differs" | "no_book" | "overdrawn";
export type Reserved = Transferred | "too_late";
export type Released = "done" | "repeated" | "ended" | "no_reserve";
export type Settled = "done" | "repeated" | "differs" | "no_book" | "too_much" | "ended" | "no_reserve";

/** A part of a reserve that is taken. */
export interface Taken {
  id: string;
  toId: string;
  cents: number;
  what: Exclude<TransferWhat, "correction">;
}

/** The id of this book, which is opened where it was not. */
export async function openBook(db: Db, of: BookOf, at: Temporal.Instant): Promise<string> {
  const {
    kind,
    contactId = null,
    agencyId = null,
    facilityId = null,
    residentId = null,
  } = of as BookOf & Record<string, string | null | undefined>;
  const { rows } = await sql<{ id: string }>`select money.open_book(${newId()}, ${kind}, ${contactId}, ${agencyId}, ${facilityId},
    ${residentId}, ${at}) as id`.execute(db);
  return rows[0]!.id;
}

/** Makes these transfers one after the other, and says of each what became of it. Whoever needs all or none rolls back unless each is done. */
export async function transfer(db: Db, transfers: readonly Transfer[], at: Temporal.Instant): Promise<Transferred[]> {
  const column = <T>(value: (each: Transfer) => T) => transfers.map(value);
  const { rows } = await sql<{
    said: Transferred[];
  }>`select money.transfer(${column((t) => t.id)}::uuid[], ${column((t) => t.fromId)}::uuid[],
    ${column((t) => t.toId)}::uuid[], ${column((t) => t.cents)}::bigint[], ${column((t) => t.what)}::text[],
    ${column((t) => t.subjectId ?? null)}::uuid[], ${column((t) => t.corrects ?? null)}::uuid[], ${at}) as said`.execute(db);
  return rows[0]!.said;
}

export interface Reserve {
  id: string;
  bookId: string;
  cents: number;
  /** The visit that it is kept for. */
  subjectId: string;
  expiresAt: Temporal.Instant;
}

/** Whether a transfer has this id: what is to be one later, and gets its id from a page, must not take another's. */
export async function isTransfer(db: Db, id: string): Promise<boolean> {
  const row = await db.selectFrom("money.transfer").select("id").where("id", "=", id).executeTakeFirst();
  return row !== undefined;
}

/** Keeps cents of a wallet until they are settled, released, or the reserve expires. */
export async function reserve(db: Db, of: Reserve, at: Temporal.Instant): Promise<Reserved> {
  return said(db, sql`money.hold_back(${of.id}, ${of.bookId}, ${of.cents}, ${of.subjectId}, ${of.expiresAt}, ${at})`);
}

/** Lets go of all that is still kept. */
export async function release(db: Db, reserveId: string, at: Temporal.Instant): Promise<Released> {
  return said(db, sql`money.release(${reserveId}, ${at})`);
}

/** Keeps no more than this from now on. */
export async function shrink(db: Db, reserveId: string, toCents: number, at: Temporal.Instant): Promise<Released> {
  return said(db, sql`money.shrink(${reserveId}, ${toCents}, ${at})`);
}

/** Takes these parts of a reserve and lets go of the rest, all at once or not at all. */
export async function settle(db: Db, reserveId: string, parts: readonly Taken[], at: Temporal.Instant): Promise<Settled> {
  return said(
    db,
    sql`money.settle(${reserveId}, ${parts.map((p) => p.id)}::uuid[], ${parts.map((p) => p.toId)}::uuid[],
      ${parts.map((p) => p.cents)}::bigint[], ${parts.map((p) => p.what)}::text[], ${at})`,
  );
}

/** Lets go of reserves whose time is over, at most so many; answers how many. */
export async function expire(db: Db, at: Temporal.Instant, atMost: number): Promise<number> {
  const { rows } = await sql<{ many: number }>`select money.expire(${at}, ${atMost}) as many`.execute(db);
  return rows[0]!.many;
}

/** Adds waiting movements to their books; answers how many. Balances read the same before and after. */
export async function fold(db: Db): Promise<number> {
  const { rows } = await sql<{ many: number }>`select money.fold() as many`.execute(db);
  return rows[0]!.many;
}

export interface LedgerFault {
  fault: string;
  subject: string | null;
  says: number;
  shouldBe: number;
}

/** Whatever is wrong with the ledger as of one instant; empty where every cent is where its transfers put it. */
export async function faults(db: Db): Promise<LedgerFault[]> {
  const { rows } = await sql<LedgerFault>`select fault, subject, says, should_be from money.faults()`.execute(db);
  return rows;
}

/** What one book holds now. */
export async function balanceOf(db: Db, bookId: string): Promise<BalanceRow> {
  return db.selectFrom("money.balance").selectAll().where("id", "=", bookId).executeTakeFirstOrThrow();
}

async function said<T extends string>(db: Db | Trx, call: ReturnType<typeof sql>): Promise<T> {
  const { rows } = await sql<{ said: T }>`select ${call} as said`.execute(db);
  return rows[0]!.said;
}
