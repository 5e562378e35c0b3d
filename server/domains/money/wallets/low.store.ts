import { sql } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";

interface LowTable {
  bookId: string;
  accountId: string;
  belowCents: number;
  told: boolean;
  chosenAt: Temporal.Instant;
}
declare module "#server/platform/database.ts" {
  interface Schema {
    "money.lowNotice": LowTable;
  }
}

/** Below which sum the owner of a wallet wants a letter; undefined where they want none. */
export function findLow(db: Db, bookId: string): Promise<LowTable | undefined> {
  return db.selectFrom("money.lowNotice").selectAll().where("bookId", "=", bookId).executeTakeFirst();
}

/** Writes down what the owner chose, in place of what stood there. */
export async function putLow(trx: Trx, row: LowTable): Promise<void> {
  const { bookId: _, ...change } = row;
  await trx
    .insertInto("money.lowNotice")
    .values(row)
    .onConflict((on) => on.column("bookId").doUpdateSet(change))
    .execute();
}

export async function deleteLow(trx: Trx, bookId: string): Promise<void> {
  await trx.deleteFrom("money.lowNotice").where("bookId", "=", bookId).execute();
}

/** Wallets that have fallen below what their owners chose and were not told, or have risen above it again. */
export async function listLow(db: Db, limit: number): Promise<{ bookId: string; accountId: string; contactId: string; isLow: boolean }[]> {
  const { rows } = await sql<{ bookId: string; accountId: string; contactId: string; isLow: boolean }>`
    select l.book_id, l.account_id, b.contact_id, b.cents - b.reserved_cents < l.below_cents as is_low
    from money.low_notice l join money.book b on b.id = l.book_id
    where l.told <> (b.cents - b.reserved_cents < l.below_cents) order by l.book_id limit ${limit}`.execute(db);
  return rows;
}

export async function noteTold(trx: Trx, bookId: string, told: boolean): Promise<void> {
  await trx.updateTable("money.lowNotice").set({ told }).where("bookId", "=", bookId).execute();
}
