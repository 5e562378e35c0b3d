import { sql, type Updateable } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { CameIn, WentOut } from "./gifts.rules.ts";
import type { GiftRow, GiftTable, NewGift } from "./gifts.tables.ts";

const SHOWN_MAX = 50;
const LOTS_MAX = 10_000;
const CALLED_BACK_MAX = 1000;

/** Whether it is the first with its id. */
export async function insertGift(trx: Trx, row: NewGift): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("money.gift")
    .values(row)
    .onConflict((on) => on.column("id").doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export function findGift(db: Db, id: string): Promise<GiftRow | undefined> {
  return db.selectFrom("money.gift").selectAll().where("id", "=", id).executeTakeFirst();
}

export function lockGift(trx: Trx, id: string): Promise<GiftRow | undefined> {
  return trx.selectFrom("money.gift").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export async function updateGift(trx: Trx, id: string, change: Updateable<GiftTable>): Promise<void> {
  await trx.updateTable("money.gift").set(change).where("id", "=", id).execute();
}

/** Gifts that a contact gave, newest first, with the resident's name where it was to one. */
export function listGiven(db: Db, contactId: string): Promise<(GiftRow & { residentName: string | null })[]> {
  return db
    .selectFrom("money.gift as g")
    .selectAll("g")
    .select((eb) =>
      eb
        .selectFrom("contacts.connection as c")
        .innerJoin("residents.card as r", "r.residentId", "c.residentId")
        .select("r.residentName")
        .whereRef("c.id", "=", "g.connectionId")
        .as("residentName"),
    )
    .where("g.fromContactId", "=", contactId)
    .orderBy("g.madeAt", "desc")
    .orderBy("g.id", "desc")
    .limit(SHOWN_MAX)
    .execute();
}

/** Keeps for whose address a gift waits. */
export async function insertAddress(trx: Trx, giftId: string, hash: Buffer): Promise<void> {
  await trx.insertInto("money.giftAddress").values({ giftId, hash }).execute();
}

/** For whose address a gift waits, or waited until lately. */
export async function findAddress(db: Db, giftId: string): Promise<Buffer | undefined> {
  return (await db.selectFrom("money.giftAddress").select("hash").where("giftId", "=", giftId).executeTakeFirst())?.hash;
}

/** Gifts that wait for whoever has the address of this hash. */
export function listWaitingFor(db: Db, addressHash: Buffer, now: Temporal.Instant): Promise<GiftRow[]> {
  return db
    .selectFrom("money.gift as g")
    .innerJoin("money.giftAddress as a", "a.giftId", "g.id")
    .selectAll("g")
    .where("a.hash", "=", addressHash)
    .where("g.state", "=", "waiting")
    .where("g.expiresAt", ">", now)
    .orderBy("g.id")
    .limit(SHOWN_MAX)
    .execute();
}

/** Gifts that nobody took in time. */
export function listExpired(db: Db, now: Temporal.Instant, limit: number): Promise<GiftRow[]> {
  return db
    .selectFrom("money.gift")
    .selectAll()
    .where("state", "=", "waiting")
    .where("expiresAt", "<=", now)
    .orderBy("expiresAt")
    .limit(limit)
    .execute();
}

/** Gifts of which a card's bank may want something back, the newest first. */
export async function listToCallBack(db: Db, fromContactId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("money.gift")
    .select("id")
    .where("fromContactId", "=", fromContactId)
    .where("state", "in", ["waiting", "given"])
    .orderBy("madeAt", "desc")
    .orderBy("id", "desc")
    .limit(CALLED_BACK_MAX)
    .execute();
  return rows.map(({ id }) => id);
}

/** Gifts from a wallet that nobody has taken yet, the newest first. */
export async function listWaitingFrom(db: Db, fromBookId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("money.gift")
    .select("id")
    .where("fromBookId", "=", fromBookId)
    .where("state", "=", "waiting")
    .orderBy("madeAt", "desc")
    .orderBy("id", "desc")
    .limit(CALLED_BACK_MAX)
    .execute();
  return rows.map(({ id }) => id);
}

/** Money of one resident's record that went along with it into another's, as the gift that it is like; undefined where it is none. */
export async function findMoved(db: Db, transferId: string): Promise<GiftRow | undefined> {
  const { rows } = await sql<GiftRow>`
    select t.id, t.from_id as from_book_id, t.to_id as to_book_id, t.cents, 0::bigint as undone_cents, t.at as made_at, 'given' as state
    from money.transfer t join money.book f on f.id = t.from_id join money.book o on o.id = t.to_id
    where t.id = ${transferId} and t.what = 'gift' and f.resident_id is not null and o.resident_id is not null`.execute(db);
  return rows[0];
}

/** Everything that came into a wallet, oldest first, less what its giver took back; and all that left it, oldest first, less what came back of its own gifts. */
export async function lotsOf(db: Db, bookId: string): Promise<{ cameIn: CameIn[]; wentOut: WentOut[] }> {
  const { rows: cameIn } = await sql<CameIn>`select id, cents from money.came_in(${bookId}) order by at, id limit ${LOTS_MAX}`.execute(db);
  const { rows: wentOut } = await sql<WentOut>`
    select case when what = 'gift' then id end as gift_id, cents from money.went_out(${bookId}) order by at, id limit ${LOTS_MAX}`.execute(
    db,
  );
  return { cameIn, wentOut };
}
