import { sql } from "kysely";
import type { TaxLineRow } from "#server/domains/money/tariffs/tariffs.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";
import type { Collected, Paid } from "./tax-backs.rules.ts";
import type { TaxBackPartTable } from "./tax-backs.tables.ts";

/** What a tax was collected of, and is not taken back yet: communications by the tax as it stood on their day, and plans that have ended. */
const collectedBy = ({ id, validThrough }: Pick<TaxLineRow, "id" | "validThrough">) => sql`
  select t.subject_id from money.quote_tax t join money.quote q on q.subject_id = t.subject_id join money.charge c on c.subject_id = t.subject_id
  where t.tax_line_id = ${id} and c.tax_cents > 0 and q.day <= coalesce(${validThrough}::date, q.day)
  union all
  select t.plan_id from money.plan_tax t join money.plan p on p.id = t.plan_id where t.tax_line_id = ${id} and p.taken_tax_cents > 0`;

/** A page of what a tax was collected of, after this subject. */
export async function listCollectedBy(db: Db, tax: TaxLineRow, after: string | undefined, limit: number): Promise<string[]> {
  const { rows } = await sql<{ subjectId: string }>`
    select s.subject_id from (${collectedBy(tax)}) s ${after ? sql`where s.subject_id > ${after}::uuid` : sql``}
    order by s.subject_id limit ${limit}`.execute(db);
  return rows.map(({ subjectId }) => subjectId);
}

/** Writes down all that a tax was collected of, so that it is given back, as long as the tax stands: nobody collects by it in this moment. Answers how many. */
export async function insertDue(trx: Trx, tax: TaxLineRow, at: Temporal.Instant): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into money.tax_back (tax_line_id, subject_id, due_at) select ${tax.id}, s.subject_id, ${at} from (${collectedBy(tax)}) s`.execute(
    trx,
  );
  return Number(numAffectedRows ?? 0n);
}

export interface Due {
  taxLineId: string;
  subjectId: string;
}

/** A page of what is to be given back yet, after this one. */
export function listDue(db: Db, after: Due | undefined, limit: number): Promise<Due[]> {
  return db
    .selectFrom("money.taxBack")
    .select(["taxLineId", "subjectId"])
    .where("givenAt", "is", null)
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(subject_id, tax_line_id) > (${after?.subjectId}::uuid, ${after?.taxLineId}::uuid)`),
    )
    .orderBy("subjectId")
    .orderBy("taxLineId")
    .limit(limit)
    .execute();
}

/** Whether it is due still; nobody else gives it back from here on. */
export async function lockDue(trx: Trx, { taxLineId, subjectId }: Due): Promise<boolean> {
  const row = await trx
    .selectFrom("money.taxBack")
    .select("givenAt")
    .where("subjectId", "=", subjectId)
    .where("taxLineId", "=", taxLineId)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined && row.givenAt === null;
}

export async function markGiven(trx: Trx, { taxLineId, subjectId }: Due, at: Temporal.Instant): Promise<void> {
  await trx
    .updateTable("money.taxBack")
    .set({ givenAt: at })
    .where("subjectId", "=", subjectId)
    .where("taxLineId", "=", taxLineId)
    .execute();
}

export async function insertParts(trx: Trx, rows: readonly TaxBackPartTable[]): Promise<void> {
  if (rows.length > 0)
    await trx
      .insertInto("money.taxBackPart")
      .values([...rows])
      .execute();
}

/** What a payer gave, with the transfer by which the taxes went. */
export interface PaidRow extends Paid {
  subjectId: string;
  bookId: string;
  /** What of all that came back was a tax that was not due. */
  taxBackCents: number;
  taxTransferId: string | null;
  taxesBookId: string | null;
}

/** What each payer gave for these communications and plans, and what came back, as the ledger has it. */
export async function listPaid(db: Db, subjectIds: readonly string[]): Promise<PaidRow[]> {
  const { rows } = await sql<PaidRow>`
    with part as (
      select p.subject_id, p.payer, p.book_id from money.quote_part p where p.subject_id = any (${[...subjectIds]}::uuid[])
      union all select l.id, 'family', l.book_id from money.plan l where l.id = any (${[...subjectIds]}::uuid[]))
    select p.subject_id, p.payer, p.book_id,
      coalesce(sum(t.cents) filter (where t.from_id = p.book_id and t.what in ('charge', 'tax')), 0)::bigint as taken_cents,
      coalesce(sum(t.cents) filter (where t.from_id = p.book_id and t.what = 'tax'), 0)::bigint as taken_tax_cents,
      coalesce(sum(t.cents) filter (where t.to_id = p.book_id and t.what in ('credit', 'correction')), 0)::bigint as back_cents,
      coalesce(sum(t.cents) filter (where t.to_id = p.book_id and t.what = 'correction'), 0)::bigint as tax_back_cents,
      coalesce((select sum(b.tax_cents) from money.tax_back_part b where b.subject_id = p.subject_id and b.payer = p.payer), 0)::bigint as gone_tax_cents,
      min(t.id::text) filter (where t.from_id = p.book_id and t.what = 'tax') as tax_transfer_id,
      min(t.to_id::text) filter (where t.from_id = p.book_id and t.what = 'tax') as taxes_book_id
    from part p join money.transfer t on t.subject_id = p.subject_id
    group by p.subject_id, p.payer, p.book_id order by p.subject_id, p.payer`.execute(db);
  return rows;
}

