create schema visits;
create schema recordings;

-- A weekly rule of a facility: its dates are sessions, each start in one is a place.
create table visits.session_template (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  name jsonb not null,
  mode text not null check (mode in ('video', 'on_site_video', 'in_person')),
  -- ISO weekdays, 1 Monday to 7 Sunday.
  weekdays integer[] not null,
  starts_local time not null,
  ends_local time not null,
  every_weeks integer not null default 1 check (every_weeks between 1 and 8),
  valid_from date not null,
  valid_to date,
  visit_minutes integer not null check (visit_minutes between 5 and 120),
  turnaround_minutes integer not null check (turnaround_minutes between 0 and 60),
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  unique (facility_id, id),
  check (ends_local > starts_local)
);
-- The stations that serve a template's sessions.
create table visits.template_station (
  facility_id uuid not null,
  session_template_id uuid not null,
  station_id uuid not null,
  primary key (session_template_id, station_id),
  foreign key (facility_id, session_template_id) references visits.session_template (facility_id, id),
  foreign key (facility_id, station_id) references stations.station (facility_id, id)
);

-- What holds and bookings both take: one station, one resident and one contact for a span of time.
-- Rivals are sorted out by advisory locks in one order (resident, contact, station); these constraints are the second guard.
create table visits.claim (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  session_template_id uuid not null,
  connection_id uuid not null,
  stay_id uuid not null,
  resident_id uuid not null,
  contact_id uuid not null references contacts.contact (id),
  station_id uuid not null,
  during tstzrange not null check (not isempty(during)),
  made_by uuid not null,
  made_at timestamptz not null,
  -- Set while this is a hold; null once it is a booking.
  expires_at timestamptz,
  released_at timestamptz,
  foreign key (agency_id, connection_id) references contacts.connection (agency_id, id),
  foreign key (agency_id, resident_id) references residents.resident (agency_id, id),
  foreign key (facility_id, stay_id) references residents.stay (facility_id, id),
  foreign key (facility_id, station_id) references stations.station (facility_id, id),
  foreign key (facility_id, session_template_id) references visits.session_template (facility_id, id),
  unique (facility_id, id),
  constraint claim_station_once exclude using gist (station_id with =, during with &&) where (released_at is null),
  constraint claim_resident_once exclude using gist (resident_id with =, during with &&) where (released_at is null),
  constraint claim_contact_once exclude using gist (contact_id with =, during with &&) where (released_at is null)
);
create table visits.visit (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  claim_id uuid not null unique,
  connection_id uuid not null,
  stay_id uuid not null,
  resident_id uuid not null,
  contact_id uuid not null references contacts.contact (id),
  station_id uuid not null,
  status text not null check (status in ('requested', 'booked', 'rejected', 'withdrawn', 'cancelled', 'in_progress', 'completed', 'missed')),
  outcome text,
  cause text check (cause in ('family', 'resident', 'staff', 'facility', 'system', 'nobody')),
  reason text,
  mode text not null check (mode in ('video', 'on_site_video', 'in_person')),
  room_kind text not null check (room_kind in ('recorded', 'unrecorded', 'privileged')),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  -- The same moment as the facility's own day and clock say it.
  local_day date not null,
  local_start time not null,
  time_zone text not null,
  visit_minutes integer not null,
  early_minutes integer not null,
  late_minutes integer not null,
  -- Whoever made it: the account outside.
  requested_by uuid not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  keep_until timestamptz not null,
  legal_hold boolean not null default false,
  foreign key (facility_id, claim_id) references visits.claim (facility_id, id),
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  foreign key (agency_id, connection_id) references contacts.connection (agency_id, id),
  foreign key (agency_id, resident_id) references residents.resident (agency_id, id),
  foreign key (facility_id, stay_id) references residents.stay (facility_id, id),
  foreign key (facility_id, station_id) references stations.station (facility_id, id),
  unique (facility_id, id),
  unique (id, room_kind),
  check ((status in ('cancelled', 'completed', 'missed')) = (outcome is not null and cause is not null))
);
create index on visits.visit (facility_id, local_day);
create index on visits.visit (contact_id, starts_at);
create index on visits.visit (resident_id, starts_at);
create index on visits.visit (starts_at) where status in ('booked', 'in_progress');

