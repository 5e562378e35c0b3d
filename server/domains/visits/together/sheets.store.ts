import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import { type Alt, PAGES_MAX, SHEETS_MAX, SHELF_MAX } from "#contracts/together.ts";
import { isPartyContact } from "#server/domains/visits/party/index.ts";
import type { Db, Trx } from "#server/platform/database.ts";
import type { TogetherPictureTable, TogetherSheetTable } from "./together.tables.ts";

export type SheetRow = Selectable<TogetherSheetTable>;
export type PictureRow = Selectable<TogetherPictureTable>;
const WAITING_MAX = 100;
const BATCH = 100;

/** The visit as sending and deciding need it. */
export function findVisit(db: Db | Trx, visitId: string) {
  return db
    .selectFrom("visits.visit")
    .select([
      "id",
      "agencyId",
      "facilityId",
      "roomKind",
      "status",
      "localDay",
      "startsAt",
      "endsAt",
      "keepUntil",
      "contactId",
      "residentId",
    ])
    .where("id", "=", visitId)
    .executeTakeFirst();
}
export type VisitRow = NonNullable<Awaited<ReturnType<typeof findVisit>>>;

/** Whether this contact booked the visit, or comes to it from a home of their own. */
export const comesTo = async (db: Db | Trx, visit: VisitRow, contactId: string): Promise<boolean> =>
  visit.contactId === contactId || (await isPartyContact(db, visit.id, contactId));

