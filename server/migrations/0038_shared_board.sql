-- Together: the sheet of paper that both sides of a visit draw on, put pictures on and turn the pages of.

-- facilities: whether families may put up pictures of their own. What lies on the facility's own shelf may always be put up.
alter table facilities.policy
  add column shared_pictures text not null default 'reviewed' check (shared_pictures in ('allowed', 'reviewed', 'off'));

-- visits: a picture, or the pages of a PDF: sent by a family for one visit, or lying on the facility's own shelf (visit_id is null).
create table visits.together_sheet (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  visit_id uuid,
  -- A privileged visit has none: nobody but its two sides may know what it was about.
  room_kind text check (room_kind <> 'privileged'),
  -- The account that sent it.
  sent_by uuid not null,
  -- Words for who cannot see it, by language; a shelf's sheet is called by them, too.
  alt jsonb not null,
  status text not null check (status in ('coming', 'waiting', 'allowed', 'refused', 'taken_off')),
  cut boolean not null default false,
  reason text check (reason in ('not_allowed_here', 'shows_somebody_else', 'not_readable', 'about_a_case', 'other')),
  decided_by uuid,
  decided_at timestamptz,
  made_at timestamptz not null,
  -- Null only while it lies on the shelf: once it is taken off it goes when no visit that is kept has it up.
  keep_until timestamptz,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  foreign key (facility_id, visit_id) references visits.visit (facility_id, id),
  foreign key (visit_id, room_kind) references visits.visit (id, room_kind),
  unique (facility_id, id),
  check ((visit_id is null) = (room_kind is null)),
  check (visit_id is null or keep_until is not null),
  check ((status = 'refused') = (reason is not null))
);
create index on visits.together_sheet (visit_id);
create index on visits.together_sheet (facility_id, status);

-- One page of a sheet, made anew as a JPEG. Its file has this id; without the key it is noise.
create table visits.together_picture (
  id uuid primary key,
  facility_id uuid not null,
  sheet_id uuid not null,
  number integer not null check (number between 1 and 40),
  key bytea,
  bytes integer,
  sha256 text,
  foreign key (facility_id, sheet_id) references visits.together_sheet (facility_id, id),
  unique (sheet_id, number),
  unique (facility_id, id)
);

-- A visit's own. `keep_until` is that of the recording; what is not recorded is not kept beyond the visit.
create table visits.together (
  visit_id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  room_kind text not null check (room_kind <> 'privileged'),
  opened_at timestamptz not null,
  keep_until timestamptz not null,
  -- Which page both sides have before them.
  page_id uuid not null,
  -- How far the steps go, and how many bytes they hold.
  seq integer not null default 0,
  bytes integer not null default 0,
  -- All steps up to `folded_seq` in one, so that it opens quickly; the steps stay, to be played back.
  folded bytea,
  folded_seq integer not null default 0,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  foreign key (facility_id, visit_id) references visits.visit (facility_id, id),
  foreign key (visit_id, room_kind) references visits.live_session (visit_id, kind),
  unique (facility_id, visit_id)
);

create table visits.together_page (
  id uuid primary key,
  facility_id uuid not null,
  visit_id uuid not null,
  number integer not null,
  -- The act that put it up, so that a retry puts it up once.
  put_up_id uuid not null,
  picture_id uuid,
  put_up_by text not null,
  at timestamptz not null,
  foreign key (facility_id, visit_id) references visits.together (facility_id, visit_id),
  foreign key (facility_id, picture_id) references visits.together_picture (facility_id, id) on delete set null (picture_id),
  unique (visit_id, number)
);
create index on visits.together_page (picture_id);

-- What happened on it, in order. A record: added to, never changed.
create table visits.together_step (
  visit_id uuid not null,
  facility_id uuid not null,
  seq integer not null,
  at timestamptz not null,
  seat text not null,
  step text not null check (step in ('drawn', 'cleared', 'turned', 'put_up')),
  page_id uuid,
  -- A Yjs update, as the server itself wrote it after it had read what was sent.
  update_bytes bytea check (length(update_bytes) <= 1048576),
  primary key (visit_id, seq),
  foreign key (facility_id, visit_id) references visits.together (facility_id, visit_id),
  check ((step in ('drawn', 'cleared')) = (update_bytes is not null))
);

grant select, insert, update on visits.together, visits.together_sheet, visits.together_picture to throughline_app;
grant select, insert on visits.together_page, visits.together_step to throughline_app;
grant delete on visits.together_sheet, visits.together_picture to throughline_app;

create view visits.keep_together as
select t.visit_id as id, k.agency_id, k.facility_id, t.keep_until as since, k.subjects
from visits.together t join visits.keep_record k on k.id = t.visit_id;
insert into keeping.rule (turn, kind, target, key_column, source, keep_days) values
  (118, 'drawing', 'visits.together', 'visit_id', 'visits.keep_together', null);

-- Sheets whose time is over, with their pictures; by code, because they have files.
create view visits.keep_together_sheet as
select s.id, s.agency_id, s.facility_id, s.keep_until as since, coalesce(k.subjects, array[]::uuid[]) as subjects
from visits.together_sheet s left join visits.keep_record k on k.id = s.visit_id
where s.keep_until is not null and (s.visit_id is not null
  or not exists (select from visits.together_picture p join visits.together_page g on g.picture_id = p.id where p.sheet_id = s.id));
grant select on visits.keep_together_sheet to throughline_app;
