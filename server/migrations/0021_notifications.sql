-- A letter's way, step by step, and what each reader wants to be written about.
alter table notifications.delivery drop constraint delivery_status_check;
alter table notifications.delivery
  add constraint delivery_status_check check (status in ('queued', 'sending', 'sent', 'delivered', 'bounced', 'failed', 'not_sent')),
  -- What it is about (a visit, a connection) and where, so that staff there can be told whether the family was.
  add column subject_id uuid,
  add column agency_id uuid,
  add column facility_id uuid,
  -- Not before this; why it waits until then; and when it would come too late.
  add column send_at timestamptz,
  add column waits_for text check (waits_for in ('quiet_hours', 'retry')),
  add column useful_until timestamptz,
  add column taken_at timestamptz,
  -- No reference: the first may be forgotten before what was sent again.
  add column again_of uuid,
  add check ((agency_id is null) = (facility_id is null)),
  add foreign key (agency_id, facility_id) references facilities.facility (agency_id, id);
update notifications.delivery set send_at = made_at,
  subject_id = coalesce(facts ->> 'visitId', facts ->> 'connectionId')::uuid;
update notifications.delivery d set agency_id = v.agency_id, facility_id = v.facility_id from visits.visit v where v.id = d.subject_id;
alter table notifications.delivery alter column send_at set not null;
drop index notifications.delivery_made_at_idx;
create index on notifications.delivery (send_at) where status = 'queued';
create index on notifications.delivery (taken_at) where status = 'sending';
create index on notifications.delivery (facility_id, subject_id, made_at);

-- Each step with its time and code. Rows are added and never changed; they go when their delivery goes.
create table notifications.delivery_event (
  id uuid primary key,
  delivery_id uuid not null references notifications.delivery (id) on delete cascade,
  at timestamptz not null,
  what text not null check (what in ('asked', 'wait', 'take', 'sent', 'retry', 'fail', 'drop', 'delay', 'delivered', 'bounce')),
  code text check (code ~ '^[a-z0-9_.]{1,60}$'),
  tries integer not null
);
create index on notifications.delivery_event (delivery_id, at);

-- Kept as long as the account. No row: everything is sent, and nights are quiet.
create table notifications.setting (
  account_id uuid primary key references identity.account (id),
  -- Everything that is not needed is stopped since then; the choices by kind stay for when it is undone.
  stopped_at timestamptz,
  off text[] not null default '{}',
  quiet boolean not null default true,
  quiet_from text not null default '21:00' check (quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  quiet_to text not null default '08:00' check (quiet_to ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  time_zone text,
  changed_at timestamptz not null
);

-- Goes by the rule of 0020, now with where it belongs, so that a legal hold on a visit or a facility keeps it.
create or replace view notifications.keep_delivery as
select d.id, d.agency_id, d.facility_id, d.made_at as since, array_remove(array[d.subject_id], null) as subjects from notifications.delivery d;

grant select, insert on notifications.delivery_event to throughline_app;
grant select, insert, update on notifications.setting to throughline_app;
