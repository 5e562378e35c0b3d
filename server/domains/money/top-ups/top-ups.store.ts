import { sql, type Updateable } from "kysely";
import type { DepositWay } from "#server/domains/money/payments/payments.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";
import type { SavedCardRow, TopUpRow, TopUpTable } from "./top-ups.tables.ts";

export function findCard(db: Db, bookId: string): Promise<SavedCardRow | undefined> {
  return db.selectFrom("money.savedCard").selectAll().where("bookId", "=", bookId).executeTakeFirst();
}

/** Writes down the card that a wallet keeps, in place of what stood there. */
export async function putCard(trx: Trx, row: SavedCardRow): Promise<void> {
  const { bookId: _, contactId: __, ...change } = row;
  await trx
    .insertInto("money.savedCard")
    .values(row)
    .onConflict((on) => on.column("bookId").doUpdateSet(change))
    .execute();
}

export async function noteDisputed(trx: Trx, bookId: string, at: Temporal.Instant): Promise<void> {
  await trx.updateTable("money.savedCard").set({ disputedAt: at }).where("bookId", "=", bookId).execute();
}

/** Remembers a card of this wallet whose bank took something back, however often it is entered again. */
export async function rememberDisputed(trx: Trx, row: { id: string; bookId: string; cardCode: string; disputedAt: Temporal.Instant }) {
  await trx
    .insertInto("money.disputedCard")
    .values(row)
    .onConflict((on) => on.columns(["bookId", "cardCode"]).doNothing())
    .execute();
}

/** Since when a card of this wallet is disputed; undefined for one that never was. */
export async function disputedSince(db: Db, bookId: string, cardCode: string): Promise<Temporal.Instant | undefined> {
  const row = await db
    .selectFrom("money.disputedCard")
    .select("disputedAt")
    .where("bookId", "=", bookId)
    .where("cardCode", "=", cardCode)
    .executeTakeFirst();
  return row?.disputedAt;
}

/** With it goes the rule that it pays for. */
export async function deleteCard(trx: Trx, bookId: string): Promise<void> {
  await trx.deleteFrom("money.savedCard").where("bookId", "=", bookId).execute();
}

export function findTopUp(db: Db, bookId: string): Promise<TopUpRow | undefined> {
  return db.selectFrom("money.topUp").selectAll().where("bookId", "=", bookId).executeTakeFirst();
}

/** Writes down what the owner chose, in place of what stood there. */
export async function putTopUp(trx: Trx, row: TopUpRow): Promise<void> {
  const { bookId: _, ...change } = row;
  await trx
    .insertInto("money.topUp")
    .values(row)
    .onConflict((on) => on.column("bookId").doUpdateSet(change))
    .execute();
}

export async function updateTopUp(trx: Trx, bookId: string, change: Updateable<TopUpTable>): Promise<void> {
  await trx.updateTable("money.topUp").set(change).where("bookId", "=", bookId).execute();
}

export async function deleteTopUp(trx: Trx, bookId: string): Promise<void> {
  await trx.deleteFrom("money.topUp").where("bookId", "=", bookId).execute();
}

/**
 * Wallets in which too little is free, whose rule runs with a card of this processor, for which nothing is on its way (but for the deposit that is asked
 * about), and whose owner has an account and somebody to talk to: a connection that holds, with a resident who is here, and that nobody has banned. One of
 * them, or so many.
 */
export async function listDue(
  db: Db,
  now: Temporal.Instant,
  way: DepositWay,
  of: { bookId: string; besidesId?: string } | { limit: number },
): Promise<string[]> {
  const besides = "bookId" in of && of.besidesId ? sql`and d.id <> ${of.besidesId}` : sql``;
  const { rows } = await sql<{ bookId: string }>`
    select t.book_id from money.top_up t
    join money.saved_card c on c.book_id = t.book_id
    join money.book b on b.id = t.book_id
    join contacts.contact p on p.id = c.contact_id
    join identity.account_card a on a.account_id = p.account_id
    where t.stopped_why is null and (t.rests_until is null or t.rests_until <= ${now})
      and c.way = ${way} and c.disputed_at is null and p.closed_at is null and a.email_confirmed
      and b.cents - b.reserved_cents < t.below_cents
      and not exists (select from money.deposit d where d.book_id = t.book_id and d.automatic and d.state = 'begun' ${besides})
      and exists (select from contacts.card k where k.contact_id = c.contact_id and k.stay_id is not null and k.status in ('approved', 'auto_approved')
        and not exists (select from contacts.restriction r where r.connection_id = k.connection_id and r.kind in ('banned', 'no_contact')
          and r.lifted_at is null and r.starts_at <= ${now} and (r.ends_at is null or r.ends_at > ${now})))
      ${"bookId" in of ? sql`and t.book_id = ${of.bookId}` : sql`order by t.book_id limit ${of.limit}`}`.execute(db);
  return rows.map(({ bookId }) => bookId);
}

/** What was added by itself to a wallet in a span of time: also what is on its way, since it may arrive. */
export async function addedBetween(
  db: Db,
  bookId: string,
  { from, until }: { from: Temporal.Instant; until: Temporal.Instant },
): Promise<number> {
  const { rows } = await sql<{ cents: number }>`
    select coalesce(sum(d.cents), 0)::bigint as cents from money.deposit d
    where d.book_id = ${bookId} and d.automatic and d.state <> 'failed' and d.begun_at >= ${from} and d.begun_at < ${until}`.execute(db);
  return rows[0]!.cents;
}

/** What a kept card paid by its owner's tap since then, but for this one: also what is on its way, since it may arrive. */
export async function paidByHandSince(db: Db, bookId: string, since: Temporal.Instant, besidesId: string | null): Promise<number> {
  const { rows } = await sql<{ cents: number }>`
    select coalesce(sum(d.cents), 0)::bigint as cents from money.deposit d
    where d.book_id = ${bookId} and d.customer_id is not null and not d.automatic and d.state <> 'failed' and d.begun_at > ${since}
      and d.id is distinct from ${besidesId}::uuid`.execute(db);
  return rows[0]!.cents;
}

/** The account of somebody who has not left. */
export async function accountOf(db: Db, contactId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("contacts.contact")
    .select("accountId")
    .where("id", "=", contactId)
    .where("closedAt", "is", null)
    .executeTakeFirst();
  return row?.accountId;
}

/** Whether something is being taken of this card, of which nobody knows the end. */
export async function isBeingCharged(db: Db, customerId: string): Promise<boolean> {
  const { rows } = await sql<{ is: boolean }>`
    select exists (select from money.deposit d where d.state = 'begun' and d.customer_id = ${customerId}) as "is"`.execute(db);
  return rows[0]!.is;
}

/** Wallets whose card is no good any more, or whose owner has closed their account. */
export async function listGone(db: Db, now: Temporal.Instant, limit: number): Promise<string[]> {
  const rows = await db.selectFrom("money.keepSavedCard").select("id").where("since", "<=", now).orderBy("id").limit(limit).execute();
  return rows.map(({ id }) => id);
}
