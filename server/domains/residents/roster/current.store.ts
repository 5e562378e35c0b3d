import { sql } from "kysely";
import type { Db, Trx } from "#server/platform/database.ts";
import type { Current, CurrentPerson, CurrentStay, ForeignStay } from "./roster.types.ts";

/** Where a list belongs to. */
export interface Where {
  agencyId: string;
  facilityId: string;
  source: string;
}

/**
 * Nobody else takes in a list here until the transaction ends; and since lists of one agency may know the same people, none of
 * the agency's admissions run beside it.
 */
export async function lockRosters(trx: Trx, { agencyId, facilityId }: Where): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`roster ${facilityId}`}, 0))`.execute(trx);
  await sql`select pg_advisory_xact_lock(hashtextextended(${`resident.admit ${agencyId}`}, 0))`.execute(trx);
}

const ms = (column: string) => sql.raw(`floor(extract(epoch from ${column}) * 1000)::int8`);

/** Which people and stays a list names. */
export interface Named {
  people: ReadonlySet<string>;
  stays: ReadonlyMap<string, unknown>;
}

/** How things stand for a list of this source: all who are here, and what was before of those whom the list names. */
export async function readCurrent(db: Db, where: Where, named: Named): Promise<Current> {
  const { agencyId, facilityId, source } = where;
  const keys = [...named.stays.keys()];
  const numbers = [...named.people];
  const stays = await sql<CurrentStay>`
    select s.id as stay_id, s.resident_id, s.source_person as person, s.source_key as key, s.booking_number,
      ${ms("s.admitted_at")} as admitted_ms, ${ms("s.released_at")} as released_ms,
      (select u.name from facilities.unit u where u.id = s.unit_id) as unit, s.custody_level, s.status_code
    from residents.stay s
    where s.facility_id = ${facilityId} and s.source = ${source}
      and (s.released_at is null or s.source_key = any(${keys}::text[]))
    order by s.id`.execute(db);
  const people = await sql<CurrentPerson & { number: string }>`
    select k.number, r.id as resident_id, r.given_name, r.family_name, r.birth_date
    from residents.known_as k join residents.resident first on first.id = k.resident_id
    -- Whoever was written down twice goes on as the other one.
    join residents.resident r on r.id = coalesce(first.merged_into, first.id)
    where k.agency_id = ${agencyId} and k.source = ${source} and k.number = any(${numbers}::text[])`.execute(db);
  const foreign = await sql<ForeignStay>`
    select s.id as stay_id, s.resident_id, s.facility_id = ${facilityId} as here, s.source, s.booking_number,
      ${ms("s.admitted_at")} as admitted_ms, u.name as unit, s.custody_level, s.status_code, r.given_name, r.family_name, r.birth_date
    from residents.stay s join residents.resident r on r.id = s.resident_id left join facilities.unit u on u.id = s.unit_id
    where s.agency_id = ${agencyId} and s.released_at is null
      and not (s.facility_id = ${facilityId} and s.source is not distinct from ${source})
      and (s.facility_id = ${facilityId}
        or s.resident_id in (select coalesce(m.merged_into, m.id) from residents.known_as k join residents.resident m on m.id = k.resident_id
          where k.agency_id = ${agencyId} and k.source = ${source}))`.execute(db);
  const units = await sql<{ name: string }>`select lower(name) as name from facilities.unit where facility_id = ${facilityId}`.execute(db);
  const last = await db
    .selectFrom("residents.roster_source")
    .select("lastKey")
    .where("facilityId", "=", facilityId)
    .where("name", "=", source)
    .executeTakeFirst();
  return {
    people: new Map(people.rows.map(({ number, ...person }) => [number, person])),
    stays: stays.rows,
    foreign: foreign.rows,
    lastKey: last?.lastKey ?? null,
    units: new Set(units.rows.map(({ name }) => name)),
  };
}
