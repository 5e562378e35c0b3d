-- Times are parameters everywhere: no default says now(). Ids are UUIDv7 made in code.
-- The migrating role owns everything; the app role's rights are granted at the end of each file, insert-only where a record must stand.
create extension if not exists btree_gist;

create schema audit;
create schema identity;
create schema facilities;
create schema residents;
create schema contacts;
create schema stations;
create schema notifications;

-- A world is born demo or real, and never turned.
create schema world;
create table world.birth (
  one boolean primary key default true check (one),
  kind text not null check (kind in ('demo', 'real')),
  born_at timestamptz not null
);

-- audit: who did what to whom. Ids and codes only; words live in an erasable row beside it.
create table audit.entry (
  id uuid primary key,
  at timestamptz not null,
  agency_id uuid,
  facility_id uuid,
  actor_realm text not null check (actor_realm in ('outside', 'inside', 'station', 'staff', 'system', 'nobody')),
  actor_id uuid,
  what text not null check (what ~ '^[a-z_]+\.[a-z_]+$'),
  subject_id uuid,
  facts jsonb not null default '{}',
  request_id text
);
create index on audit.entry (facility_id, id desc);
create index on audit.entry (subject_id, id desc);
create table audit.words (
  entry_id uuid primary key references audit.entry (id),
  words text not null,
  keep_until timestamptz not null
);

-- identity: accounts of the two realms that have one, sign-ins of all three.
create table identity.account (
  id uuid primary key,
  realm text not null check (realm in ('outside', 'staff')),
  email text not null check (email = lower(email)),
  password_hash text,
  email_confirmed_at timestamptz,
  locale text not null check (locale in ('en', 'es')),
  status text not null check (status in ('invited', 'active', 'closed')),
  locked_until timestamptz,
  failed_tries integer not null default 0,
  made_at timestamptz not null,
  unique (realm, email)
);
create table identity.staff_member (
  id uuid primary key,
  account_id uuid not null unique references identity.account (id),
  agency_id uuid not null,
  given_name text not null,
  family_name text not null
);
create table identity.staff_grant (
  id uuid primary key,
  account_id uuid not null references identity.account (id),
  role text not null check (role in ('visitation_officer', 'supervisor', 'facility_administrator', 'agency_administrator', 'overseer')),
  agency_id uuid not null,
  facility_id uuid,
  granted_at timestamptz not null,
  granted_by uuid,
  revoked_at timestamptz,
  revoked_by uuid,
  check (facility_id is not null or role in ('agency_administrator', 'overseer'))
);
create unique index on identity.staff_grant (account_id, role, agency_id, coalesce(facility_id, agency_id)) where revoked_at is null;
create index on identity.staff_grant (facility_id) where revoked_at is null;
create table identity.sign_in (
  id uuid primary key,
  realm text not null check (realm in ('outside', 'inside', 'staff')),
  account_id uuid references identity.account (id),
  -- Inside: resident, stay and station; those domains stand below this one, so no foreign keys.
  resident_id uuid,
  stay_id uuid,
  station_id uuid,
  agency_id uuid,
  facility_id uuid,
  token_hash bytea not null unique,
  label text not null,
  made_at timestamptz not null,
  last_active_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_why text,
  check ((realm = 'inside') = (resident_id is not null and stay_id is not null and station_id is not null and account_id is null)),
  check ((realm <> 'inside') = (account_id is not null))
);
create index on identity.sign_in (account_id) where revoked_at is null;
create index on identity.sign_in (station_id) where revoked_at is null;
create index on identity.sign_in (resident_id) where revoked_at is null;
-- Links and short tickets: only their hash is kept; the secret is made when it is sent.
create table identity.link (
  id uuid primary key,
  account_id uuid not null references identity.account (id),
  purpose text not null check (purpose in ('confirm_email', 'reset_password', 'invitation', 'second_factor', 'enrol_factor')),
  token_hash bytea not null unique,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  tries integer not null default 0
);
create table identity.second_factor (
  account_id uuid primary key references identity.account (id),
  secret_sealed bytea not null,
  confirmed_at timestamptz,
  -- The newest time step used: a code works once (RFC 6238, 5.2).
  last_step bigint not null default 0
);
create table identity.recovery_code (
  id uuid primary key,
  account_id uuid not null references identity.account (id),
  code_hash bytea not null,
  used_at timestamptz
);
create table identity.factor_reset (
  id uuid primary key,
  account_id uuid not null references identity.account (id),
  facility_id uuid not null,
  requested_by uuid not null references identity.account (id),
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  approved_by uuid references identity.account (id),
  approved_at timestamptz,
  check (approved_by is null or approved_by <> requested_by),
  check (account_id <> requested_by and (approved_by is null or account_id <> approved_by))
);
-- Throttling: tries by what they were aimed at (a hash), never the address or number itself.
create table identity.try (
  id uuid primary key,
  kind text not null,
  key_hash bytea not null,
  at timestamptz not null
);
create index on identity.try (kind, key_hash, at);

