-- One server at a time makes a recording's file, and a crashed one is found by its lease; after a few tries it is given up.
alter table recordings.recording
  add column tries integer not null default 0,
  add column leased_by uuid,
  add column lease_until timestamptz;
create index on recordings.recording (status) where status in ('queued', 'processing');
create index on recordings.segment (visit_id);
