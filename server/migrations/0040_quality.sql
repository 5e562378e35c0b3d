-- Samples of both ends: five seconds each, packed, about a minute of one leg in a row. They replace what each end reported by the second,
-- which nothing read back, at about a fifteenth of the bytes. Kept with the visit's record, held with it, and gone with it.
create table visits.quality (
  facility_id uuid not null,
  visit_id uuid not null references visits.live_session (visit_id),
  seat text not null check (seat in ('resident', 'family', 'family_2', 'family_3', 'family_4', 'staff')),
  -- The beginning of the first sample.
  from_at timestamptz not null,
  -- At most an hour's samples of a server that was gone, or a minute's of one that ran; packed.rules.ts says how.
  samples bytea not null check (octet_length(samples) between 1 and 200000),
  primary key (visit_id, seat, from_at),
  foreign key (facility_id, visit_id) references visits.visit (facility_id, id)
);
drop table visits.evidence;

grant select, insert on visits.quality to throughline_app;