-- facilities
create table facilities.agency (
  id uuid primary key,
  name text not null
);
create table facilities.facility (
  id uuid primary key,
  agency_id uuid not null references facilities.agency (id),
  name text not null,
  kind text not null check (kind in ('prison', 'jail')),
  time_zone text not null,
  place text not null,
  phone text,
  unique (agency_id, id)
);
create table facilities.unit (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  parent_id uuid,
  name text not null,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  foreign key (facility_id, parent_id) references facilities.unit (facility_id, id),
  unique (facility_id, id),
  unique (facility_id, parent_id, name)
);
-- The rules of a facility, dated: the newest row that has begun is in force.
create table facilities.policy (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  valid_from date not null,
  notice_min_hours integer not null check (notice_min_hours >= 0),
  notice_max_days integer not null check (notice_max_days between 1 and 90),
  visits_per_week integer check (visits_per_week > 0),
  -- ISO weekday on which the facility's week begins.
  week_starts integer not null default 1 check (week_starts between 1 and 7),
  early_minutes integer not null check (early_minutes between 0 and 60),
  late_minutes integer not null check (late_minutes between 0 and 60),
  visits_recorded boolean not null,
  keep_recordings_days integer not null check (keep_recordings_days > 0),
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  unique (facility_id, valid_from)
);
create table facilities.closed_day (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  day date not null,
  reason jsonb not null,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  unique (facility_id, day)
);

-- residents
create table residents.resident (
  id uuid primary key,
  agency_id uuid not null references facilities.agency (id),
  given_name text not null,
  family_name text not null,
  birth_date date,
  locale text not null default 'en' check (locale in ('en', 'es')),
  unique (agency_id, id)
);
create table residents.stay (
  id uuid primary key,
  agency_id uuid not null,
  resident_id uuid not null,
  facility_id uuid not null,
  unit_id uuid,
  booking_number text not null,
  admitted_at timestamptz not null,
  released_at timestamptz,
  foreign key (agency_id, resident_id) references residents.resident (agency_id, id),
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  foreign key (facility_id, unit_id) references facilities.unit (facility_id, id),
  unique (facility_id, id),
  unique (facility_id, booking_number)
);
create unique index on residents.stay (resident_id) where released_at is null;
create table residents.custody_event (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  stay_id uuid not null,
  kind text not null check (kind in ('admitted', 'moved', 'released')),
  unit_id uuid,
  at timestamptz not null,
  foreign key (facility_id, stay_id) references residents.stay (facility_id, id)
);