-- The running room of a visit. Its kind is fixed when it opens.
create table visits.live_session (
  visit_id uuid primary key,
  facility_id uuid not null,
  kind text not null check (kind in ('recorded', 'unrecorded', 'privileged')),
  status text not null check (status in ('waiting', 'live', 'interrupted', 'paused', 'ended', 'terminated', 'failed')),
  paused_reason text check (paused_reason in ('recording_unproven', 'watch_unseen')),
  opened_at timestamptz not null,
  first_connected_at timestamptz,
  ended_at timestamptz,
  media_node text not null,
  -- The server that runs this room renews its lease; a room whose lease ran out is taken over.
  leased_by uuid not null,
  lease_until timestamptz not null,
  recording text not null default 'none' check (recording in ('none', 'starting', 'proven', 'unproven')),
  ending text,
  ending_by text,
  ending_reason text,
  foreign key (visit_id, kind) references visits.visit (id, room_kind),
  foreign key (facility_id, visit_id) references visits.visit (facility_id, id),
  unique (visit_id, kind),
  check (kind = 'recorded' or recording = 'none')
);
create table visits.leg (
  id uuid primary key,
  facility_id uuid not null,
  visit_id uuid not null references visits.live_session (visit_id),
  side text not null check (side in ('family', 'resident')),
  -- The account outside, or the resident.
  person_id uuid not null,
  station_id uuid,
  status text not null check (status in ('not_joined', 'joined', 'dropped', 'rejoined', 'left')),
  consented_at timestamptz,
  -- What the button said when it was pressed.
  consented_to text check (consented_to in ('recorded', 'unrecorded', 'privileged')),
  joined_at timestamptz,
  left_at timestamptz,
  unique (visit_id, side),
  check ((joined_at is null) or (consented_at is not null)),
  foreign key (facility_id, visit_id) references visits.visit (facility_id, id)
);
-- Time in which both sides really had media: a span each, pushed on only by both ends' evidence.
create table visits.connected_interval (
  id uuid primary key,
  facility_id uuid not null,
  visit_id uuid not null references visits.live_session (visit_id),
  during tstzrange not null check (lower_inc(during) and not upper_inc(during)),
  foreign key (facility_id, visit_id) references visits.visit (facility_id, id),
  constraint connected_interval_once exclude using gist (visit_id with =, during with &&)
);
-- What each end reported, a second at a time.
create table visits.evidence (
  visit_id uuid not null references visits.live_session (visit_id),
  side text not null check (side in ('family', 'resident')),
  at timestamptz not null,
  sound integer not null,
  picture integer not null,
  frames integer not null,
  frozen_ms integer not null,
  concealed_ms integer not null,
  round_trip_ms integer,
  lost integer not null,
  primary key (visit_id, side, at)
);
-- The one record all sides see: ids, codes and numbers, never names or words. Insert-only.
create table visits.timeline (
  id uuid primary key,
  facility_id uuid not null,
  visit_id uuid not null,
  seq bigint generated always as identity,
  at timestamptz not null,
  code text not null,
  facts jsonb not null default '{}',
  foreign key (facility_id, visit_id) references visits.visit (facility_id, id)
);
create index on visits.timeline (visit_id, at, seq);
create table visits.chat (
  id uuid primary key,
  facility_id uuid not null,
  visit_id uuid not null references visits.live_session (visit_id),
  side text not null check (side in ('family', 'resident')),
  words text not null check (length(words) between 1 and 500),
  locale text not null,
  at timestamptz not null,
  keep_until timestamptz not null
);
create index on visits.chat (visit_id, at);
-- Staff watching: refused by the database for a privileged visit.
create table visits.watch (
  id uuid primary key,
  facility_id uuid not null,
  visit_id uuid not null,
  room_kind text not null check (room_kind <> 'privileged'),
  staff_id uuid not null,
  role text not null,
  asked_at timestamptz not null,
  family_saw_at timestamptz,
  resident_saw_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  foreign key (visit_id, room_kind) references visits.live_session (visit_id, kind),
  foreign key (facility_id, visit_id) references visits.visit (facility_id, id),
  -- Both screens have shown the notice before the first packet goes to staff.
  check (started_at is null or (family_saw_at is not null and resident_saw_at is not null))
);
create index on visits.watch (visit_id);
create table visits.intervention (
  id uuid primary key,
  facility_id uuid not null,
  visit_id uuid not null references visits.live_session (visit_id),
  staff_id uuid not null,
  role text not null,
  kind text not null check (kind in ('warn', 'mute', 'pause', 'end')),
  reason text not null,
  -- What both sides read; erasable.
  words text,
  at timestamptz not null,
  foreign key (facility_id, visit_id) references visits.visit (facility_id, id)
);

-- recordings: one of a visit, never of a privileged one.
create table recordings.recording (
  visit_id uuid primary key,
  facility_id uuid not null,
  room_kind text not null check (room_kind = 'recorded'),
  status text not null check (status in ('recording', 'queued', 'processing', 'ready', 'failed')),
  progress real not null default 0 check (progress between 0 and 1),
  seconds real,
  bytes bigint,
  sha256 text,
  blob_id uuid,
  -- Sealed with the server's own key; deleting it deletes every copy of the file.
  blob_key bytea,
  failure text,
  made_at timestamptz not null,
  ready_at timestamptz,
  keep_until timestamptz not null,
  legal_hold boolean not null default false,
  foreign key (visit_id, room_kind) references visits.live_session (visit_id, kind),
  foreign key (facility_id, visit_id) references visits.visit (facility_id, id)
);
create table recordings.segment (
  id uuid primary key,
  facility_id uuid not null,
  visit_id uuid not null references recordings.recording (visit_id),
  side text not null check (side in ('family', 'resident')),
  kind text not null check (kind in ('audio', 'video')),
  started_at timestamptz not null,
  seconds real not null,
  bytes bigint not null,
  sha256 text not null,
  path text not null
);
create table recordings.disclosure (
  id uuid primary key,
  facility_id uuid not null,
  visit_id uuid not null references recordings.recording (visit_id),
  staff_id uuid not null,
  account_id uuid not null,
  purpose text not null,
  basis text not null,
  at timestamptz not null,
  expires_at timestamptz not null
);
