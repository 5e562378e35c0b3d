import { sql, type Updateable } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { PayoutRow } from "./payments.tables.ts";

const SHOWN_MAX = 200;
export type PayoutView = PayoutRow & { toName: string; address: string | null; preparedByName: string | null; paidByName: string | null };

export function lockPayout(trx: Trx, id: string): Promise<PayoutRow | undefined> {
  return trx.selectFrom("money.payout").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export async function updatePayout(trx: Trx, id: string, change: Updateable<PayoutRow>): Promise<void> {
  await trx.updateTable("money.payout").set(change).where("id", "=", id).execute();
}

/** A payout that waits, and what is kept for it, come to less from now on. */
export async function lessenPayout(trx: Trx, id: string, toCents: number, at: Temporal.Instant): Promise<string> {
  const { rows } = await sql<{ said: string }>`select money.lessen_payout(${id}, ${toCents}, ${at}) as said`.execute(trx);
  return rows[0]!.said;
}

/** Payouts that staff here see to: those that wait first, the oldest of them on top. */
export function listPayouts(db: Db, facilityId: string): Promise<PayoutView[]> {
  return db
    .selectFrom("money.payout as p")
    .innerJoin("money.balance as b", "b.id", "p.bookId")
    .leftJoin("money.payoutAddress as a", "a.payoutId", "p.id")
    .selectAll("p")
    .select([
      "a.address",
      sql<string>`coalesce(
        (select r.resident_name from residents.card r where r.resident_id = b.resident_id),
        (select c.contact_given_name || ' ' || c.contact_family_name from contacts.card c where c.contact_id = b.contact_id limit 1), '–')`.as(
        "toName",
      ),
      sql<string | null>`(select s.name from identity.staff_name s where s.account_id = p.prepared_by)`.as("preparedByName"),
      sql<string | null>`(select s.name from identity.staff_name s where s.account_id = p.paid_by)`.as("paidByName"),
    ])
    .where("p.facilityId", "=", facilityId)
    .orderBy(sql`p.ended_at is not null`)
    .orderBy(sql`case when p.ended_at is null then p.asked_at end`)
    .orderBy("p.id", "desc")
    .limit(SHOWN_MAX)
    .execute();
}

/** Payouts of one wallet that are not over. */
export function listOpenOf(db: Db, bookId: string): Promise<(PayoutRow & { address: string | null })[]> {
  return db
    .selectFrom("money.payout as p")
    .leftJoin("money.payoutAddress as a", "a.payoutId", "p.id")
    .selectAll("p")
    .select("a.address")
    .where("p.bookId", "=", bookId)
    .where("p.endedAt", "is", null)
    .orderBy("p.id")
    .limit(SHOWN_MAX)
    .execute();
}

/** Writes down where a payout is to be sent, in place of what stood there. */
export async function putAddress(trx: Trx, payoutId: string, address: string, writtenAt: Temporal.Instant): Promise<void> {
  await trx
    .insertInto("money.payoutAddress")
    .values({ payoutId, address, writtenAt })
    .onConflict((on) => on.column("payoutId").doUpdateSet({ address, writtenAt }))
    .execute();
}

/** Wallets with free money of residents who have left, and where they left. */
export async function listOfReleased(
  db: Db,
  leftBy: Temporal.Instant,
  limit: number,
): Promise<{ bookId: string; residentId: string; agencyId: string; facilityId: string }[]> {
  const { rows } = await sql<{ bookId: string; residentId: string; agencyId: string; facilityId: string }>`
    select b.id as book_id, b.resident_id, b.agency_id, last.facility_id
    from money.book b
    join lateral (select s.facility_id, s.released_at from residents.stay s where s.resident_id = b.resident_id order by s.admitted_at desc, s.id desc limit 1)
      last on last.released_at <= ${leftBy}
    where b.kind = 'resident_wallet' and b.cents > b.reserved_cents
      and not exists (select from residents.stay s where s.resident_id = b.resident_id and s.released_at is null)
    order by b.id limit ${limit}`.execute(db);
  return rows;
}

/** Payouts that wait for a check to residents who left and are here again, under whichever record. */
export async function listOfReturned(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from money.payout p
    join money.book b on b.id = p.book_id
    join residents.resident r on r.id = b.resident_id
    where p.state = 'asked' and p.why = 'released'
      and exists (select from residents.stay s where s.resident_id = coalesce(r.merged_into, r.id) and s.released_at is null)
    order by p.id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}
