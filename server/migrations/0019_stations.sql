-- Groups of stations: a session template names how many stations of which group it needs.
create table stations.station_group (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  name text not null check (length(name) between 1 and 40),
  made_at timestamptz not null,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  unique (facility_id, id),
  unique (facility_id, name)
);
alter table stations.station
  add column group_id uuid,
  add column browser_version text,
  -- Staff asked for an echo test; the station makes it when nobody is signed in there.
  add column echo_asked_at timestamptz,
  add foreign key (facility_id, group_id) references stations.station_group (facility_id, id);
create index on stations.station (group_id);

-- Whether a station is turned on is a column; that it is blocked follows from dated rows and the clock.
update stations.station set status = 'inactive' where status = 'blocked';
alter table stations.station drop constraint station_status_check;
alter table stations.station add constraint station_status_check check (status in ('active', 'inactive'));
create table stations.block (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  station_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  reason text not null check (reason in ('repair', 'cleaning', 'unit_closed', 'safety', 'other')),
  made_by uuid,
  made_at timestamptz not null,
  -- Ended early: from then on the station is open again.
  ended_at timestamptz,
  ended_by uuid,
  keep_until timestamptz not null,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  foreign key (facility_id, station_id) references stations.station (facility_id, id)
);
create index on stations.block (station_id, ends_at);
-- The spans in which a station can't be used, as they really were or will be. Published by stations.
create view stations.closed_span as
select id as block_id, agency_id, facility_id, station_id, starts_at, least(ends_at, coalesce(ended_at, ends_at)) as ends_at, reason
from stations.block
where ended_at is null or ended_at > starts_at;

create or replace view stations.card as
select s.id as station_id, s.agency_id, s.facility_id, s.name, u.name as unit_name, s.kind, s.status, s.last_seen_at, s.camera, s.microphone, s.unit_id, s.group_id
from stations.station s
left join facilities.unit u on u.id = s.unit_id;

-- How many stations of which group a template may use at the same time; all of the group where no number is said.
create table visits.template_group (
  facility_id uuid not null,
  session_template_id uuid not null,
  group_id uuid not null,
  stations integer check (stations > 0),
  primary key (session_template_id, group_id),
  foreign key (facility_id, session_template_id) references visits.session_template (facility_id, id),
  foreign key (facility_id, group_id) references stations.station_group (facility_id, id)
);

-- No span is taken at a station that is turned off or blocked then. The lock waits for whoever is blocking it just now; the rule asks first.
create function visits.refuse_closed_station() returns trigger language plpgsql as $$
declare turned text;
begin
  if new.released_at is not null then return new; end if;
  select status into turned from stations.station where id = new.station_id for key share;
  if turned <> 'active' or exists (
    select from stations.closed_span c
    where c.station_id = new.station_id and c.ends_at > c.starts_at and tstzrange(c.starts_at, c.ends_at) && new.during
  ) then
    raise exception using errcode = 'exclusion_violation', constraint = 'claim_station_open', message = 'this station is closed in that time';
  end if;
  return new;
end $$;
create trigger claim_station_open before insert or update of expires_at on visits.claim
  for each row execute function visits.refuse_closed_station();

-- Visits that are booked where they can't be held: the station is turned off, or blocked for a part of their time. Published by visits.
create view visits.unplaced as
select v.id as visit_id, v.facility_id, v.station_id, v.starts_at, v.ends_at
from visits.visit v
join stations.station s on s.id = v.station_id
where v.status = 'booked' and (s.status <> 'active' or exists (
  select from stations.closed_span c
  where c.station_id = v.station_id and tstzrange(c.starts_at, c.ends_at) && tstzrange(v.starts_at, v.ends_at)));
-- Where a room is running now: staff end a visit there, they do not sign somebody out of it. Published by visits.
create view visits.running as
select live.visit_id, v.facility_id, v.station_id, v.resident_id
from visits.live_session live
join visits.visit v on v.id = live.visit_id
where live.status not in ('ended', 'terminated', 'failed');

-- Who is signed in inside. Published by identity.
create view identity.inside_sign_in as
select id as sign_in_id, resident_id, stay_id, station_id, facility_id, made_at, last_active_at, expires_at, revoked_at, revoked_why
from identity.sign_in where realm = 'inside';

-- What the network between a station and the media engine was like, each night and when staff asked.
create table stations.echo_test (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  station_id uuid not null,
  why text not null check (why in ('night', 'asked')),
  started_at timestamptz not null,
  ended_at timestamptz,
  outcome text check (outcome in ('good', 'poor', 'failed')),
  round_trip_ms integer check (round_trip_ms >= 0),
  lost_percent real check (lost_percent between 0 and 100),
  received_kbps integer check (received_kbps >= 0),
  keep_until timestamptz not null,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  foreign key (facility_id, station_id) references stations.station (facility_id, id),
  check ((outcome is null) = (ended_at is null))
);
create index on identity.sign_in (station_id, made_at desc) where realm = 'inside';
create index on stations.echo_test (station_id, started_at desc);

-- The repair queue: one open repair for each station and fault.
create table stations.repair (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  station_id uuid not null,
  fault text not null check (fault in ('silent', 'camera', 'microphone', 'network', 'screen', 'sound', 'other')),
  state text not null check (state in ('open', 'acknowledged', 'in_repair', 'fixed', 'not_a_fault')),
  found_by text not null check (found_by in ('system', 'resident', 'staff')),
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  changed_by uuid,
  -- For staff; erasable.
  note text check (length(note) <= 500),
  -- Since when the station's own health says that the fault is gone.
  healthy_since timestamptz,
  closed_at timestamptz,
  keep_until timestamptz,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  foreign key (facility_id, station_id) references stations.station (facility_id, id),
  unique (facility_id, id),
  check ((state in ('fixed', 'not_a_fault')) = (closed_at is not null and keep_until is not null))
);
create unique index on stations.repair (station_id, fault) where closed_at is null;
create index on stations.repair (facility_id, opened_at) where closed_at is null;

grant select, insert, update, delete on stations.station_group, stations.block, stations.echo_test, stations.repair to throughline_app;
grant select, insert, delete on visits.template_group to throughline_app;
grant select on stations.closed_span, visits.unplaced, visits.running, identity.inside_sign_in to throughline_app;

-- A visit may also no longer fit because its station was closed.
alter table visits.flag drop constraint flag_reason_check;
alter table visits.flag add constraint flag_reason_check check (reason in ('released', 'transferred', 'unit_moved', 'station_closed', 'keep_apart'));
