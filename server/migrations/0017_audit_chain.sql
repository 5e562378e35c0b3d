-- The record is sealed into a hash chain for each facility, by a job, outside the transactions that write it: a chained insert would serialise everything.

-- What waits to be sealed. A trigger adds a line in the transaction of the row itself, so a row that commits late waits like any other:
-- no cursor over ids or times could skip it.
create table audit.unsealed (
  -- The facility; where a row has none the agency; where it has neither, zeros: the chain of the whole world.
  chain uuid not null,
  kind text not null check (kind in ('facility', 'agency', 'world')),
  row_id uuid not null,
  source text not null,
  primary key (chain, row_id, source)
);
-- One link of a chain: hash = SHA-256 over everything else in this row. Two servers can't both follow the same link.
create table audit.seal (
  chain uuid not null,
  number bigint not null check (number > 0),
  kind text not null check (kind in ('facility', 'agency', 'world')),
  form integer not null,
  count integer not null check (count > 0),
  -- Rows in the chain up to and with this seal.
  total bigint not null,
  first_id uuid not null,
  last_id uuid not null,
  rows_hash text not null,
  previous_hash text not null,
  hash text not null,
  sealed_at timestamptz not null,
  primary key (chain, number),
  unique (chain, previous_hash),
  unique (hash)
);
-- The rows of a seal in their order, each with the hash of what it said.
create table audit.sealed (
  chain uuid not null,
  number bigint not null,
  place integer not null,
  source text not null,
  row_id uuid not null,
  row_hash text not null,
  primary key (chain, number, place),
  unique (source, row_id),
  foreign key (chain, number) references audit.seal (chain, number)
);
-- A row whose day was over: deleting it is itself a row of the record, and sealed. A sealed row that is gone without one was taken away.
create table audit.erasure (
  id uuid primary key,
  at timestamptz not null,
  agency_id uuid,
  facility_id uuid,
  source text not null,
  row_id uuid not null,
  why text not null check (why ~ '^[a-z_]+$'),
  unique (source, row_id)
);
-- Where each chain stood at the end of a day, as it was published.
create table audit.head (
  chain uuid not null,
  day date not null,
  kind text not null check (kind in ('facility', 'agency', 'world')),
  number bigint not null,
  total bigint not null,
  hash text not null,
  sealed_at timestamptz not null,
  primary key (chain, day)
);

create function audit.wait_for_seal() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  it jsonb := to_jsonb(new);
  facility uuid := (it ->> 'facility_id')::uuid;
  agency uuid := (it ->> 'agency_id')::uuid;
begin
  insert into audit.unsealed (chain, kind, row_id, source) values (
    coalesce(facility, agency, '00000000-0000-0000-0000-000000000000'),
    case when facility is not null then 'facility' when agency is not null then 'agency' else 'world' end,
    (it ->> 'id')::uuid, tg_table_schema || '.' || tg_table_name);
  return null;
end $$;
revoke all on function audit.wait_for_seal() from public;
create trigger wait_for_seal after insert on audit.entry for each row execute function audit.wait_for_seal();
create trigger wait_for_seal after insert on audit.erasure for each row execute function audit.wait_for_seal();
create trigger wait_for_seal after insert on visits.timeline for each row execute function audit.wait_for_seal();

insert into audit.unsealed (chain, kind, row_id, source)
select coalesce(facility_id, agency_id, '00000000-0000-0000-0000-000000000000'),
  case when facility_id is not null then 'facility' when agency_id is not null then 'agency' else 'world' end, id, 'audit.entry'
from audit.entry
union all
select facility_id, 'facility', id, 'visits.timeline' from visits.timeline;

create index on audit.entry (actor_id, id desc);
create index on audit.entry (facility_id, what, id desc);

grant select, insert on audit.seal, audit.sealed, audit.erasure, audit.head to throughline_app;
-- Lines are added by the trigger alone; the job takes away those it has sealed.
grant select, delete on audit.unsealed to throughline_app;

-- Whom families may ask, as the public page says it: beside the phone, the post address and who answers, in every language.
alter table facilities.facility add column address text, add column ask jsonb;

-- A person's whole record, made for a court: a file for a time, encrypted with a key of its own, and every look at it in the audit.
create schema oversight;
create table oversight.record_export (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  resident_id uuid not null,
  asked_by uuid not null references identity.account (id),
  purpose text not null check (purpose in ('court_order', 'hearing', 'complaint', 'oversight')),
  -- What staff wrote; goes with the row, and stands beside the audit's entry as long as other reasons do.
  basis text not null,
  status text not null check (status in ('queued', 'ready', 'failed')),
  made_at timestamptz not null,
  ready_at timestamptz,
  bytes bigint,
  sha256 text,
  blob_id uuid,
  -- Sealed with the server's own key; without it the file is noise.
  blob_key bytea,
  keep_until timestamptz not null,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  foreign key (agency_id, resident_id) references residents.resident (agency_id, id),
  unique (facility_id, id),
  check ((status = 'ready') = (blob_id is not null and blob_key is not null))
);
create index on oversight.record_export (keep_until);
grant usage on schema oversight to throughline_app;
grant select, insert, delete on oversight.record_export to throughline_app;
grant update (status, ready_at, bytes, sha256, blob_id, blob_key) on oversight.record_export to throughline_app;

-- What each domain publishes of a person for such a file, read only. Published by residents, contacts, visits and recordings.
create view residents.custody_line as
select s.resident_id, e.facility_id, e.id, e.stay_id, s.booking_number, e.kind, u.name as unit_name, e.at
from residents.custody_event e
join residents.stay s on s.id = e.stay_id
left join facilities.unit u on u.id = e.unit_id;
create view contacts.connection_line as
select c.resident_id, c.id, c.contact_id, p.given_name, p.family_name, c.relationship, c.status, c.reason, c.reason_words, c.requested_at, c.decided_at
from contacts.connection c join contacts.contact p on p.id = c.contact_id;
create view visits.visit_line as
select v.resident_id, v.facility_id, v.id, v.stay_id, v.connection_id, v.contact_id, p.given_name, p.family_name, v.status, v.outcome, v.cause, v.reason,
  v.mode, v.room_kind, v.starts_at, v.ends_at, v.made_at, v.ended_at
from visits.visit v join contacts.contact p on p.id = v.contact_id;
create view recordings.disclosure_line as
select d.visit_id, d.facility_id, d.id, n.name as staff_name, d.purpose, d.basis, d.at
from recordings.disclosure d left join identity.staff_name n on n.account_id = d.account_id;
grant select on residents.custody_line, contacts.connection_line, visits.visit_line, recordings.disclosure_line to throughline_app;