/**
 * The taxes that were collected of these communications and plans, and those that a plan which has not ended will be asked: what they were promised with and was not taken
 * back, or was only afterwards.
 */
export async function listCollected(db: Db, subjectIds: readonly string[]): Promise<(Collected & { subjectId: string })[]> {
  const { rows } = await sql<Collected & { subjectId: string }>`
    select s.subject_id, l.id as tax_line_id, l.millionths, b.given_at is not null as is_given
    from (
      select t.subject_id, t.tax_line_id, q.day from money.quote_tax t join money.quote q on q.subject_id = t.subject_id
      where t.subject_id = any (${[...subjectIds]}::uuid[])
      union all select t.plan_id, t.tax_line_id, null::date from money.plan_tax t where t.plan_id = any (${[...subjectIds]}::uuid[])) s
    join money.tax_line l on l.id = s.tax_line_id
    left join money.tax_back b on b.subject_id = s.subject_id and b.tax_line_id = s.tax_line_id
    where b.subject_id is not null or l.state = 'confirmed' and coalesce(l.valid_through >= coalesce(s.day, l.valid_from), true)
    order by s.subject_id, l.id`.execute(db);
  return rows;
}

/** Where and when a communication was promised, or a plan bought; a plan's row is one. */
export async function placeOf(db: Db, subjectId: string) {
  const { rows } = await sql<{ agencyId: string; facilityId: string; isPlan: boolean; at: Temporal.Instant }>`
    select q.agency_id, q.facility_id, false as is_plan, q.made_at as at from money.quote q where q.subject_id = ${subjectId}
    union all select p.agency_id, p.facility_id, true, p.bought_at from money.plan p where p.id = ${subjectId}`.execute(db);
  return rows[0];
}

export interface Untold {
  taxLineId: string;
  bookId: string;
  facilityId: string;
  contactId: string;
  accountId: string | null;
}

/** Families that got something back of a tax and were not told: once no more of it is due, or what is due has waited since before `since`. */
export async function listUntold(db: Db, since: Temporal.Instant, limit: number): Promise<Untold[]> {
  const { rows } = await sql<Untold>`
    select p.tax_line_id, p.book_id, l.facility_id, k.contact_id, (select c.account_id from contacts.contact c where c.id = k.contact_id and c.closed_at is null) as account_id
    from (select distinct p.tax_line_id, p.book_id from money.tax_back_part p where p.told_at is null and p.payer = 'family' and p.cents > 0) p
    join money.tax_line l on l.id = p.tax_line_id join money.book k on k.id = p.book_id
    where not exists (select from money.tax_back b where b.tax_line_id = p.tax_line_id and b.given_at is null and b.due_at > ${since})
    order by p.tax_line_id, p.book_id limit ${limit}`.execute(db);
  return rows;
}

/** Whether there was something to tell. */
export async function noteTold(trx: Trx, { taxLineId, bookId }: Untold, at: Temporal.Instant): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("money.taxBackPart")
    .set({ toldAt: at })
    .where("taxLineId", "=", taxLineId)
    .where("bookId", "=", bookId)
    .where("payer", "=", "family")
    .where("cents", ">", 0)
    .where("toldAt", "is", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** What of a tax came back to a contact. */
export async function sumBackTo(
  db: Db,
  taxLineId: string,
  contactId: string,
): Promise<{ cents: number; communications: number; plans: number }> {
  const { rows } = await sql<{ cents: number; communications: number; plans: number }>`
    select coalesce(sum(p.cents), 0)::bigint as cents, count(*) filter (where l.id is null)::int as communications, count(l.id)::int as plans
    from money.tax_back_part p join money.book k on k.id = p.book_id left join money.plan l on l.id = p.subject_id
    where p.tax_line_id = ${taxLineId} and k.contact_id = ${contactId} and p.cents > 0`.execute(db);
  return rows[0]!;
}

/** Those of these subjects that are plans. */
export async function plansAmong(db: Db, subjectIds: readonly string[]): Promise<Set<string>> {
  if (subjectIds.length === 0) return new Set();
  const rows = await db.selectFrom("money.plan").select("id").where("id", "in", subjectIds).execute();
  return new Set(rows.map(({ id }) => id));
}
