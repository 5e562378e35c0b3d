-- Who may do what is looked at again every quarter, line by line: per facility, and per agency for what holds everywhere (facility_id null).
create table identity.access_review (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid,
  quarter text not null check (quarter ~ '^[0-9]{4}-Q[1-4]$'),
  state text not null check (state in ('due', 'open', 'overdue', 'done')),
  -- Days on the facility's own calendar; `overdue_at` is the instant in which the day after the last one begins there.
  due_on date not null,
  do_by date not null check (do_by >= due_on),
  overdue_at timestamptz not null,
  made_at timestamptz not null,
  opened_at timestamptz,
  opened_by uuid,
  done_at timestamptz,
  done_by uuid,
  unique (agency_id, id),
  check ((opened_at is null) = (opened_by is null)),
  check ((state = 'done') = (done_at is not null)),
  check ((done_at is null) = (done_by is null)),
  check (state <> 'open' or opened_at is not null)
);
create unique index on identity.access_review (agency_id, coalesce(facility_id, agency_id), quarter);
create unique index on identity.access_review (agency_id, coalesce(facility_id, agency_id)) where state <> 'done';
create index on identity.access_review (overdue_at) where state in ('due', 'open');

alter table identity.staff_grant add constraint staff_grant_of_agency unique (agency_id, id);
-- What stood when the review began, and what was decided about it; never decided twice.
create table identity.access_review_line (
  agency_id uuid not null,
  review_id uuid not null,
  grant_id uuid not null,
  decision text check (decision in ('confirmed', 'taken_away')),
  decided_by uuid,
  decided_at timestamptz,
  primary key (review_id, grant_id),
  foreign key (agency_id, review_id) references identity.access_review (agency_id, id),
  foreign key (agency_id, grant_id) references identity.staff_grant (agency_id, id),
  check ((decision is null) = (decided_by is null) and (decision is null) = (decided_at is null))
);
create index on identity.access_review_line (grant_id);

grant select, insert on identity.access_review, identity.access_review_line to throughline_app;
grant update (state, opened_at, opened_by, done_at, done_by) on identity.access_review to throughline_app;
grant update (decision, decided_by, decided_at) on identity.access_review_line to throughline_app;

-- A review goes with its lines, three years after it was done; one that nobody finished stays until somebody does.
create view identity.keep_access_review as
select r.id, r.agency_id, r.facility_id, r.done_at as since, array[]::uuid[] as subjects from identity.access_review r where r.done_at is not null;
insert into keeping.rule (turn, kind, target, key_column, source, keep_days) values
  (605, 'access_review', 'identity.access_review', 'id', 'identity.keep_access_review', 1095);
