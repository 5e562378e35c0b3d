-- A list that staff sent, from its first row to what came of it: the page draws this, and finds it again. Counts, line numbers and codes:
-- nothing of what stands in the list.
drop table residents.roster_progress;
create table residents.roster_run (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  act text not null check (act in ('plan', 'import')),
  source text not null,
  kind text not null check (kind in ('full', 'delta')),
  state text not null check (state in ('going', 'done', 'refused', 'lost')),
  -- Where it is, or where it ended.
  stage text not null check (stage in ('reading', 'planning', 'writing')),
  rows integer not null,
  -- What the list would do, or did, without its acts.
  told jsonb,
  -- Codes and numbers of a refusal.
  problems text[] not null default '{}',
  facts jsonb not null default '{}',
  made_by uuid,
  started_at timestamptz not null,
  -- When the server that does it was last heard of.
  at timestamptz not null,
  keep_until timestamptz not null,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id)
);
create index on residents.roster_run (facility_id, started_at desc);
create index on residents.roster_run (keep_until);
grant select, insert, update, delete on residents.roster_run to throughline_app;
