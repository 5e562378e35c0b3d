import { type Insertable, sql } from "kysely";
import { type Db, jsonb, type Trx } from "#server/platform/database.ts";
import { newId } from "#server/platform/id.ts";
import type { Where } from "./current.store.ts";
import type { FeedTable, ImportTable, SourceTable } from "./roster.tables.ts";

const IMPORTS_SHOWN_MAX = 50;

export function listSources(db: Db, facilityId: string) {
  return db
    .selectFrom("residents.roster_source")
    .select(["name", "mapping"])
    .where("facilityId", "=", facilityId)
    .orderBy("name")
    .execute();
}

export async function saveSource(
  trx: Trx,
  row: Pick<SourceTable, "agencyId" | "facilityId" | "name" | "mapping" | "madeAt">,
): Promise<void> {
  await trx
    .insertInto("residents.roster_source")
    .values({ ...row, id: newId(), lastKey: null, mapping: jsonb(row.mapping) as never })
    .onConflict((conflict) => conflict.columns(["facilityId", "name"]).doUpdateSet({ mapping: jsonb(row.mapping) as never }))
    .execute();
}

/** Remembers which stay stood last in the list; writes nothing where it is the same one. */
export async function noteLast(
  trx: Trx,
  { agencyId, facilityId, source }: Where,
  lastKey: string | null,
  now: Temporal.Instant,
): Promise<void> {
  await sql`insert into residents.roster_source as s (id, agency_id, facility_id, name, mapping, last_key, made_at)
    values (${newId()}, ${agencyId}, ${facilityId}, ${source}, null, ${lastKey}, ${now})
    on conflict (facility_id, name) do update set last_key = excluded.last_key where s.last_key is distinct from excluded.last_key`.execute(
    trx,
  );
}

export async function insertImport(trx: Trx, row: Insertable<ImportTable>): Promise<void> {
  await trx
    .insertInto("residents.roster_import")
    .values({ ...row, counts: jsonb(row.counts) as never, findings: jsonb(row.findings) as never })
    .execute();
}

export async function findImport(db: Db, facilityId: string, id: string) {
  return db.selectFrom("residents.roster_import").selectAll().where("id", "=", id).where("facilityId", "=", facilityId).executeTakeFirst();
}

/** The latest imports with the name of whoever made each, newest first. */
export function listImports(db: Db, facilityId: string) {
  return db
    .selectFrom("residents.roster_import as i")
    .leftJoin("audit.actor_name as actor", (join) => join.onRef("actor.actorId", "=", "i.madeBy").on("actor.realm", "=", "staff"))
    .selectAll("i")
    .select("actor.name as by")
    .where("i.facilityId", "=", facilityId)
    .orderBy("i.id", "desc")
    .limit(IMPORTS_SHOWN_MAX)
    .execute();
}

/** Deletes what is past its day, at most `limit` lines, and tells what each was. */
export async function deleteImports(db: Db, now: Temporal.Instant, limit: number) {
  const { rows } = await sql<{
    agencyId: string;
    facilityId: string;
    since: Temporal.Instant;
  }>`delete from residents.roster_import where id in
    (select id from residents.roster_import where keep_until <= ${now} limit ${limit})
    returning agency_id, facility_id, made_at as since`.execute(db);
  return rows;
}

/** Residents here without a family name: families can't find them. */
export async function countNameless(db: Db, facilityId: string): Promise<number> {
  const row = await db
    .selectFrom("residents.card")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("facilityId", "=", facilityId)
    .where("familyName", "is", null)
    .executeTakeFirstOrThrow();
  return row.count;
}

export function listFeeds(db: Db, facilityId?: string) {
  return db
    .selectFrom("residents.roster_feed")
    .selectAll()
    .$if(facilityId !== undefined, (query) => query.where("facilityId", "=", facilityId!))
    .orderBy("id")
    .execute();
}

export async function insertFeed(trx: Trx, row: Insertable<FeedTable>): Promise<void> {
  await trx
    .insertInto("residents.roster_feed")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes a feed of this facility away; tells whether there was one. */
export async function deleteFeed(trx: Trx, facilityId: string, id: string): Promise<boolean> {
  const result = await trx.deleteFrom("residents.roster_feed").where("id", "=", id).where("facilityId", "=", facilityId).executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export async function noteFeed(
  db: Db,
  id: string,
  change: Partial<Pick<FeedTable, "triedAt" | "takenAt" | "lastHash">> & { problems: string[] },
): Promise<void> {
  await db.updateTable("residents.roster_feed").set(change).where("id", "=", id).execute();
}