/** Makes whoever else sends for this visit, or onto this shelf, wait. */
export async function lockSheets(trx: Trx, where: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`together ${where}`}, 0))`.execute(trx);
}

export async function insertSheet(trx: Trx, row: Insertable<TogetherSheetTable>): Promise<void> {
  await trx.insertInto("visits.togetherSheet").values(row).execute();
}

export function findSheet(db: Db | Trx, id: string): Promise<SheetRow | undefined> {
  return db.selectFrom("visits.togetherSheet").selectAll().where("id", "=", id).executeTakeFirst();
}

export function lockSheet(trx: Trx, facilityId: string, id: string): Promise<SheetRow | undefined> {
  return trx
    .selectFrom("visits.togetherSheet")
    .selectAll()
    .where("facilityId", "=", facilityId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
}

export async function setSheet(trx: Trx, id: string, set: Updateable<TogetherSheetTable>): Promise<void> {
  await trx.updateTable("visits.togetherSheet").set(set).where("id", "=", id).execute();
}

/** What was sent for a visit, or lies on the shelf (`visitId` null), newest last, each with how many pages it has and the first of them. */
function sheets(db: Db | Trx, facilityId: string) {
  return db
    .selectFrom("visits.togetherSheet as sheet")
    .leftJoin("visits.togetherPicture as picture", (on) => on.onRef("picture.sheetId", "=", "sheet.id").on("picture.key", "is not", null))
    .select((at) => [
      "sheet.id",
      "sheet.visitId",
      "sheet.status",
      "sheet.reason",
      "sheet.alt",
      "sheet.cut",
      "sheet.madeAt",
      "sheet.sentBy",
      sql<string[]>`coalesce(array_agg(picture.id order by picture.number) filter (where picture.id is not null), '{}')`.as("pictureIds"),
      at.fn.max("picture.number").as("pages"),
    ])
    .where("sheet.facilityId", "=", facilityId)
    .groupBy("sheet.id")
    .orderBy("sheet.madeAt")
    .orderBy("sheet.id");
}

export const listOfVisit = (db: Db | Trx, facilityId: string, visitId: string) =>
  sheets(db, facilityId)
    .where("sheet.visitId", "=", visitId)
    .limit(SHEETS_MAX * 8)
    .execute();

export const listShelf = (db: Db | Trx, facilityId: string) =>
  sheets(db, facilityId).where("sheet.visitId", "is", null).where("sheet.status", "=", "allowed").limit(SHELF_MAX).execute();

/** What waits for the facility, that of the next visit first. What is sent for a visit that is over waits no more. */
export function listWaiting(db: Db, facilityId: string, now: Temporal.Instant) {
  return db
    .selectFrom("visits.togetherSheet as sheet")
    .innerJoin("visits.visit as visit", "visit.id", "sheet.visitId")
    .innerJoin("contacts.contact as contact", "contact.id", "visit.contactId")
    .innerJoin("residents.card as resident", "resident.residentId", "visit.residentId")
    .select([
      "sheet.id",
      "sheet.alt",
      "sheet.madeAt",
      "visit.id as visitId",
      "visit.startsAt",
      "visit.timeZone",
      "visit.status as visitStatus",
      "resident.residentName",
      "contact.givenName",
      "contact.familyName",
      sql<
        string[]
      >`array(select p.id from visits.together_picture p where p.sheet_id = sheet.id and p.key is not null order by p.number)`.as(
        "pictureIds",
      ),
    ])
    .where("sheet.facilityId", "=", facilityId)
    .where("sheet.status", "=", "waiting")
    .where("visit.status", "in", ["booked", "in_progress"])
    .where("visit.endsAt", ">", now)
    .orderBy("visit.startsAt")
    .orderBy("sheet.id")
    .limit(WAITING_MAX + 1)
    .execute();
}
export { WAITING_MAX };

export async function insertPicture(trx: Trx, row: Insertable<TogetherPictureTable>): Promise<void> {
  await trx.insertInto("visits.togetherPicture").values(row).execute();
}

export async function setPicture(trx: Trx, id: string, set: Updateable<TogetherPictureTable>): Promise<void> {
  await trx.updateTable("visits.togetherPicture").set(set).where("id", "=", id).execute();
}

export function listPictures(db: Db | Trx, sheetId: string): Promise<PictureRow[]> {
  return db.selectFrom("visits.togetherPicture").selectAll().where("sheetId", "=", sheetId).orderBy("number").limit(PAGES_MAX).execute();
}

/** A picture of this facility that can be read, with where it belongs. */
export function findPicture(db: Db | Trx, facilityId: string, id: string) {
  return db
    .selectFrom("visits.togetherPicture as picture")
    .innerJoin("visits.togetherSheet as sheet", "sheet.id", "picture.sheetId")
    .select([
      "picture.id",
      "picture.key",
      "picture.bytes",
      "picture.number",
      "picture.sheetId",
      "sheet.visitId",
      "sheet.status",
      "sheet.agencyId",
    ])
    .where("picture.facilityId", "=", facilityId)
    .where("picture.id", "=", id)
    .where("picture.key", "is not", null)
    .executeTakeFirst();
}

/** Whether this picture is, or was, a page of this visit's sheet. */
export async function isPutUp(db: Db | Trx, visitId: string, pictureId: string): Promise<boolean> {
  const row = await db
    .selectFrom("visits.togetherPage")
    .select("id")
    .where("visitId", "=", visitId)
    .where("pictureId", "=", pictureId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether any page of this sheet was ever put up. */
export async function wasPutUp(db: Db | Trx, sheetId: string): Promise<boolean> {
  const row = await db
    .selectFrom("visits.togetherPage as page")
    .innerJoin("visits.togetherPicture as picture", "picture.id", "page.pictureId")
    .select("page.id")
    .where("picture.sheetId", "=", sheetId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The pages that putting up this sheet adds: one of the facility's shelf, or one that this visit's own family sent and the facility allows. */
export async function picturesToPutUp(
  db: Db,
  asked: { facilityId: string; visitId: string; sheetId: string; side: "family" | "resident" | "staff" },
): Promise<{ alt: Alt; shelf: boolean; pictures: { id: string; number: number }[] }> {
  const sheet = await findSheet(db, asked.sheetId);
  const shelf = sheet?.visitId === null;
  const may =
    sheet?.facilityId === asked.facilityId &&
    sheet.status === "allowed" &&
    (shelf || (sheet.visitId === asked.visitId && asked.side === "family"));
  const pictures = may ? (await listPictures(db, asked.sheetId)).filter(({ key }) => key !== null) : [];
  return { alt: sheet?.alt ?? {}, shelf, pictures: pictures.map(({ id, number }) => ({ id, number })) };
}

export interface DueSheet {
  id: string;
  agencyId: string;
  facilityId: string;
  since: Temporal.Instant;
  held: boolean;
}
/** Sheets whose day has come, those after `after`, and whether a hold keeps them. */
export async function listDue(db: Db, now: Temporal.Instant, after: string): Promise<DueSheet[]> {
  const { rows } =
    await sql<DueSheet>`select k.id, k.agency_id, k.facility_id, k.since, keeping.is_held(k.facility_id, k.subjects, ${now}) as held
    from visits.keep_together_sheet k where k.since <= ${now} and k.id > ${after}::uuid order by k.id limit ${BATCH}`.execute(db);
  return rows;
}

export async function deletePicture(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom("visits.togetherPicture").where("id", "=", id).execute();
}

export async function deleteSheet(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom("visits.togetherSheet").where("id", "=", id).execute();
}
