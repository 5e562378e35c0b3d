-- A hold on somebody who was written down twice holds what hangs on the record that goes on, too: a merge must not let a deletion through.
create or replace function keeping.is_held(place uuid, subjects uuid[], at timestamptz) returns boolean language sql stable as $$
  with recursive who (id) as (
    select unnest(subjects)
    union
    select r.id from residents.resident r join who on r.merged_into = who.id
  )
  select exists (
    select from keeping.hold h
    where (h.subject_id in (select id from who) or h.subject_id = place)
      and (place is null or h.facility_id = place or h.agency_id = place)
      and h.placed_at <= at and h.released_at is null and (h.until_at is null or h.until_at > at))
$$;
create index on residents.resident (merged_into) where merged_into is not null;
