import type { Db } from "#server/platform/database.ts";

const STEPS_MAX = 100_000;
const ROWS_MAX = 10_000;

/** What somebody outside did on the sheets of their visits, from whichever seat they had. */
export function listOwnSteps(db: Db, accountId: string) {
  return db
    .selectFrom("visits.togetherStep as step")
    .innerJoin("visits.leg as leg", (on) => on.onRef("leg.visitId", "=", "step.visitId").onRef("leg.seat", "=", "step.seat"))
    .select(["step.visitId", "step.at", "step.step", "step.pageId as page", "step.updateBytes"])
    .where("leg.side", "=", "family")
    .where("leg.personId", "=", accountId)
    .orderBy("step.at")
    .orderBy("step.seq")
    .limit(STEPS_MAX)
    .execute();
}

/** The pages that they put up, each with the words that stood beside its picture. */
export function listOwnPages(db: Db, accountId: string) {
  return db
    .selectFrom("visits.togetherPage as page")
    .innerJoin("visits.leg as leg", (on) => on.onRef("leg.visitId", "=", "page.visitId").onRef("leg.seat", "=", "page.putUpBy"))
    .leftJoin("visits.togetherPicture as picture", "picture.id", "page.pictureId")
    .leftJoin("visits.togetherSheet as sheet", "sheet.id", "picture.sheetId")
    .select(["page.visitId", "page.id as page", "page.at", "sheet.id as sheetId", "picture.number", "sheet.alt as words"])
    .where("leg.side", "=", "family")
    .where("leg.personId", "=", accountId)
    .orderBy("page.at")
    .orderBy("page.number")
    .limit(ROWS_MAX)
    .execute();
}

/** The pictures and PDFs that they sent for visits, with the answers. */
export function listOwnSheets(db: Db, accountId: string) {
  return db
    .selectFrom("visits.togetherSheet")
    .select(["id", "visitId", "alt as words", "status", "reason", "madeAt"])
    .where("sentBy", "=", accountId)
    .where("visitId", "is not", null)
    .where("status", "!=", "coming")
    .orderBy("madeAt")
    .limit(ROWS_MAX)
    .execute();
}

/** Every page of these that can still be read. */
export function listOwnPictures(db: Db, accountId: string) {
  return db
    .selectFrom("visits.togetherPicture as picture")
    .innerJoin("visits.togetherSheet as sheet", "sheet.id", "picture.sheetId")
    .select(["picture.id", "picture.sheetId", "picture.number", "picture.key", "picture.bytes"])
    .where("sheet.sentBy", "=", accountId)
    .where("sheet.visitId", "is not", null)
    .where("sheet.status", "!=", "coming")
    .where("picture.key", "is not", null)
    .orderBy("sheet.madeAt")
    .orderBy("picture.number")
    .limit(ROWS_MAX)
    .execute();
}
