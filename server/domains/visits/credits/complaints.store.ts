import { type Insertable, type Selectable, sql } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { ComplaintTable } from "./credits.tables.ts";

export type ComplaintRow = Selectable<ComplaintTable>;
const WAITING_MAX = 200;

/** Whether it is the first of this side of its visit. */
export async function insertComplaint(trx: Trx, row: Insertable<ComplaintTable>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("visits.complaint")
    .values(row)
    .onConflict((on) => on.columns(["visitId", "side"]).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export function findComplaint(db: Db | Trx, id: string): Promise<ComplaintRow | undefined> {
  return db.selectFrom("visits.complaint").selectAll().where("id", "=", id).executeTakeFirst();
}

/** What one side, or each, said of a visit. */
export function listComplaints(db: Db | Trx, visitId: string): Promise<ComplaintRow[]> {
  return db.selectFrom("visits.complaint").selectAll().where("visitId", "=", visitId).orderBy("saidAt").execute();
}

/** A complaint of this facility, kept from changing until the transaction ends. */
export function lockComplaint(trx: Trx, facilityId: string, id: string): Promise<ComplaintRow | undefined> {
  return trx
    .selectFrom("visits.complaint")
    .selectAll()
    .where("facilityId", "=", facilityId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
}

export async function answerComplaint(
  trx: Trx,
  id: string,
  answer: Pick<ComplaintRow, "decidedAt" | "decidedBy" | "decision" | "reason" | "cents">,
): Promise<void> {
  await trx.updateTable("visits.complaint").set(answer).where("id", "=", id).where("decidedAt", "is", null).execute();
}

/** Who waits for an answer at a facility, the soonest due first. */
export function listWaiting(db: Db, facilityId: string) {
  return db
    .selectFrom("visits.complaint as c")
    .innerJoin("visits.visit as v", "v.id", "c.visitId")
    .innerJoin("contacts.card as pair", "pair.connectionId", "v.connectionId")
    .leftJoin("visits.credit_decision as d", "d.visitId", "c.visitId")
    .selectAll("c")
    .select(["v.startsAt", "v.timeZone", "pair.residentName", "d.causes"])
    .select(sql<string>`pair.contact_given_name || ' ' || pair.contact_family_name`.as("contactName"))
    .where("c.facilityId", "=", facilityId)
    .where("c.dueAt", "is not", null)
    .where("c.decidedAt", "is", null)
    .orderBy("c.dueAt")
    .orderBy("c.id")
    .limit(WAITING_MAX)
    .execute();
}
