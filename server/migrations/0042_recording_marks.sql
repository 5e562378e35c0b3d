-- Marks that staff set on a recording, and whether a file lets the two sides be heard apart.

alter table recordings.recording
  -- 'sides': the family's voices are on the left, the resident's on the right. Files of before have everybody in one.
  add column sound text not null default 'mixed' check (sound in ('mixed', 'sides'));

-- A moment and why somebody should look there. A record: added to, never changed; it goes with the recording.
create table recordings.mark (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  visit_id uuid not null references recordings.recording (visit_id),
  -- The look on whose ground it was set.
  disclosure_id uuid not null references recordings.disclosure (id),
  account_id uuid not null,
  at_ms integer not null check (at_ms >= 0),
  word text not null check (word in ('look_again', 'threat', 'rule_broken', 'distress', 'not_of_party', 'poor_link', 'other')),
  note text check (length(note) between 1 and 200),
  made_at timestamptz not null,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  foreign key (facility_id, visit_id) references visits.visit (facility_id, id),
  check (word <> 'other' or note is not null)
);
create index on recordings.mark (visit_id);
create index on recordings.mark (disclosure_id);
grant select, insert on recordings.mark to throughline_app;

create view recordings.keep_mark as
select m.id, k.agency_id, k.facility_id, r.keep_until as since, k.subjects
from recordings.mark m join recordings.recording r on r.visit_id = m.visit_id join visits.keep_record k on k.id = m.visit_id;
insert into keeping.rule (turn, kind, target, key_column, source, keep_days) values
  (105, 'recording', 'recordings.mark', 'id', 'recordings.keep_mark', null);
