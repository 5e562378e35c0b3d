import { type Insertable, sql } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";

const PAIRS_MAX = 500;

export interface ContactKeepApartTable {
  id: string;
  agencyId: string;
  residentId: string;
  contactId: string;
  facilityId: string;
  source: "court_order" | "staff_report" | "asked_by_person" | "investigation";
  words: string | null;
  fromDay: string;
  untilDay: string | null;
  madeAt: Temporal.Instant;
  madeBy: string | null;
  endedAt: Temporal.Instant | null;
  endedBy: string | null;
}

declare module "#server/platform/database.ts" {
  interface Schema {
    "contacts.keep_apart": ContactKeepApartTable;
  }
}

export function listSpans(db: Db, residentId: string, contactId: string) {
  return db
    .selectFrom("contacts.keep_apart")
    .select(["fromDay", "untilDay"])
    .where("residentId", "=", residentId)
    .where("contactId", "=", contactId)
    .where("endedAt", "is", null)
    .limit(PAIRS_MAX)
    .execute();
}

export function listKeptApart(db: Db, residentId: string) {
  return db
    .selectFrom("contacts.keep_apart as k")
    .innerJoin("contacts.contact as p", "p.id", "k.contactId")
    .select(["k.id", "k.source", "k.words", "k.fromDay", "k.untilDay", "k.madeAt"])
    .select(sql<string>`p.given_name || ' ' || p.family_name`.as("otherName"))
    .where("k.residentId", "=", residentId)
    .where("k.endedAt", "is", null)
    .orderBy("k.madeAt", "desc")
    .limit(PAIRS_MAX)
    .execute();
}

/** The contact of a connection of this resident, whatever became of it. */
export async function contactOfConnection(db: Db, connectionId: string, residentId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("contacts.connection")
    .select("contactId")
    .where("id", "=", connectionId)
    .where("residentId", "=", residentId)
    .executeTakeFirst();
  return row?.contactId;
}

export function findKeepApart(db: Db, id: string) {
  return db.selectFrom("contacts.keep_apart").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function insertKeepApart(trx: Trx, row: Omit<Insertable<ContactKeepApartTable>, "endedAt" | "endedBy">): Promise<void> {
  await trx
    .insertInto("contacts.keep_apart")
    .values({ ...row, endedAt: null, endedBy: null })
    .execute();
}

export async function endKeepApart(trx: Trx, id: string, end: { endedAt: Temporal.Instant; endedBy: string | null }): Promise<boolean> {
  const done = await trx.updateTable("contacts.keep_apart").set(end).where("id", "=", id).where("endedAt", "is", null).executeTakeFirst();
  return done.numUpdatedRows > 0n;
}
