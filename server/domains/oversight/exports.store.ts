import type { Insertable, Selectable, Updateable } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { RecordExportTable } from "./oversight.tables.ts";

export type RecordExportRow = Selectable<RecordExportTable>;

const EXPORTS_MAX = 500;
/** More rows of one kind than one person's record here can have; beyond it the file says so instead of leaving some out unseen. */
export const LINES_MAX = 50_000;

/** Adds what was asked for, once per id; tells whether it did. */
export async function insertExport(trx: Trx, row: Insertable<RecordExportTable>): Promise<boolean> {
  const added = await trx
    .insertInto("oversight.recordExport")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  return added !== undefined;
}

export function findExport(db: Db, facilityId: string, id: string): Promise<RecordExportRow | undefined> {
  return db.selectFrom("oversight.recordExport").selectAll().where("facilityId", "=", facilityId).where("id", "=", id).executeTakeFirst();
}

export function lockExport(trx: Trx, id: string): Promise<RecordExportRow | undefined> {
  return trx.selectFrom("oversight.recordExport").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** What was asked for at a facility, newest first, with the names of today. */
export function listExports(db: Db, facilityId: string) {
  return db
    .selectFrom("oversight.recordExport as export")
    .innerJoin("residents.resident as resident", "resident.id", "export.residentId")
    .leftJoin("identity.staff_name as staff", "staff.accountId", "export.askedBy")
    .select([
      "export.id",
      "export.residentId",
      "export.purpose",
      "export.basis",
      "export.status",
      "export.madeAt",
      "export.keepUntil",
      "export.sha256",
    ])
    .select(["resident.givenName", "resident.familyName", "staff.name as askedByName"])
    .where("export.facilityId", "=", facilityId)
    .orderBy("export.madeAt", "desc")
    .limit(EXPORTS_MAX)
    .execute();
}

/** Files whose day is over. */
export function listOver(db: Db, now: Temporal.Instant, limit: number): Promise<RecordExportRow[]> {
  const over = db.selectFrom("oversight.recordExport").selectAll().where("keepUntil", "<=", now);
  return over.orderBy("keepUntil").limit(limit).execute();
}

export async function updateExport(trx: Trx, id: string, change: Updateable<RecordExportTable>): Promise<void> {
  await trx.updateTable("oversight.recordExport").set(change).where("id", "=", id).execute();
}

export async function deleteExport(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom("oversight.recordExport").where("id", "=", id).execute();
}

/**
 * All that this facility has of a person, as the other domains publish it. Connections belong to the person and the agency: those that were asked
 * for until the person left here, and no later ones, which are another facility's.
 */
export async function linesOf(db: Db, { facilityId, residentId }: { facilityId: string; residentId: string }) {
  const custody = await db
    .selectFrom("residents.custodyLine")
    .select(["id", "stayId", "bookingNumber", "kind", "unitName", "at"])
    .where("residentId", "=", residentId)
    .where("facilityId", "=", facilityId)
    .orderBy("at")
    .orderBy("id")
    .limit(LINES_MAX)
    .execute();
  const last = custody.at(-1);
  const leftAt = last?.kind === "released" || last?.kind === "transferred_out" ? last.at : undefined;
  const connections = await db
    .selectFrom("contacts.connectionLine")
    .select(["id", "contactId", "givenName", "familyName", "relationship", "status", "reason", "reasonWords", "requestedAt", "decidedAt"])
    .where("residentId", "=", residentId)
    .$if(leftAt !== undefined, (query) => query.where("requestedAt", "<=", leftAt!))
    .orderBy("requestedAt")
    .limit(LINES_MAX)
    .execute();
  const visits = await db
    .selectFrom("visits.visitLine")
    .select(["id", "stayId", "connectionId", "contactId", "givenName", "familyName", "status", "outcome", "cause", "reason", "mode"])
    .select(["roomKind", "startsAt", "endsAt", "madeAt", "endedAt"])
    .where("residentId", "=", residentId)
    .where("facilityId", "=", facilityId)
    .orderBy("startsAt")
    .limit(LINES_MAX)
    .execute();
  const visitIds = visits.map((visit) => visit.id);
  const disclosures =
    visitIds.length === 0
      ? []
      : await db
          .selectFrom("recordings.disclosureLine")
          .select(["id", "visitId", "staffName", "purpose", "basis", "at"])
          .where("facilityId", "=", facilityId)
          .where("visitId", "in", visitIds)
          .orderBy("at")
          .limit(LINES_MAX)
          .execute();
  return { custody, connections, visits, disclosures };
}

/** How the person is written down today. */
export function findPerson(db: Db, agencyId: string, residentId: string) {
  return db
    .selectFrom("residents.resident")
    .select(["id", "givenName", "familyName", "birthDate"])
    .where("agencyId", "=", agencyId)
    .where("id", "=", residentId)
    .executeTakeFirst();
}
