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
