-- People outside and what connects them: who looks at a request and by when, what limits it, ID pictures, guests, requests that fit nobody,
-- people whom a resident named, and somebody's own data.

-- The rules for requests, with the facility's other rules. Nothing is approved by itself unless a facility says so.
alter table facilities.policy
  add column connections_auto_approved boolean not null default false,
  add column connection_decision_days integer not null default 7 check (connection_decision_days between 1 and 90),
  -- How long after a rejection the two wait before asking anew.
  add column connection_again_days integer not null default 0 check (connection_again_days between 0 and 730);

alter table contacts.connection
  -- What the contact typed: all that they are shown until the facility agrees.
  add column asked_name text,
  -- Where it was asked for. Shown to the contact while it waits, so that a move says nothing.
  add column asked_facility_id uuid,
  -- A keyed hash of everything typed, to know the same request when it comes again.
  add column asked_key bytea,
  add column due_at timestamptz,
  add column claimed_by uuid,
  add column claimed_at timestamptz,
  add column overdue_told_at timestamptz,
  add column again_from timestamptz,
  add foreign key (agency_id, asked_facility_id) references facilities.facility (agency_id, id);
create index on contacts.connection (contact_id);
create index on contacts.connection (due_at) where status in ('requested', 'under_review');

-- Every step of a connection: a record, kept as long as the connection is.
create table contacts.connection_step (
  id uuid primary key,
  agency_id uuid not null,
  connection_id uuid not null,
  facility_id uuid,
  at timestamptz not null,
  act text not null check (act in ('requested', 'claimed', 'released', 'approved', 'auto_approved', 'rejected', 'withdrawn', 'suspended', 'resumed', 'ended', 'restricted', 'restriction_lifted')),
  reason text,
  actor_realm text not null,
  actor_id uuid,
  foreign key (agency_id, connection_id) references contacts.connection (agency_id, id)
);
create index on contacts.connection_step (connection_id, id);

-- What limits a connection that stands, from a day until a day (both included, in the facility's calendar; the instants are computed from them).
create table contacts.restriction (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  connection_id uuid not null,
  kind text not null check (kind in ('banned', 'closed', 'no_contact', 'child', 'supervised')),
  from_day date not null,
  until_day date,
  starts_at timestamptz not null,
  ends_at timestamptz,
  reason text not null,
  made_at timestamptz not null,
  made_by uuid not null,
  lifted_at timestamptz,
  lifted_by uuid,
  check (until_day is null or until_day >= from_day),
  foreign key (agency_id, connection_id) references contacts.connection (agency_id, id),
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id)
);
create index on contacts.restriction (connection_id) where lifted_at is null;

-- A request that fits nobody. It looks to the contact like any other until its answer is due, so that nobody can probe for a stranger.
create table contacts.unmatched_request (
  id uuid primary key,
  contact_id uuid not null references contacts.contact (id),
  facility_id uuid not null,
  asked_name text not null,
  asked_key bytea not null,
  relationship text not null,
  requested_at timestamptz not null,
  due_at timestamptz not null,
  again_from timestamptz not null,
  withdrawn_at timestamptz,
  answered_at timestamptz,
  keep_until timestamptz not null
);
create index on contacts.unmatched_request (contact_id);

-- Somebody whom a resident named at the kiosk. The address is read only when the letter is written.
create table contacts.invitation (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  resident_id uuid not null,
  given_name text not null,
  family_name text not null,
  birth_date date,
  relationship text not null,
  email text check (email = lower(email)),
  phone text,
  made_at timestamptz not null,
  taken_back_at timestamptz,
  keep_until timestamptz not null,
  check (email is not null or phone is not null),
  foreign key (agency_id, resident_id) references residents.resident (agency_id, id),
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id)
);
create index on contacts.invitation (resident_id);

-- Files of people outside: ID pictures, and the export somebody asked for of their own data. The row is written before the file, so a crash between
-- the two leaves a row that says what to remove. A file is gone once its key is.
create table contacts.file (
  id uuid primary key,
  contact_id uuid not null references contacts.contact (id),
  kind text not null check (kind in ('front', 'back', 'selfie', 'own_data')),
  key bytea,
  bytes integer,
  sha256 text,
  made_at timestamptz not null,
  keep_until timestamptz not null,
  -- Own data only: the hash of what opens it, once.
  link_hash bytea
);
create unique index on contacts.file (contact_id, kind) where key is not null;
create index on contacts.file (keep_until);

-- Whom a contact brings: children with a birth date, and interpreters. Deleted when the contact takes them off or closes the account.
create table contacts.guest (
  id uuid primary key,
  contact_id uuid not null references contacts.contact (id),
  kind text not null check (kind in ('child', 'interpreter')),
  given_name text not null,
  family_name text not null,
  birth_date date,
  language text,
  made_at timestamptz not null,
  check ((kind = 'child') = (birth_date is not null)),
  check ((kind = 'interpreter') = (language is not null))
);
create index on contacts.guest (contact_id);

alter table contacts.contact add column closed_at timestamptz;

grant select, insert, update on contacts.restriction, contacts.unmatched_request, contacts.invitation, contacts.file, contacts.guest to throughline_app;
grant select, insert on contacts.connection_step to throughline_app;
grant delete on contacts.unmatched_request, contacts.invitation, contacts.file, contacts.guest to throughline_app;