-- contacts: people outside belong to no agency; what an agency decides about them does.
create table contacts.contact (
  id uuid primary key,
  account_id uuid not null unique references identity.account (id),
  given_name text not null,
  family_name text not null,
  birth_date date not null
);
create table contacts.connection (
  id uuid primary key,
  agency_id uuid not null,
  resident_id uuid not null,
  contact_id uuid not null references contacts.contact (id),
  relationship text not null check (relationship in ('parent', 'child', 'spouse', 'partner', 'sibling', 'grandparent', 'other_family', 'friend')),
  status text not null check (status in ('requested', 'under_review', 'approved', 'auto_approved', 'rejected', 'withdrawn', 'suspended', 'ended')),
  reason text,
  -- What staff added; erasable, told to both sides.
  reason_words text,
  requested_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  foreign key (agency_id, resident_id) references residents.resident (agency_id, id),
  unique (agency_id, id),
  check ((status in ('requested', 'under_review', 'withdrawn')) or (decided_at is not null and reason is not null))
);
create unique index on contacts.connection (resident_id, contact_id) where status not in ('rejected', 'withdrawn', 'ended');

-- stations
create table stations.station (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  unit_id uuid,
  name text not null,
  kind text not null check (kind in ('kiosk', 'tablet', 'booth', 'wall_phone')),
  status text not null check (status in ('active', 'inactive', 'blocked')),
  -- The public half of the station's key (JWK) and its RFC 7638 thumbprint.
  public_key jsonb,
  key_thumbprint text unique,
  enrolled_at timestamptz,
  last_seen_at timestamptz,
  camera text not null default 'unknown' check (camera in ('works', 'missing', 'denied', 'unknown')),
  microphone text not null default 'unknown' check (microphone in ('works', 'missing', 'denied', 'unknown')),
  app_version text,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  foreign key (facility_id, unit_id) references facilities.unit (facility_id, id),
  unique (facility_id, id),
  unique (facility_id, name)
);
create table stations.enrolment (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  station_id uuid not null,
  code_hash bytea not null unique,
  made_by uuid,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  foreign key (facility_id, station_id) references stations.station (facility_id, id)
);
-- Once-only numbers of proofs, kept as long as a proof of that age would be taken.
create table stations.proof_used (
  station_id uuid not null references stations.station (id),
  jti text not null,
  expires_at timestamptz not null,
  primary key (station_id, jti)
);
create index on stations.proof_used (expires_at);
create table stations.credential (
  resident_id uuid primary key,
  agency_id uuid not null,
  pin_hash text,
  code_hash text,
  code_expires_at timestamptz,
  last_sign_in_at timestamptz,
  wrong_tries_since integer not null default 0,
  foreign key (agency_id, resident_id) references residents.resident (agency_id, id)
);
-- Wrong tries lock a resident at one station (station_id), a slower limit locks across stations (null).
create table stations.lockout (
  id uuid primary key,
  agency_id uuid not null,
  resident_id uuid not null,
  station_id uuid,
  locked_at timestamptz not null,
  locked_until timestamptz not null,
  unlocked_at timestamptz,
  unlocked_by uuid,
  foreign key (agency_id, resident_id) references residents.resident (agency_id, id)
);
create index on stations.lockout (resident_id) where unlocked_at is null;
create table stations.wrong_try (
  id uuid primary key,
  resident_id uuid not null references residents.resident (id),
  station_id uuid not null references stations.station (id),
  at timestamptz not null
);
create index on stations.wrong_try (resident_id, at);

-- notifications: every delivery logged; the secret parts of a letter are made when it is sent and stand nowhere.
create table notifications.delivery (
  id uuid primary key,
  account_id uuid not null references identity.account (id),
  template text not null,
  facts jsonb not null default '{}',
  status text not null check (status in ('queued', 'sent', 'failed')),
  tries integer not null default 0,
  made_at timestamptz not null,
  sent_at timestamptz,
  last_error text
);
create index on notifications.delivery (account_id, made_at);
-- What a demonstration would have sent; a real world has no way to write here (see the check in notifications).
create table notifications.outbox (
  id uuid primary key,
  at timestamptz not null,
  letter jsonb not null
);
