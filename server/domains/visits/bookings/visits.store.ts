import { type Insertable, type Selectable, sql } from "kysely";
import type { VisitTable } from "#server/domains/visits/visits.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";

export type VisitRow = Selectable<VisitTable>;

export function findVisit(db: Db, id: string): Promise<VisitRow | undefined> {
  return db.selectFrom("visits.visit").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Whether a visit will be cancelled by itself unless staff decide otherwise: its resident has been released or transferred. */
export async function isEnding(db: Db, id: string): Promise<boolean> {
  const flag = await db
    .selectFrom("visits.flag")
    .select("id")
    .where("visitId", "=", id)
    .where("resolvedAt", "is", null)
    .where("cancelsAt", "is not", null)
    .limit(1)
    .executeTakeFirst();
  return flag !== undefined;
}

/** The visit, kept from changing until the transaction ends. */
export function lockVisit(trx: Trx, id: string): Promise<VisitRow | undefined> {
  return trx.selectFrom("visits.visit").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** Whether these two have been connected in a visit before. */
export async function haveTalked(db: Db, connectionId: string): Promise<boolean> {
  const visit = await db
    .selectFrom("visits.visit as v")
    .innerJoin("visits.connected_interval as i", "i.visitId", "v.id")
    .select("v.id")
    .where("v.connectionId", "=", connectionId)
    .limit(1)
    .executeTakeFirst();
  return visit !== undefined;
}

export async function insertVisit(trx: Trx, row: Insertable<VisitTable>): Promise<void> {
  await trx.insertInto("visits.visit").values(row).execute();
}

/** Calls a visit off; false where its status is none of `from`. */
export async function cancelVisit(
  trx: Trx,
  id: string,
  from: readonly VisitRow["status"][],
  end: { status: "cancelled"; outcome: VisitRow["outcome"]; cause: VisitRow["cause"]; reason: string | null; endedAt: Temporal.Instant },
): Promise<boolean> {
  const changed = await trx.updateTable("visits.visit").set(end).where("id", "=", id).where("status", "in", from).executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/** Puts a visit at another station, with the claim that takes it. */
export async function moveVisit(trx: Trx, id: string, to: { stationId: string; claimId: string }): Promise<void> {
  await trx.updateTable("visits.visit").set(to).where("id", "=", id).execute();
}

/** How many visits of this resident with one of these statuses there are on each day, from one day through another. */
export async function countByDay(
  db: Db,
  residentId: string,
  statuses: readonly VisitRow["status"][],
  days: { from: string; through: string },
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom("visits.visit")
    .select(["localDay", sql<number>`count(*)::int`.as("visits")])
    .where("residentId", "=", residentId)
    .where("localDay", ">=", days.from)
    .where("localDay", "<=", days.through)
    .where("status", "in", statuses)
    .groupBy("localDay")
    .execute();
  return new Map(rows.map((row) => [row.localDay, row.visits]));
}

/** The account that a contact signs in with. */
export function findAccount(db: Db, contactId: string): Promise<{ accountId: string }> {
  return db.selectFrom("contacts.card").select("accountId").where("contactId", "=", contactId).limit(1).executeTakeFirstOrThrow();
}

/** Hangs a visit and its place on another stay of the same resident. */
export async function moveToStay(trx: Trx, visit: { id: string; claimId: string }, stayId: string): Promise<void> {
  await trx.updateTable("visits.visit").set({ stayId }).where("id", "=", visit.id).execute();
  await trx.updateTable("visits.claim").set({ stayId }).where("id", "=", visit.claimId).execute();
}
