import type { Insertable } from "kysely";
import { MARKS_MAX } from "#contracts/playback-limits.ts";
import type { Db, Trx } from "#server/platform/database.ts";
import type { MarkTable } from "./recordings.tables.ts";

export type MarkRow = Awaited<ReturnType<typeof listMarks>>[number];

const rows = (db: Db | Trx) =>
  db
    .selectFrom("recordings.mark as mark")
    .leftJoin("identity.staff_name as staff", "staff.accountId", "mark.accountId")
    .select(["mark.id", "mark.visitId", "mark.accountId", "mark.atMs", "mark.word", "mark.note", "mark.madeAt", "staff.name as byName"]);

export function listMarks(db: Db | Trx, facilityId: string, visitId: string) {
  return rows(db)
    .where("mark.facilityId", "=", facilityId)
    .where("mark.visitId", "=", visitId)
    .orderBy("mark.atMs")
    .orderBy("mark.id")
    .limit(MARKS_MAX)
    .execute();
}

export function findMark(db: Db | Trx, id: string): Promise<MarkRow | undefined> {
  return rows(db).where("mark.id", "=", id).executeTakeFirst();
}

/** One mark of a visit at a time: two at once would both find room for the last. */
export async function lockMarks(trx: Trx, visitId: string): Promise<void> {
  await trx.selectFrom("recordings.recording").select("visitId").where("visitId", "=", visitId).forUpdate().execute();
}

export async function countMarks(trx: Trx, visitId: string): Promise<number> {
  const { count } = await trx
    .selectFrom("recordings.mark")
    .select((row) => row.fn.countAll<number>().as("count"))
    .where("visitId", "=", visitId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Adds a mark; the app's database role can neither change nor delete it. */
export async function insertMark(trx: Trx, row: Insertable<MarkTable>): Promise<void> {
  await trx.insertInto("recordings.mark").values(row).execute();
}
