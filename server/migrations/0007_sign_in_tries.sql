-- What a resident is told when signing in: how it stood before this sign-in began.
alter table stations.credential
  add column told_last_sign_in_at timestamptz,
  add column told_wrong_tries integer not null default 0;

-- Wrong tries on booking numbers that nobody here has: they lock just as known ones do, so a lock says nothing about who is here.
-- Only a keyed hash of the number is kept, and only for hours.
create table stations.stranger_try (
  id uuid primary key,
  facility_id uuid not null,
  station_id uuid not null,
  number_hash bytea not null,
  at timestamptz not null,
  foreign key (facility_id, station_id) references stations.station (facility_id, id)
);
create index on stations.stranger_try (number_hash, at);
create index on stations.stranger_try (at);
grant select, insert, delete on stations.stranger_try to throughline_app;
