import { sql } from "kysely";
import type { DeliveryRow } from "#server/domains/notifications/notifications.store.ts";
import type { Locale } from "#server/platform/context.ts";
import type { Db } from "#server/platform/database.ts";

/** Where a letter's subject is: one facility, or, for what moves with a resident, its agency. */
export type Where = { facilityId: string } | { agencyId: string };

/** With the time of its last step; one from before steps were written down has none. */
export type LoggedRow = DeliveryRow & { lastAt: Temporal.Instant | null };

/** One page of what was sent to an account, newest first. */
export function listOf(db: Db, accountId: string, page: { limit: number; after?: string | undefined }): Promise<LoggedRow[]> {
  let query = logged(db).where("delivery.accountId", "=", accountId);
  if (page.after !== undefined) query = query.where("delivery.id", "<", page.after);
  return query.orderBy("delivery.id", "desc").limit(page.limit).execute();
}

/** What was sent about one thing at a facility, or in a whole agency, newest first. */
export function listAbout(db: Db, where: Where, subjectId: string, limit: number): Promise<LoggedRow[]> {
  return at(logged(db), where).where("delivery.subjectId", "=", subjectId).orderBy("delivery.id", "desc").limit(limit).execute();
}

/** One of an account's own letters. */
export function findOwn(db: Db, accountId: string, id: string): Promise<DeliveryRow | undefined> {
  return db.selectFrom("notifications.delivery").selectAll().where("id", "=", id).where("accountId", "=", accountId).executeTakeFirst();
}

/** One letter about something at a facility, or in a whole agency. */
export function findAbout(db: Db, where: Where, id: string): Promise<LoggedRow | undefined> {
  return at(logged(db), where).where("delivery.id", "=", id).executeTakeFirst();
}

/** Of which letter another is a repetition; undefined where there is none with this id. */
export function findRepeated(db: Db, id: string): Promise<Pick<DeliveryRow, "againOf"> | undefined> {
  return db.selectFrom("notifications.delivery").select("againOf").where("id", "=", id).executeTakeFirst();
}

/** Whether the newest letter of which we know how it went came back. */
export async function isComingBack(db: Db, accountId: string): Promise<boolean> {
  const newest = await db
    .selectFrom("notifications.delivery")
    .select("status")
    .where("accountId", "=", accountId)
    .where("status", "in", ["sent", "delivered", "bounced"])
    .orderBy("sentAt", (order) => order.desc().nullsLast())
    .limit(1)
    .executeTakeFirst();
  return newest?.status === "bounced";
}

/** The language of an account; undefined where there is no such account. */
export async function findLocale(db: Db, accountId: string): Promise<Locale | undefined> {
  const row = await db.selectFrom("identity.accountCard").select("locale").where("accountId", "=", accountId).executeTakeFirst();
  return row?.locale;
}

function at(query: ReturnType<typeof logged>, where: Where) {
  return "agencyId" in where
    ? query.where("delivery.agencyId", "=", where.agencyId)
    : query.where("delivery.facilityId", "=", where.facilityId);
}

function logged(db: Db) {
  const lastAt = sql<Temporal.Instant | null>`(select max(at) from notifications.delivery_event event where event.delivery_id = delivery.id)`;
  return db.selectFrom("notifications.delivery as delivery").selectAll("delivery").select(lastAt.as("lastAt"));
}
