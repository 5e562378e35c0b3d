-- Lists of people from a jail's own system. First: a list may lack names.
alter table residents.resident alter column given_name drop not null;
alter table residents.resident alter column family_name drop not null;

-- How a resident is shown: by name, else by number. The one place that decides it.
create function residents.shown_name(given_name text, family_name text, booking_number text) returns text
language sql immutable parallel safe as $$
  select coalesce(nullif(concat_ws(' ', nullif(given_name, ''), nullif(family_name, '')), ''), booking_number, '–')
$$;

-- What decides later who may come to a session, as the list gave it.
alter table residents.stay add column custody_level text;
alter table residents.stay add column status_code text;

-- Names in a view are honest: null where none is known. Whoever shows a resident takes resident_name.
drop view contacts.card;
drop view residents.card;
create view residents.card as
select r.id as resident_id, r.agency_id, r.given_name, r.family_name,
  residents.shown_name(r.given_name, r.family_name, coalesce(s.booking_number,
    (select e.booking_number from residents.stay e where e.resident_id = r.id order by e.admitted_at desc limit 1))) as resident_name,
  r.locale, s.id as stay_id, s.facility_id, f.name as facility_name, f.time_zone, s.unit_id, u.name as unit_name, s.booking_number, s.admitted_at
from residents.resident r
left join residents.stay s on s.resident_id = r.id and s.released_at is null
left join facilities.facility f on f.id = s.facility_id
left join facilities.unit u on u.id = s.unit_id;
create view contacts.card as
select c.id as connection_id, c.agency_id, c.resident_id, c.contact_id, c.relationship, c.status, p.account_id,
  p.given_name as contact_given_name, p.family_name as contact_family_name, r.resident_name, r.stay_id, r.facility_id
from contacts.connection c
join contacts.contact p on p.id = c.contact_id
join residents.card r on r.resident_id = c.resident_id;
grant select on residents.card, contacts.card to throughline_app;

create or replace view audit.actor_name as
  select account_id as actor_id, 'staff' as realm, name from identity.staff_name
  union all
  select account_id, 'outside', given_name || ' ' || family_name from contacts.contact
  union all
  select resident_id, 'inside', resident_name from residents.card
  union all
  select id, 'station', name from stations.station;
-- A person's stays, the newest first: how a resident without a name and without a current stay is shown.
create index on residents.stay (resident_id, admitted_at);

-- A booking number belongs to one stay at a time: a list that knows people by one number for life gives it again at re-arrest.
alter table residents.stay drop constraint stay_facility_id_booking_number_key;
create unique index stay_open_booking_number on residents.stay (facility_id, upper(booking_number)) where released_at is null;
create index on residents.stay (facility_id, upper(booking_number));

-- Which list brought a stay, and how the list knows it; null for what staff entered. A list changes and ends only what is its own.
alter table residents.stay add column source text;
alter table residents.stay add column source_person text;
alter table residents.stay add column source_key text;
alter table residents.stay add check ((source is null) = (source_key is null) and (source is null) = (source_person is null));
create unique index on residents.stay (facility_id, source, source_key) where source is not null;

-- By which number a source knows a person of the agency, also after the stay: so a re-arrest finds the person again. Stays as long as the person.
create table residents.known_as (
  agency_id uuid not null,
  source text not null,
  number text not null,
  resident_id uuid not null,
  primary key (agency_id, source, number),
  foreign key (agency_id, resident_id) references residents.resident (agency_id, id)
);
create index on residents.known_as (resident_id);

-- A facility's own mapping of a list's columns, and of every source (built in ones too) which stay stood last in the last full list.
create table residents.roster_source (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  name text not null check (name ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
  -- Null where the mapping is built in.
  mapping jsonb,
  last_key text,
  made_at timestamptz not null,
  unique (facility_id, name),
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id)
);

-- One line for each list that changed something. Counts, line numbers and codes: nothing of what stood in the list.
create table residents.roster_import (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  source text not null,
  kind text not null check (kind in ('full', 'delta')),
  via text not null check (via in ('command', 'staff', 'feed')),
  file_hash text not null,
  counts jsonb not null,
  findings jsonb not null,
  made_by uuid,
  made_at timestamptz not null,
  keep_until timestamptz not null,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id)
);
create index on residents.roster_import (facility_id, id desc);
create index on residents.roster_import (keep_until);

-- Where a jail's system leaves its list. Deleted when staff take the feed away.
create table residents.roster_feed (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  source text not null,
  kind text not null check (kind in ('full', 'delta')),
  way text not null check (way in ('folder', 'https')),
  -- A file's name in the feed folder, or an address.
  place text not null,
  -- Sealed with the server's key.
  secret bytea,
  made_at timestamptz not null,
  tried_at timestamptz,
  taken_at timestamptz,
  last_hash text,
  -- Codes of what went wrong last; empty when it went well.
  problems text[] not null default '{}',
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id)
);
create index on residents.roster_feed (facility_id);

-- How far an import has come that is running now; gone when it ends.
create table residents.roster_progress (
  import_id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  stage text not null check (stage in ('reading', 'planning', 'writing')),
  rows integer not null,
  at timestamptz not null,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id)
);

grant select, insert, update on residents.known_as, residents.roster_source, residents.roster_feed, residents.roster_progress to throughline_app;
grant select, insert on residents.roster_import to throughline_app;
grant delete on residents.roster_import, residents.roster_feed, residents.roster_progress to throughline_app;
