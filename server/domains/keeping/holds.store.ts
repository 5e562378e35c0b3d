import type { Insertable, Selectable } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { HoldSubject, HoldTable } from "./keeping.tables.ts";

export type HoldRow = Selectable<HoldTable>;

const named = (db: Db) =>
  db
    .selectFrom("keeping.hold as hold")
    .leftJoin("identity.staff_name as placer", "placer.accountId", "hold.placedBy")
    .leftJoin("identity.staff_name as releaser", "releaser.accountId", "hold.releasedBy")
    .leftJoin("keeping.subject as subject", (join) =>
      join
        .onRef("subject.facilityId", "=", "hold.facilityId")
        .onRef("subject.kind", "=", "hold.subjectKind")
        .onRef("subject.id", "=", "hold.subjectId"),
    )
    .selectAll("hold")
    .select(["placer.name as placerName", "releaser.name as releaserName", "subject.name as subjectName"]);
export type NamedHold = Awaited<ReturnType<typeof listHolds>>[number];

/** One facility's holds, newest first, with the names of today; only those on one subject when asked. */
export function listHolds(
  db: Db,
  facilityId: string,
  page: { limit: number; after?: string | undefined; subject?: string | undefined; id?: string | undefined },
) {
  return named(db)
    .where("hold.facilityId", "=", facilityId)
    .$if(page.after !== undefined, (query) => query.where("hold.id", "<", page.after!))
    .$if(page.subject !== undefined, (query) => query.where("hold.subjectId", "=", page.subject!))
    .$if(page.id !== undefined, (query) => query.where("hold.id", "=", page.id!))
    .orderBy("hold.id", "desc")
    .limit(page.limit)
    .execute();
}

/** The hold with this id at this facility, kept from changing until the transaction ends. */
export function lockHold(trx: Trx, facilityId: string, id: string): Promise<HoldRow | undefined> {
  return trx
    .selectFrom("keeping.hold")
    .selectAll()
    .where("id", "=", id)
    .where("facilityId", "=", facilityId)
    .forUpdate()
    .executeTakeFirst();
}

/** Whether this made the row; false where the id is taken. */
export async function insertHold(trx: Trx, row: Insertable<HoldTable>): Promise<boolean> {
  const made = await trx
    .insertInto("keeping.hold")
    .values(row)
    .onConflict((on) => on.column("id").doNothing())
    .executeTakeFirst();
  return Number(made.numInsertedOrUpdatedRows ?? 0n) > 0;
}

export async function setReleased(trx: Trx, id: string, by: { releasedBy: string; releasedAt: Temporal.Instant }): Promise<void> {
  await trx.updateTable("keeping.hold").set(by).where("id", "=", id).execute();
}

/** Whether this facility has anything about the person or the visit: only then may it be held here. */
export async function knows(trx: Trx, facilityId: string, kind: HoldSubject, id: string): Promise<boolean> {
  const found = trx
    .selectFrom("keeping.subject")
    .select("id")
    .where("facilityId", "=", facilityId)
    .where("kind", "=", kind)
    .where("id", "=", id);
  return (await found.executeTakeFirst()) !== undefined;
}
