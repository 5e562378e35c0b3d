import { sql, type Updateable } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { DepositRow, DepositTable, NewDeposit, PayoutRow, RefundRequestRow, RefundRow } from "./payments.tables.ts";

const SOURCES_MAX = 1000;
const SHOWN_MAX = 100;

/** One at a time decides what leaves a wallet for its sources: nothing is planned twice. */
export async function lockWallet(trx: Trx, bookId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`wallet ${bookId}`}, 0))`.execute(trx);
}

/** Whether it is the first with its id. */
export async function insertDeposit(trx: Trx, row: NewDeposit): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("money.deposit")
    .values(row)
    .onConflict((on) => on.column("id").doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export function findDeposit(db: Db, id: string): Promise<DepositRow | undefined> {
  return db.selectFrom("money.deposit").selectAll().where("id", "=", id).executeTakeFirst();
}

export function lockDeposit(trx: Trx, id: string): Promise<DepositRow | undefined> {
  return trx.selectFrom("money.deposit").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export function findDepositOf(db: Db, processorId: string): Promise<DepositRow | undefined> {
  return db.selectFrom("money.deposit").selectAll().where("processorId", "=", processorId).executeTakeFirst();
}

export async function updateDeposit(trx: Trx, id: string, change: Updateable<DepositTable>): Promise<void> {
  await trx.updateTable("money.deposit").set(change).where("id", "=", id).execute();
}

/** Deposits into this wallet whose source can still take something back, newest first. */
export function listSources(db: Db, bookId: string): Promise<DepositRow[]> {
  return db
    .selectFrom("money.deposit")
    .selectAll()
    .where("bookId", "=", bookId)
    .where("state", "=", "taken")
    .where("sourceGone", "=", false)
    .where(sql<boolean>`returned_cents + disputed_cents < cents`)
    .orderBy("begunAt", "desc")
    .orderBy("id", "desc")
    .limit(SOURCES_MAX)
    .execute();
}

/** Deposits of this wallet that nobody has told the end of. */
export function listBegun(db: Db, bookId: string): Promise<DepositRow[]> {
  return db
    .selectFrom("money.deposit")
    .selectAll()
    .where("bookId", "=", bookId)
    .where("state", "=", "begun")
    .orderBy("id", "desc")
    .limit(SHOWN_MAX)
    .execute();
}

/** Deposits about which this processor is to be asked by now, those that wait longest first. */
export function listToAsk(db: Db, now: Temporal.Instant, way: DepositRow["way"], limit: number): Promise<DepositRow[]> {
  return db
    .selectFrom("money.deposit")
    .selectAll()
    .where("state", "=", "begun")
    .where("way", "=", way)
    .where("askAt", "<=", now)
    .orderBy("askAt")
    .limit(limit)
    .execute();
}

/** Whether it is the first with its id. */
export async function insertRequest(trx: Trx, row: RefundRequestRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("money.refundRequest")
    .values(row)
    .onConflict((on) => on.column("id").doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export function findRequest(db: Db, id: string): Promise<RefundRequestRow | undefined> {
  return db.selectFrom("money.refundRequest").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function insertRefund(trx: Trx, row: RefundRow): Promise<void> {
  await trx.insertInto("money.refund").values(row).execute();
}

export function findRefund(db: Db, id: string): Promise<RefundRow | undefined> {
  return db.selectFrom("money.refund").selectAll().where("id", "=", id).executeTakeFirst();
}

export function lockRefund(trx: Trx, id: string): Promise<RefundRow | undefined> {
  return trx.selectFrom("money.refund").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export async function updateRefund(trx: Trx, id: string, change: Updateable<RefundRow>): Promise<void> {
  await trx.updateTable("money.refund").set(change).where("id", "=", id).execute();
}

export function listRefundsOf(db: Db, requestId: string): Promise<RefundRow[]> {
  return db.selectFrom("money.refund").selectAll().where("requestId", "=", requestId).orderBy("id").limit(SOURCES_MAX).execute();
}

/** Refunds that no processor has answered, begun by then, the oldest first. */
export function listWaitingRefunds(db: Db, begunBy: Temporal.Instant, limit: number): Promise<RefundRow[]> {
  return db
    .selectFrom("money.refund")
    .selectAll()
    .where("state", "=", "begun")
    .where("begunAt", "<=", begunBy)
    .orderBy("begunAt")
    .limit(limit)
    .execute();
}

export async function insertPayout(trx: Trx, row: PayoutRow): Promise<void> {
  await trx.insertInto("money.payout").values(row).execute();
}

export function listPayoutsOf(db: Db, requestId: string): Promise<PayoutRow[]> {
  return db.selectFrom("money.payout").selectAll().where("requestId", "=", requestId).orderBy("id").limit(SHOWN_MAX).execute();
}

/**
 * Who sees to a payout of somebody outside: where the resident whom they are connected with is, or was last; where they know nobody, the first facility of a
 * server that serves one agency. Their name and address are for no other agency.
 */
export async function findFacilityOfContact(db: Db, contactId: string): Promise<{ agencyId: string; facilityId: string } | undefined> {
  const { rows } = await sql<{ agencyId: string; facilityId: string }>`
    select c.agency_id, last.facility_id from contacts.card c
    join lateral (select s.facility_id, s.released_at is null as is_here from residents.stay s
      where s.resident_id = c.resident_id order by s.admitted_at desc, s.id desc limit 1) last on true
    where c.contact_id = ${contactId}
    order by last.is_here desc, c.status in ('approved', 'auto_approved') desc, c.connection_id desc limit 1`.execute(db);
  if (rows[0]) return rows[0];
  return db
    .selectFrom("facilities.facility")
    .select(["agencyId", "id as facilityId"])
    .where(sql<boolean>`(select count(distinct agency_id) from facilities.facility) = 1`)
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
}
