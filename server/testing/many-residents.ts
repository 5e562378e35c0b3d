import { sql } from "kysely";
import type { Db } from "#server/platform/database.ts";

const AT_ONCE = 10_000;

/**
 * Fills one facility with `count` residents, each with a stay: names made of parts, as unlike and as alike as names are. As the owner:
 * a list this long is taken in by an import, and what is looked at here is how it is searched.
 */
export async function fillWithResidents(owner: Db, place: { agencyId: string; facilityId: string }, count: number): Promise<void> {
  const at = Temporal.Instant.from("2026-01-01T00:00:00Z");
  const name = (seed: number, parts: number) => sql`(
    select initcap(string_agg((array['ba','ler','no','vi','sa','mar','te','ul','den','ko','ri','anz','mo','hel','pa','tor','es','quin','lo','fa'])
      [1 + ((number * ${sql.raw(String(seed))} + part * 7919) / power(20, part - 1)::int) % 20], '' order by part))
    from generate_series(1, ${sql.raw(String(parts))}) as part)`;
  for (let first = 1; first <= count; first += AT_ONCE)
    await sql`with made as (
      select gen_random_uuid() as id, gen_random_uuid() as stay_id, number, ${name(31, 2)} as given_name, ${name(17, 3)} as family_name
      from generate_series(${first}::int, ${Math.min(count, first + AT_ONCE - 1)}::int) as number),
    people as (
      insert into residents.resident (id, agency_id, given_name, family_name, birth_date, locale)
      select id, ${place.agencyId}, given_name, family_name, date '1960-01-01' + number % 15000, 'en' from made)
    insert into residents.stay (id, agency_id, resident_id, facility_id, unit_id, booking_number, admitted_at, released_at)
    select stay_id, ${place.agencyId}, id, ${place.facilityId}, null, 'N' || (1000000 + number), ${at}, null from made`.execute(owner);
  await sql`vacuum analyze residents.resident, residents.stay, residents.listing`.execute(owner);
}
