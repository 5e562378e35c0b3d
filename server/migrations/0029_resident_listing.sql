-- Who is or was at a facility, as its staff look people up: one narrow row for each person and facility, kept by the database itself from
-- people and stays, so that a page of the list and a part of a name are found by an index among 100,000.
create extension if not exists pg_trgm;

-- What a name or a number is compared by: accents and capitals do not count.
create function residents.folded(words text) returns text
language sql immutable strict parallel safe set search_path = pg_catalog
return lower(regexp_replace(normalize(words, NFD), '[\u0300-\u036f]', '', 'g'));

create table residents.listing (
  facility_id uuid not null,
  resident_id uuid not null,
  agency_id uuid not null,
  is_here boolean not null,
  family_name text not null,
  given_name text not null,
  -- Of the current stay here, or of the latest one.
  booking_number text not null,
  -- Each word with a space before it.
  folded text not null,
  primary key (facility_id, resident_id),
  foreign key (agency_id, resident_id) references residents.resident (agency_id, id)
);
-- With all that a page is made of: whoever looks for a name that stands late in the order reads the index alone.
create index listing_order on residents.listing (facility_id, is_here, family_name, given_name, resident_id) include (booking_number, folded);
create index listing_parts on residents.listing using gin (folded public.gin_trgm_ops);
create index on residents.listing (resident_id);
revoke all on residents.listing from throughline_app;
grant select on residents.listing to throughline_app;

-- Writes the rows of these residents anew. Their own rows are locked first, and only then read: of two who change one person at once, the
-- second sees what the first has changed.
create function residents.relist(who uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from residents.resident r where r.id = any (who) order by r.id for no key update;
  delete from residents.listing l where l.resident_id = any (who) and not exists (
    select from residents.stay s join residents.resident r on r.id = s.resident_id
    where s.resident_id = l.resident_id and s.facility_id = l.facility_id and (r.merged_into is null or s.released_at is null));
  insert into residents.listing as l (facility_id, resident_id, agency_id, is_here, family_name, given_name, booking_number, folded)
  select distinct on (s.facility_id, s.resident_id)
    s.facility_id, s.resident_id, s.agency_id, s.released_at is null, coalesce(r.family_name, ''), coalesce(r.given_name, ''), s.booking_number,
    residents.folded(concat_ws(' ', '', r.given_name, r.family_name, s.booking_number))
  from residents.stay s join residents.resident r on r.id = s.resident_id
  where s.resident_id = any (who) and (r.merged_into is null or s.released_at is null)
  order by s.facility_id, s.resident_id, (s.released_at is null) desc, s.admitted_at desc, s.id
  on conflict (facility_id, resident_id) do update
    set is_here = excluded.is_here, family_name = excluded.family_name, given_name = excluded.given_name,
      booking_number = excluded.booking_number, folded = excluded.folded
    where (l.is_here, l.family_name, l.given_name, l.booking_number)
      is distinct from (excluded.is_here, excluded.family_name, excluded.given_name, excluded.booking_number);
end $$;
revoke execute on function residents.relist(uuid[]) from public;

create function residents.list_again() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare who uuid[];
begin
  if tg_table_name = 'resident' then
    who := array(select n.id from now_is n join was w on w.id = n.id
      where (n.given_name, n.family_name, n.merged_into) is distinct from (w.given_name, w.family_name, w.merged_into));
  elsif tg_op = 'INSERT' then
    who := array(select distinct n.resident_id from now_is n);
  elsif tg_op = 'DELETE' then
    who := array(select distinct w.resident_id from was w);
  else
    who := array(
      select n.resident_id from now_is n join was w on w.id = n.id
      where (n.resident_id, n.facility_id, n.booking_number, n.admitted_at, n.released_at)
        is distinct from (w.resident_id, w.facility_id, w.booking_number, w.admitted_at, w.released_at)
      union
      select w.resident_id from now_is n join was w on w.id = n.id where n.resident_id <> w.resident_id);
  end if;
  if cardinality(who) > 0 then perform residents.relist(who); end if;
  return null;
end $$;
create trigger stay_came after insert on residents.stay referencing new table as now_is
  for each statement execute function residents.list_again();
create trigger stay_changed after update on residents.stay referencing old table as was new table as now_is
  for each statement execute function residents.list_again();
create trigger stay_gone after delete on residents.stay referencing old table as was
  for each statement execute function residents.list_again();
create trigger resident_changed after update on residents.resident referencing old table as was new table as now_is
  for each statement execute function residents.list_again();

select residents.relist(array(select id from residents.resident));
