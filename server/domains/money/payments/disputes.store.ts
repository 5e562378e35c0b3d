import { sql, type Updateable } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { DisputeRow } from "./payments.tables.ts";

const DISPUTES_MAX = 100;

export function findDispute(db: Db, processorId: string): Promise<DisputeRow | undefined> {
  return db.selectFrom("money.dispute").selectAll().where("processorId", "=", processorId).executeTakeFirst();
}

/** Disputes of one deposit: one, or a few where a bank took parts. */
export function listDisputesOf(db: Db, depositId: string): Promise<DisputeRow[]> {
  return db.selectFrom("money.dispute").selectAll().where("depositId", "=", depositId).orderBy("id").limit(DISPUTES_MAX).execute();
}

/** Those of these disputes that we have heard of. */
export function listKnown(db: Db, processorIds: readonly string[]): Promise<DisputeRow[]> {
  if (processorIds.length === 0) return Promise.resolve([]);
  return db.selectFrom("money.dispute").selectAll().where("processorId", "in", processorIds).execute();
}

/** Disputes opened before that nobody has told the end of; first those that were asked for longest ago, or never. */
export function listOpen(db: Db, before: Temporal.Instant, limit: number): Promise<DisputeRow[]> {
  return db
    .selectFrom("money.dispute")
    .selectAll()
    .where("state", "=", "open")
    .where("openedAt", "<", before)
    .orderBy("askedAt", (by) => by.asc().nullsFirst())
    .orderBy("openedAt")
    .limit(limit)
    .execute();
}

export async function insertDispute(trx: Trx, row: DisputeRow): Promise<void> {
  await trx.insertInto("money.dispute").values(row).execute();
}

export async function updateDispute(trx: Trx, id: string, change: Pick<Updateable<DisputeRow>, "state" | "endedAt">): Promise<void> {
  await trx.updateTable("money.dispute").set(change).where("id", "=", id).execute();
}

/** Writes down when it was asked for by its name. */
export async function noteAsked(db: Db, id: string, at: Temporal.Instant): Promise<void> {
  await db.updateTable("money.dispute").set({ askedAt: at }).where("id", "=", id).execute();
}

/**
 * Marks what is kept of a wallet, so that the dispute has its part of it once it is let go; of whoever was given it, with the gifts by which it came, the depositor's own
 * first, and how much of it at most.
 */
export async function claim(
  trx: Trx,
  disputeId: string,
  bookId: string,
  gifts: { path: readonly string[]; atMostCents: number } | null = null,
): Promise<void> {
  await sql`select money.claim(${disputeId}, ${bookId}, ${gifts?.path ?? []}::uuid[], ${gifts?.atMostCents ?? null})`.execute(trx);
}

/** From here to the end of the transaction nothing else moves in this wallet. */
export async function holdStill(trx: Trx, bookId: string): Promise<void> {
  await sql`select money.hold_still(${bookId})`.execute(trx);
}

export interface Awaited {
  disputeId: string;
  path: string[];
  /** What of the disputed money is there now. */
  leftCents: number;
}

/** Disputes that wait for money which somebody was given by this gift of somebody who had been given it themselves. */
export async function listAwaiting(db: Db, giftId: string): Promise<Awaited[]> {
  const { rows } = await sql<Awaited>`
    select c.dispute_id, c.path, money.left_of(c.path) as left_cents from money.dispute_claim c join money.dispute d on d.id = c.dispute_id
    where c.path[cardinality(c.path)] = ${giftId} and cardinality(c.path) > 1 and c.at_most_cents > 0 and d.owed_cents > 0
    group by d.opened_at, c.dispute_id, c.path order by d.opened_at, c.dispute_id, c.path`.execute(db);
  return rows;
}

/** A gift that a dispute waited for came back to whoever had passed it on: the dispute has its part of that first. */
export async function recoverPassed(trx: Trx, { disputeId, path, leftCents }: Awaited, at: Temporal.Instant): Promise<void> {
  await sql`select money.recover_passed(${disputeId}, ${path}::uuid[], ${leftCents}, ${at})`.execute(trx);
}

/** Says how much more of a dispute's written off part may be taken of money that was there before it; null: none any more. Answers how it stands then. */
export async function owe(
  trx: Trx,
  disputeId: string,
  moreCents: number | null,
): Promise<{ fromWalletCents: number; writtenOffCents: number }> {
  const { rows } = await sql<{
    fromWalletCents: number;
    writtenOffCents: number;
  }>`select * from money.owe(${disputeId}, ${moreCents})`.execute(trx);
  return rows[0]!;
}

/** Money that was in a wallet at an instant is in it again: disputes that were opened since have their part of it first. Answers how much that was. */
export async function recoverBack(
  trx: Trx,
  bookId: string,
  cents: number,
  wasThere: Temporal.Instant,
  at: Temporal.Instant,
): Promise<number> {
  const { rows } = await sql<{ cents: number }>`select money.recover_back(${bookId}, ${cents}, ${wasThere}, ${at}) as cents`.execute(trx);
  return rows[0]!.cents;
}

/** Whether a dispute waits for what a reserve lets go. */
export const isClaimed = async (db: Db, reserveId: string): Promise<boolean> => (await listClaimed(db, [reserveId])).size > 0;

/** Of these reserves those that a dispute waits for. */
export async function listClaimed(db: Db, reserveIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ reserveId: string }>`
    select c.reserve_id from money.dispute_claim c join money.dispute d on d.id = c.dispute_id
    where c.reserve_id = any (${[...reserveIds]}::uuid[]) and d.owed_cents > 0 and coalesce(c.at_most_cents, 1) > 0`.execute(db);
  return new Set(rows.map(({ reserveId }) => reserveId));
}
