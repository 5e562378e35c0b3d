import { type Insertable, sql } from "kysely";
import type { MergeTable } from "#server/domains/residents/residents.tables.ts";
import type { Db, Trx } from "#server/platform/database.ts";
import type { MergeColumn } from "./merge-part.ts";

const STEPS_MAX = 1_000_000;
const TWINS_MAX = 20;

/** Hangs what one resident has in a column on another, and writes down each row that was moved. */
export async function moveColumn(trx: Trx, mergeId: string, { table, column, key, onePerPerson }: MergeColumn, from: string, into: string) {
  const [at, name] = [sql.table(table), sql.ref(column)];
  const alone = onePerPerson ? sql`and not exists (select from ${at} has where has.${name} = ${into})` : sql``;
  await sql`with base as (select coalesce(max(position), 0) as last from residents.merge_step where merge_id = ${mergeId}),
    moved as (update ${at} set ${name} = ${into} where ${name} = ${from} ${alone} returning (${sql.raw(key)})::text as row_key)
    insert into residents.merge_step (merge_id, position, table_name, row_key, column_name, value_before, value_after)
    select ${mergeId}, base.last + row_number() over (order by row_key), ${table}, row_key, ${column}, ${from}, ${into} from moved, base`.execute(
    trx,
  );
}

/** Gives back what a merge moved from these columns, and nothing else: what came since stays. */
export async function moveBack(trx: Trx, mergeId: string, { table, column, key }: MergeColumn): Promise<void> {
  const name = sql.ref(column);
  await sql`update ${sql.table(table)} as t set ${name} = s.value_before::uuid
    from (select * from residents.merge_step where merge_id = ${mergeId} and table_name = ${table} and column_name = ${column} limit ${STEPS_MAX}) s
    where (${sql.raw(key)})::text = s.row_key and t.${name} = s.value_after::uuid`.execute(trx);
}

export async function insertMerge(trx: Trx, row: Insertable<MergeTable>): Promise<void> {
  await trx.insertInto("residents.merge").values(row).execute();
}

export function findMerge(db: Db, id: string) {
  return db.selectFrom("residents.merge").selectAll().where("id", "=", id).executeTakeFirst();
}

/** The merges into this resident that stand, the newest first. */
export function listMerges(db: Db, residentId: string) {
  return db
    .selectFrom("residents.merge as m")
    .innerJoin("residents.card as r", "r.residentId", "m.fromResidentId")
    .select(["m.id", "m.facilityId", "m.madeAt", "r.residentName as name"])
    .where("m.intoResidentId", "=", residentId)
    .where("m.undoneAt", "is", null)
    .orderBy("m.madeAt", "desc")
    .orderBy("m.id", "desc")
    .execute();
}

export async function undo(trx: Trx, id: string, end: { undoneAt: Temporal.Instant; undoneBy: string | null }): Promise<void> {
  await trx.updateTable("residents.merge").set(end).where("id", "=", id).execute();
}

export async function setMergedInto(trx: Trx, residentId: string, mergedInto: string | null): Promise<void> {
  await trx.updateTable("residents.resident").set({ mergedInto }).where("id", "=", residentId).execute();
}

/** Whether two stays go on at once, or the two were entered as people who must not meet. */
export async function findObstacles(db: Db, from: string, into: string): Promise<{ twoStays: boolean; keptApart: boolean }> {
  const { rows } = await sql<{ twoStays: boolean; keptApart: boolean }>`select
    (select count(*) > 1 from residents.stay where resident_id in (${from}, ${into}) and released_at is null) as two_stays,
    exists (select from residents.keep_apart where resident_id in (${from}, ${into}) and other_resident_id in (${from}, ${into})) as kept_apart`.execute(
    db,
  );
  return rows[0] ?? { twoStays: false, keptApart: false };
}

/** Whether this person was ever at the facility, and where they are now; undefined for somebody who never was. */
export async function presence(db: Db, facilityId: string, residentId: string): Promise<"here" | "elsewhere" | "nowhere" | undefined> {
  const stays = await db
    .selectFrom("residents.stay")
    .select(["facilityId", "releasedAt"])
    .where("residentId", "=", residentId)
    .where((eb) => eb.or([eb("facilityId", "=", facilityId), eb("releasedAt", "is", null)]))
    .execute();
  if (!stays.some((stay) => stay.facilityId === facilityId)) return undefined;
  const open = stays.find(({ releasedAt }) => releasedAt === null);
  return open === undefined ? "nowhere" : open.facilityId === facilityId ? "here" : "elsewhere";
}

interface SideRow {
  id: string;
  name: string;
  birthDate: string | null;
  bookingNumbers: string[];
  admittedAt: Temporal.Instant;
  connections: number;
  here: boolean;
  sameName: boolean;
  sameNumber: boolean;
}

/**
 * This resident and whoever was at this facility and may be the same person, with what hangs on each: those with the same name and no other
 * birth date, and those of whom a number (of a booking, or by which a list knows the person) is a number of this one too. This one comes first.
 * Whoever is at another facility now is that facility's, and is left out.
 */
export async function listSides(db: Db, facilityId: string, residentId: string): Promise<SideRow[]> {
  const { rows } = await sql<SideRow>`
    with number as (
      select resident_id, lower(booking_number) as number from residents.stay
        where agency_id = (select agency_id from residents.resident where id = ${residentId})
      union select resident_id, lower(number) from residents.known_as
        where agency_id = (select agency_id from residents.resident where id = ${residentId})
    ), alike as (
      select distinct theirs.resident_id as id from number own join number theirs on theirs.number = own.number
      where own.resident_id = ${residentId} and theirs.resident_id <> ${residentId}
    ), candidate as (
      select r.id, r.birth_date, r.id <> me.id and coalesce(lower(r.given_name) = lower(me.given_name) and lower(r.family_name) = lower(me.family_name)
          and (r.birth_date is null or me.birth_date is null or r.birth_date = me.birth_date), false) as same_name,
        r.id in (select id from alike) as same_number
      from residents.resident me join residents.resident r on r.agency_id = me.agency_id and r.merged_into is null
      where me.id = ${residentId} and exists (select from residents.stay s where s.resident_id = r.id and s.facility_id = ${facilityId})
        and (r.id = me.id or not exists (select from residents.stay e where e.resident_id = r.id and e.released_at is null and e.facility_id <> ${facilityId}))
    )
    select c.id, card.resident_name as name, c.birth_date, c.same_name, c.same_number,
      array(select s.booking_number from residents.stay s where s.resident_id = c.id and s.facility_id = ${facilityId} order by s.admitted_at desc) as booking_numbers,
      (select max(s.admitted_at) from residents.stay s where s.resident_id = c.id and s.facility_id = ${facilityId}) as admitted_at,
      (select count(*)::int from contacts.card k where k.resident_id = c.id and k.status not in ('rejected', 'withdrawn', 'ended')) as connections,
      coalesce(card.facility_id = ${facilityId}, false) as here
    from candidate c join residents.card card on card.resident_id = c.id
    where c.same_name or c.same_number or c.id = ${residentId}
    order by c.id <> ${residentId}, c.same_number desc, c.id limit ${TWINS_MAX + 1}`.execute(db);
  return rows;
}
