import { sql } from "kysely";
import type { TransferWhat } from "#server/domains/money/ledger/ledger.tables.ts";
import type { Db } from "#server/platform/database.ts";

const KEPT_MAX = 200;
const RETURNS_MAX = 10_000;

/** The wallet's book; undefined where no money was ever in it. */
export async function findWallet(
  db: Db,
  of: { contactId: string } | { agencyId: string; residentId: string },
): Promise<{ id: string; cents: number; reservedCents: number } | undefined> {
  const books = db.selectFrom("money.balance").select(["id", "cents", "reservedCents"]);
  return "contactId" in of
    ? books.where("kind", "=", "contact_wallet").where("contactId", "=", of.contactId).executeTakeFirst()
    : books
        .where("kind", "=", "resident_wallet")
        .where("agencyId", "=", of.agencyId)
        .where("residentId", "=", of.residentId)
        .executeTakeFirst();
}

export interface KeptRow {
  id: string;
  cents: number;
  subjectId: string;
  for: "visit" | "plan" | "refund" | "payout" | "gift" | "other";
  day: string | null;
  withName: string | null;
}

/** What is kept of a wallet now: by its day, soonest first, then what has none. A visit is told with the name of the person at its other end. */
export async function listKept(db: Db, bookId: string): Promise<KeptRow[]> {
  const { rows } = await sql<KeptRow>`
    select r.id, r.left_cents as cents, r.subject_id,
      case when q.subject_id is not null then 'visit' when l.id is not null then 'plan' when f.id is not null then 'refund' when p.id is not null then 'payout' when g.id is not null then 'gift' else 'other' end as "for",
      coalesce(q.day, l.through_day) as day, coalesce(${otherName}, pf.name) as with_name
    from money.reserve r
    join money.book b on b.id = r.book_id
    left join money.quote q on q.subject_id = r.subject_id
    left join money.plan l on l.reserve_id = r.id
    left join facilities.facility pf on pf.id = l.facility_id
    left join money.refund f on f.reserve_id = r.id
    left join money.payout p on p.reserve_id = r.id
    left join money.gift g on g.reserve_id = r.id
    where r.book_id = ${bookId} and r.ended is null
    order by coalesce(q.day, l.through_day) nulls last, r.made_at, r.id limit ${KEPT_MAX}`.execute(db);
  return rows;
}

export interface LineRow {
  id: string;
  at: Temporal.Instant;
  cents: number;
  way: "in" | "out";
  what: TransferWhat;
  corrected: TransferWhat | null;
  /** Between the wallets of two records of one resident. */
  isOneRecord: boolean;
  /** Taken of a kept card by itself. */
  isAutomatic: boolean;
  /** Of a plan, not of one communication. */
  isPlan: boolean;
  visitId: string | null;
  day: string | null;
  name: string | null;
}

interface Wanted {
  after?: { at: Temporal.Instant; id: string } | undefined;
  from?: Temporal.Instant;
  until?: Temporal.Instant;
  limit: number;
}

/** Movements of a wallet, newest first, after the one with this time and id; or those of a span of time. */
export async function listLines(db: Db, bookId: string, { after, from, until, limit }: Wanted): Promise<LineRow[]> {
  const older = sql`${after ? sql`and (t.at, t.id) < (${after.at}, ${after.id}::uuid)` : sql``}
    ${from ? sql`and t.at >= ${from}` : sql``} ${until ? sql`and t.at < ${until}` : sql``}`;
  const { rows } = await sql<LineRow>`
    select t.id, t.at, t.cents, t.way, t.what, c.what as corrected, b.resident_id is not null and o.resident_id is not null as is_one_record, l.id is not null as is_plan, coalesce(d.automatic, false) as is_automatic, q.subject_id as visit_id, q.day, coalesce(
      ${otherName},
      (select cc.contact_given_name || ' ' || cc.contact_family_name from contacts.card cc
        where cc.contact_id = o.contact_id and cc.resident_id = b.resident_id limit 1),
      (select rc.resident_name from residents.card rc where rc.resident_id = o.resident_id),
      (select f.name from facilities.facility f where f.id = l.facility_id)) as name
    from (
      (select t.*, 'in' as way, t.from_id as other_id from money.transfer t where t.to_id = ${bookId} and t.to_wallet ${older} order by t.at desc, t.id desc limit ${limit})
      union all
      (select t.*, 'out' as way, t.to_id as other_id from money.transfer t where t.from_id = ${bookId} and t.from_wallet ${older} order by t.at desc, t.id desc limit ${limit})
    ) t
    join money.book b on b.id = ${bookId}
    join money.book o on o.id = t.other_id
    left join money.transfer c on c.id = t.corrects
    left join money.quote q on q.subject_id = t.subject_id
    left join money.deposit d on d.id = t.id
    left join money.plan l on l.id = t.subject_id
    order by t.at desc, t.id desc limit ${limit}`.execute(db);
  return rows;
}

// To a family the resident; to a resident the contact whose wallet the visit's family part is kept of, where there is one.
const otherName = sql`case when q.subject_id is null then null
  when b.kind = 'contact_wallet' then (select rc.resident_name from residents.card rc where rc.resident_id = q.resident_id)
  else (select cc.contact_given_name || ' ' || cc.contact_family_name from money.quote_part qp join money.book fb on fb.id = qp.book_id
    join contacts.card cc on cc.contact_id = fb.contact_id and cc.resident_id = b.resident_id
    where qp.subject_id = q.subject_id and qp.payer = 'family' limit 1) end`;

/** What of a wallet's money went back, was to go back, or was taken back, for its owner's own data: no id of any of staff's. */
export async function ownReturns(db: Db, bookId: string) {
  const refunds = await db
    .selectFrom("money.refund")
    .select(["id", "depositId", "cents", "state", "why", "begunAt", "endedAt"])
    .where("bookId", "=", bookId)
    .orderBy("id")
    .limit(RETURNS_MAX)
    .execute();
  const payouts = await db
    .selectFrom("money.payout as p")
    .leftJoin("money.payoutAddress as a", "a.payoutId", "p.id")
    .select(["p.id", "p.cents", "p.why", "p.state", "p.how", "p.number", "p.askedAt", "p.preparedAt", "p.endedAt", "a.address"])
    .where("p.bookId", "=", bookId)
    .orderBy("p.id")
    .limit(RETURNS_MAX)
    .execute();
  const disputes = await db
    .selectFrom("money.dispute as d")
    .innerJoin("money.deposit as p", "p.id", "d.depositId")
    .select(["d.id", "d.depositId", "d.cents", "d.fromWalletCents", "d.writtenOffCents", "d.state", "d.openedAt", "d.endedAt"])
    .where("p.bookId", "=", bookId)
    .orderBy("d.id")
    .limit(RETURNS_MAX)
    .execute();
  return { refunds, payouts, disputes };
}
