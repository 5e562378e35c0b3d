import { sql } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { CashRow } from "./cash.tables.ts";

export type CashView = CashRow & { forName: string; enteredByName: string; decidedByName: string | null };

/** What became of writing it: its id was used before, or its receipt's number. */
export async function insertCash(trx: Trx, row: CashRow): Promise<"done" | "repeated" | "receipt_taken"> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("money.cashEntry")
    .values(row)
    .onConflict((on) => on.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 1n) return "done";
  const known = await trx.selectFrom("money.cashEntry").select("id").where("id", "=", row.id).executeTakeFirst();
  return known ? "repeated" : "receipt_taken";
}

export function lockCash(trx: Trx, facilityId: string, id: string): Promise<CashRow | undefined> {
  return trx
    .selectFrom("money.cashEntry")
    .selectAll()
    .where("facilityId", "=", facilityId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
}

export async function updateCash(trx: Trx, id: string, change: Pick<CashRow, "state" | "decidedBy" | "decidedAt">): Promise<void> {
  await trx.updateTable("money.cashEntry").set(change).where("id", "=", id).execute();
}

export function findCash(db: Db, facilityId: string, id: string): Promise<CashView | undefined> {
  return views(db, facilityId).where("c.id", "=", id).executeTakeFirst();
}

/** What was handed in here, newest first, after the one with this id. */
export function listCash(db: Db, facilityId: string, { after, limit }: { after?: string | undefined; limit: number }): Promise<CashView[]> {
  return views(db, facilityId)
    .$if(after !== undefined, (query) => query.where("c.id", "<", after as string))
    .orderBy("c.id", "desc")
    .limit(limit)
    .execute();
}

/** Somebody outside with this address who is connected with a resident who is here now. */
export async function findContactHere(
  db: Db,
  facilityId: string,
  email: string,
): Promise<{ contactId: string; agencyId: string } | undefined> {
  return db
    .selectFrom("contacts.card as c")
    .innerJoin("identity.accountCard as a", "a.accountId", "c.accountId")
    .select(["c.contactId", "c.agencyId"])
    .where("c.facilityId", "=", facilityId)
    .where("c.status", "in", ["approved", "auto_approved"])
    .where("a.realm", "=", "outside")
    .where("a.email", "=", email)
    .limit(1)
    .executeTakeFirst();
}

const nameOf = (column: string) =>
  sql<string>`coalesce((select s.name from identity.staff_name s where s.account_id = ${sql.ref(column)}), '–')`;

function views(db: Db, facilityId: string) {
  return db
    .selectFrom("money.cashEntry as c")
    .selectAll("c")
    .select([
      sql<string>`coalesce((select r.resident_name from residents.card r where r.resident_id = c.resident_id),
        (select k.contact_given_name || ' ' || k.contact_family_name from contacts.card k where k.contact_id = c.contact_id limit 1), '–')`.as(
        "forName",
      ),
      nameOf("c.entered_by").as("enteredByName"),
      sql<string | null>`case when c.decided_by is null then null else ${nameOf("c.decided_by")} end`.as("decidedByName"),
    ])
    .where("c.facilityId", "=", facilityId);
}
