import { type Insertable, sql } from "kysely";
import type { Payer } from "#server/domains/money/rating/rating.rules.ts";
import type { Db, Trx } from "#server/platform/database.ts";
import type {
  ChargeRow,
  ChargeTable,
  CreditRow,
  NewCredit,
  QuotePartRow,
  QuotePartTable,
  QuoteRow,
  QuoteTable,
} from "./charging.tables.ts";

const CREDITS_MAX = 100;

/** Whether it is the first of this communication. */
export async function insertQuote(trx: Trx, row: Insertable<QuoteTable>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("money.quote")
    .values(row)
    .onConflict((on) => on.column("subjectId").doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function insertParts(trx: Trx, rows: readonly Insertable<QuotePartTable>[]): Promise<void> {
  if (rows.length > 0)
    await trx
      .insertInto("money.quotePart")
      .values([...rows])
      .execute();
}

export function findQuote(db: Db, subjectId: string): Promise<QuoteRow | undefined> {
  return db.selectFrom("money.quote").selectAll().where("subjectId", "=", subjectId).executeTakeFirst();
}

export function listParts(db: Db, subjectId: string): Promise<QuotePartRow[]> {
  return db.selectFrom("money.quotePart").selectAll().where("subjectId", "=", subjectId).orderBy("payer").execute();
}

/** Once for each communication: a second one breaks its transaction, and nothing of it has happened. */
export async function insertCharge(trx: Trx, row: Insertable<ChargeTable>): Promise<void> {
  await trx.insertInto("money.charge").values(row).execute();
}

export function findCharge(db: Db, subjectId: string): Promise<ChargeRow | undefined> {
  return db.selectFrom("money.charge").selectAll().where("subjectId", "=", subjectId).executeTakeFirst();
}

/** One at a time settles one communication: whoever comes second finds its charge. */
export async function lockCharge(trx: Trx, subjectId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`charge ${subjectId}`}, 0))`.execute(trx);
}

/** One at a time gives back of one communication, so that together they never give more than was taken. */
export async function lockCredits(trx: Trx, subjectId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`credit ${subjectId}`}, 0))`.execute(trx);
}

/** One at a time uses up a resident's free time. */
export async function lockFreeTime(trx: Trx, residentId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`free time ${residentId}`}, 0))`.execute(trx);
}

export async function insertCredit(trx: Trx, row: NewCredit): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("money.credit")
    .values(row)
    .onConflict((on) => on.column("id").doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export function listCredits(db: Db, subjectId: string): Promise<CreditRow[]> {
  return db.selectFrom("money.credit").selectAll().where("subjectId", "=", subjectId).orderBy("id").limit(CREDITS_MAX).execute();
}

/** What one payer was quoted for a communication, gave for it, and got back. */
export interface PartMoved {
  subjectId: string;
  payer: Payer;
  bookId: string;
  quotedCents: number;
  takenCents: number;
  creditedCents: number;
  /** What of these is taxes. */
  quotedTaxCents: number;
  takenTaxCents: number;
  /** What came back of taxes that were not due, beside the credits. */
  taxBackCents: number;
  /** What such taxes had been of the part: what came back of them now, and by credits before. */
  goneTaxCents: number;
}

/** What moved for these communications, payer by payer. */
export async function listMoved(db: Db, subjectIds: readonly string[]): Promise<PartMoved[]> {
  if (subjectIds.length === 0) return [];
  const { rows } = await sql<PartMoved>`
    select p.subject_id, p.payer, p.book_id, p.price_cents + p.tax_cents as quoted_cents, p.tax_cents as quoted_tax_cents,
      coalesce((select sum(t.cents) from money.transfer t
        where t.subject_id = p.subject_id and t.from_id = p.book_id and t.what = 'tax'), 0)::bigint as taken_tax_cents,
      coalesce((select sum(t.cents) from money.transfer t
        where t.subject_id = p.subject_id and t.from_id = p.book_id and t.what in ('charge', 'tax')), 0)::bigint as taken_cents,
      coalesce((select sum(t.cents) from money.transfer t where t.subject_id = p.subject_id and t.to_id = p.book_id and t.what = 'credit'), 0)::bigint
        as credited_cents,
      coalesce((select sum(t.cents) from money.transfer t where t.subject_id = p.subject_id and t.to_id = p.book_id and t.what = 'correction'), 0)::bigint
        as tax_back_cents,
      coalesce((select sum(b.tax_cents) from money.tax_back_part b where b.subject_id = p.subject_id and b.payer = p.payer), 0)::bigint as gone_tax_cents
    from money.quote_part p where p.subject_id = any (${[...subjectIds]}::uuid[]) order by p.subject_id, p.payer`.execute(db);
  return rows;
}

/** Which of these have been settled, and why nothing was taken where nothing was. */
export function listCharges(db: Db, subjectIds: readonly string[]): Promise<Pick<ChargeRow, "subjectId" | "nothing">[]> {
  if (subjectIds.length === 0) return Promise.resolve([]);
  return db.selectFrom("money.charge").select(["subjectId", "nothing"]).where("subjectId", "in", subjectIds).execute();
}

/** What of a wallet is free at an instant: what is kept of it for longer than that is not, nor what a dispute waits for once it is let go. */
export async function freeCentsOf(db: Db, bookId: string, now: Temporal.Instant): Promise<number> {
  const { rows } = await sql<{ cents: number }>`
    select b.cents - coalesce((select sum(r.left_cents) from money.reserve r
      where r.book_id = b.id and r.ended is null and (r.expires_at > ${now} or exists (
        select from money.dispute_claim c join money.dispute d on d.id = c.dispute_id where c.reserve_id = r.id and d.owed_cents > 0
          and coalesce(c.at_most_cents, 1) > 0))), 0)::bigint as cents
    from money.book b where b.id = ${bookId}`.execute(db);
  return rows[0]?.cents ?? 0;
}

/** The wallet of somebody outside; undefined where none was ever opened. */
export async function findWallet(db: Db, contactId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("money.balance")
    .select("id")
    .where("kind", "=", "contact_wallet")
    .where("contactId", "=", contactId)
    .executeTakeFirst();
  return row?.id;
}

/** What is still kept by a reserve; nothing once it has ended. */
export async function leftOf(db: Db, reserveId: string): Promise<number> {
  const row = await db.selectFrom("money.reserve").select("leftCents").where("id", "=", reserveId).executeTakeFirst();
  return row?.leftCents ?? 0;
}

/** Free seconds that a resident's communications of a service in these local days have used, or may still use. One too short to be of use has used none. */
export async function freeSecondsUsed(
  db: Db,
  of: { residentId: string; facilityId: string; service: string; from: string; through: string },
): Promise<number> {
  const row = await db
    .selectFrom("money.quote as q")
    .leftJoin("money.charge as c", "c.subjectId", "q.subjectId")
    .select(
      sql<number>`coalesce(sum(least(q.free_seconds, case when c.nothing = 'too_short' then 0 else coalesce(c.seconds, q.minutes * 60) end)), 0)::bigint`.as(
        "used",
      ),
    )
    .where("q.residentId", "=", of.residentId)
    .where("q.facilityId", "=", of.facilityId)
    .where("q.service", "=", of.service as QuoteRow["service"])
    .where("q.day", ">=", of.from)
    .where("q.day", "<=", of.through)
    .executeTakeFirstOrThrow();
  return row.used;
}
