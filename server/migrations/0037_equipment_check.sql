-- contacts: what somebody's own check of their phone or computer found, kept with its date for them alone. Staff have no way to it.
create table contacts.equipment_check (
  id uuid primary key,
  contact_id uuid not null references contacts.contact (id),
  started_at timestamptz not null,
  -- How often the engine answered this check: a check whose line was never tried says nothing of it.
  echoes integer not null default 0,
  ended_at timestamptz,
  camera text check (camera in ('works', 'denied', 'missing', 'busy', 'unsupported')),
  microphone text check (microphone in ('works', 'silent', 'denied', 'missing', 'busy', 'unsupported')),
  speaker text check (speaker in ('heard', 'not_heard')),
  -- As it was measured; null where nothing came back, or nothing was tried.
  measured jsonb,
  check (ended_at is null or (camera is not null and microphone is not null and speaker is not null))
);
create index on contacts.equipment_check (contact_id, ended_at desc);
grant select, insert, update, delete on contacts.equipment_check to throughline_app;

create view contacts.keep_equipment_check as
select c.id, null::uuid as agency_id, null::uuid as facility_id, c.started_at as since, array[]::uuid[] as subjects
from contacts.equipment_check c;
insert into keeping.rule (turn, kind, target, key_column, source, keep_days) values
  (407, 'equipment_check', 'contacts.equipment_check', 'id', 'contacts.keep_equipment_check', 90);

-- stations: each direction of an echo test where the two can be told apart, by which way it went, and what the kiosk said of its equipment that night.
alter table stations.echo_test
  add column sent_kbps integer check (sent_kbps >= 0),
  add column sent_lost_percent real check (sent_lost_percent between 0 and 100),
  add column way text check (way in ('direct', 'relayed')),
  add column camera text check (camera in ('works', 'missing', 'denied', 'unknown')),
  add column microphone text check (microphone in ('works', 'missing', 'denied', 'unknown')),
  add column speaker text check (speaker in ('works', 'missing', 'unknown'));
