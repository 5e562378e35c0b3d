import { sql } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { Difference, OurLine, PayoutHeld, TheirLine } from "./reconcile.rules.ts";

interface PayoutRow {
  id: string;
  cents: number;
  arrivesAt: Temporal.Instant;
  readAt: Temporal.Instant;
}
interface LineRow extends Omit<TheirLine, "payoutId"> {
  payoutId: string;
  sourceId: string | null;
}
interface RunRow {
  id: string;
  at: Temporal.Instant;
  theirs: number;
  ours: number;
}
declare module "#server/platform/database.ts" {
  interface Schema {
    "money.processorPayout": PayoutRow;
    "money.processorLine": LineRow;
    "money.reconciliation": RunRow;
    "money.reconciledPayout": PayoutHeld & { runId: string };
    "money.reconciledDifference": Difference & { runId: string; place: number };
  }
}

const LINES_MAX = 100_000;

/** Whether it is the first time that this statement is written down. */
export async function insertStatement(trx: Trx, payout: PayoutRow, lines: readonly LineRow[]): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("money.processorPayout")
    .values(payout)
    .onConflict((on) => on.column("id").doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) return false;
  if (lines.length > 0)
    await trx
      .insertInto("money.processorLine")
      .values([...lines])
      .execute();
  return true;
}

/** Which of these statements have been written down. */
export async function knownOf(db: Db, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db.selectFrom("money.processorPayout").select("id").where("id", "in", ids).execute();
  return new Set(rows.map(({ id }) => id));
}

/** Every line of every statement. */
export function listTheirs(db: Db): Promise<LineRow[]> {
  return db.selectFrom("money.processorLine").selectAll().orderBy("id").limit(LINES_MAX).execute();
}

/** Our own movements by card that ended before an instant, as the processor's statement would say them. */
export async function listOurs(db: Db, before: Temporal.Instant): Promise<OurLine[]> {
  const { rows } = await sql<OurLine>`
    select d.id, 'deposit' as kind, d.processor_id, d.cents from money.deposit d
    where d.way = 'stripe' and d.state = 'taken' and d.ended_at < ${before}
    union all
    select r.id, 'refund', r.processor_id, -r.cents from money.refund r join money.deposit d on d.id = r.deposit_id
    where d.way = 'stripe' and r.state = 'done' and r.ended_at < ${before} and r.processor_id is not null
    union all
    select p.id, k.kind, p.processor_id, case k.kind when 'dispute' then -p.cents else p.cents end
    from money.dispute p join money.deposit d on d.id = p.deposit_id cross join (values ('dispute'), ('dispute_won')) k (kind)
    where d.way = 'stripe' and case k.kind when 'dispute' then p.opened_at < ${before} else p.state = 'won' and p.ended_at < ${before} end
    order by 1 limit ${LINES_MAX}`.execute(db);
  return rows;
}

/** Every payout whose statement was read. */
export function listPayouts(db: Db): Promise<PayoutRow[]> {
  return db.selectFrom("money.processorPayout").selectAll().orderBy("arrivesAt", "desc").orderBy("id").limit(LINES_MAX).execute();
}

const WRITTEN_AT_ONCE = 1000;

/** Keeps what a look found, and nothing of those before it. */
export async function replaceRun(
  trx: Trx,
  run: RunRow,
  { payouts, differences }: { payouts: readonly PayoutHeld[]; differences: readonly Difference[] },
): Promise<void> {
  await trx.deleteFrom("money.reconciliation").execute();
  await trx.insertInto("money.reconciliation").values(run).execute();
  for (let from = 0; from < payouts.length; from += WRITTEN_AT_ONCE) {
    const rows = payouts.slice(from, from + WRITTEN_AT_ONCE).map((row) => ({ ...row, runId: run.id }));
    await trx.insertInto("money.reconciledPayout").values(rows).execute();
  }
  for (let from = 0; from < differences.length; from += WRITTEN_AT_ONCE) {
    const rows = differences.slice(from, from + WRITTEN_AT_ONCE).map((row, at) => ({ ...row, runId: run.id, place: from + at }));
    await trx.insertInto("money.reconciledDifference").values(rows).execute();
  }
}

/** The last look there was. */
export function findRun(db: Db): Promise<RunRow | undefined> {
  return db.selectFrom("money.reconciliation").selectAll().orderBy("at", "desc").limit(1).executeTakeFirst();
}

/** What it made of each payout, the newest first. */
export function listHeld(db: Db, runId: string, limit: number): Promise<(PayoutHeld & { cents: number; arrivesAt: Temporal.Instant })[]> {
  return db
    .selectFrom("money.reconciledPayout as r")
    .innerJoin("money.processorPayout as p", "p.id", "r.payoutId")
    .select(["r.payoutId", "r.lines", "r.feeCents", "r.ourCents", "r.differences", "p.cents", "p.arrivesAt"])
    .where("r.runId", "=", runId)
    .orderBy("p.arrivesAt", "desc")
    .orderBy("p.id")
    .limit(limit)
    .execute();
}

export function listFound(db: Db, runId: string, limit: number): Promise<Difference[]> {
  return db
    .selectFrom("money.reconciledDifference")
    .select(["what", "kind", "payoutId", "processorId", "ourId", "theirCents", "ourCents"])
    .where("runId", "=", runId)
    .orderBy("place")
    .limit(limit)
    .execute();
}

/** How many agencies this server serves. */
export async function countAgencies(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from facilities.agency`.execute(db);
  return rows[0]!.count;
}
