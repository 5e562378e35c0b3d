-- Stays: how one ended, and every event of custody with its reason.
alter table residents.stay add column ended_how text check (ended_how in ('released', 'transferred'));
update residents.stay set ended_how = 'released' where released_at is not null;
-- An end that says nothing more, as from a list, is a release.
alter table residents.stay add check (released_at is not null or ended_how is null);
alter table residents.custody_event drop constraint custody_event_kind_check;
alter table residents.custody_event add constraint custody_event_kind_check
  check (kind in ('admitted', 'moved', 'released', 'release_undone', 'transferred_out', 'transferred_in'));
-- A code, never words.
alter table residents.custody_event add column reason text;
create index on residents.custody_event (stay_id, at);

-- Two residents who must not meet. Which of the two is named first means nothing.
create table residents.keep_apart (
  id uuid primary key,
  agency_id uuid not null,
  resident_id uuid not null,
  other_resident_id uuid not null check (other_resident_id <> resident_id),
  -- Where it was entered, and from where it is known.
  facility_id uuid not null,
  source text not null check (source in ('court_order', 'staff_report', 'asked_by_person', 'investigation')),
  -- What staff wrote about it; erasable.
  words text,
  from_day date not null,
  until_day date check (until_day >= from_day),
  made_at timestamptz not null,
  made_by uuid,
  ended_at timestamptz,
  ended_by uuid,
  keep_until timestamptz,
  foreign key (agency_id, resident_id) references residents.resident (agency_id, id),
  foreign key (agency_id, other_resident_id) references residents.resident (agency_id, id),
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id)
);
create index on residents.keep_apart (resident_id) where ended_at is null;
create index on residents.keep_apart (other_resident_id) where ended_at is null;

-- A resident and a contact who must not meet: an agency's own decision, which no other agency sees.
create table contacts.keep_apart (
  id uuid primary key,
  agency_id uuid not null,
  resident_id uuid not null,
  contact_id uuid not null references contacts.contact (id),
  facility_id uuid not null,
  source text not null check (source in ('court_order', 'staff_report', 'asked_by_person', 'investigation')),
  words text,
  from_day date not null,
  until_day date check (until_day >= from_day),
  made_at timestamptz not null,
  made_by uuid,
  ended_at timestamptz,
  ended_by uuid,
  keep_until timestamptz,
  foreign key (agency_id, resident_id) references residents.resident (agency_id, id),
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id)
);
create index on contacts.keep_apart (resident_id, contact_id) where ended_at is null;

-- A person who was written down twice: everything that hung on one hangs on the other, and what was moved is kept, to be given back.
alter table residents.resident add column merged_into uuid;
alter table residents.resident add foreign key (agency_id, merged_into) references residents.resident (agency_id, id);
alter table residents.resident add check (merged_into <> id);
create table residents.merge (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  from_resident_id uuid not null,
  into_resident_id uuid not null check (into_resident_id <> from_resident_id),
  made_at timestamptz not null,
  made_by uuid,
  undone_at timestamptz,
  undone_by uuid,
  foreign key (agency_id, from_resident_id) references residents.resident (agency_id, id),
  foreign key (agency_id, into_resident_id) references residents.resident (agency_id, id),
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id)
);
create index on residents.merge (into_resident_id) where undone_at is null;
-- Each value that a merge changed, in order: ids and codes only.
create table residents.merge_step (
  merge_id uuid not null references residents.merge (id),
  position integer not null,
  table_name text not null,
  row_key text not null,
  column_name text not null,
  value_before text,
  value_after text,
  primary key (merge_id, position)
);

-- A visit that no longer fits: staff look at it, and keep it or cancel it. Never silently dropped.
create table visits.flag (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  visit_id uuid not null,
  reason text not null check (reason in ('released', 'transferred', 'unit_moved', 'keep_apart')),
  raised_at timestamptz not null,
  -- When it is cancelled by itself, unless somebody decides before; null for never.
  cancels_at timestamptz,
  resolved_at timestamptz,
  resolution text check (resolution in ('kept', 'cancelled', 'fits_again', 'over')),
  resolved_by uuid,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  foreign key (facility_id, visit_id) references visits.visit (facility_id, id),
  check ((resolved_at is null) = (resolution is null))
);
create unique index on visits.flag (visit_id, reason) where resolved_at is null;
create index on visits.flag (cancels_at) where resolved_at is null;
create index on visits.flag (facility_id) where resolved_at is null;

grant select, insert, update on residents.keep_apart, residents.merge, contacts.keep_apart, visits.flag to throughline_app;
-- What was moved can be read back and never rewritten.
grant select, insert on residents.merge_step to throughline_app;
-- Whose place it is follows the person when two records of one are merged.
grant update (resident_id, connection_id, stay_id) on visits.claim to throughline_app;
