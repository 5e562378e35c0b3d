import type { Insertable, Selectable, Updateable } from "kysely";
import { PAGES_MAX, type TogetherPage } from "#contracts/together.ts";
import type { Db, Trx } from "#server/platform/database.ts";
import type { TogetherPageTable, TogetherStepTable, TogetherTable } from "./together.tables.ts";

export type TogetherRow = Selectable<TogetherTable>;
export type StepRow = Selectable<TogetherStepTable>;
const STEPS_MAX = 50_000;

export function findTogether(db: Db | Trx, visitId: string): Promise<TogetherRow | undefined> {
  return db.selectFrom("visits.together").selectAll().where("visitId", "=", visitId).executeTakeFirst();
}

/** Whether anything was ever drawn or put up in a visit. */
export async function wasUsed(db: Db | Trx, visitId: string): Promise<boolean> {
  const row = await db
    .selectFrom("visits.together")
    .select("visitId")
    .where("visitId", "=", visitId)
    .where("seq", ">", 0)
    .executeTakeFirst();
  return row !== undefined;
}

/** Begins a visit's sheet, once: with a second beginning nothing changes. */
export async function insertTogether(trx: Trx, row: Insertable<TogetherTable>): Promise<boolean> {
  const result = await trx
    .insertInto("visits.together")
    .values(row)
    .onConflict((on) => on.column("visitId").doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function setTogether(trx: Trx, visitId: string, set: Updateable<TogetherTable>): Promise<void> {
  await trx.updateTable("visits.together").set(set).where("visitId", "=", visitId).execute();
}

export async function insertPages(trx: Trx, rows: Insertable<TogetherPageTable>[]): Promise<void> {
  await trx.insertInto("visits.togetherPage").values(rows).execute();
}

export async function insertStep(trx: Trx, row: Insertable<TogetherStepTable>): Promise<void> {
  await trx.insertInto("visits.togetherStep").values(row).execute();
}

/** The pages in their order, each with what is known of the picture it shows. */
export async function listPages(db: Db | Trx, visitId: string): Promise<(TogetherPage & { putUpId: string })[]> {
  const rows = await db
    .selectFrom("visits.togetherPage as page")
    .leftJoin("visits.togetherPicture as picture", "picture.id", "page.pictureId")
    .leftJoin("visits.togetherSheet as sheet", "sheet.id", "picture.sheetId")
    .select(["page.id", "page.putUpId", "page.putUpBy as by", "picture.id as pictureId", "picture.number", "sheet.alt"])
    .where("page.visitId", "=", visitId)
    .orderBy("page.number")
    .limit(PAGES_MAX)
    .execute();
  return rows.map(({ number, ...row }) => ({ ...row, number: number ?? 1 }));
}

/** What happened after a step, oldest first. */
export function listSteps(db: Db | Trx, visitId: string, after = 0): Promise<StepRow[]> {
  return db
    .selectFrom("visits.togetherStep")
    .selectAll()
    .where("visitId", "=", visitId)
    .where("seq", ">", after)
    .orderBy("seq")
    .limit(STEPS_MAX)
    .execute();
}
