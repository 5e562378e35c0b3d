-- An officer's hand in a live visit: who is muted, whose camera is off and what is paused stand in rows, so that a room taken up again is still so.

alter table visits.intervention drop constraint intervention_kind_check;
alter table visits.intervention
  add constraint intervention_kind check (kind in ('warn', 'mute', 'unmute', 'camera_off', 'camera_on', 'pause', 'resume', 'end')),
  -- Whom it holds for: a seat, or everybody of the visit.
  add column seat text check (seat in ('resident', 'family', 'family_2', 'family_3', 'family_4', 'staff', 'all')),
  -- In which language typed words were written.
  add column locale text check (locale in ('en', 'es')),
  -- In the order in which they were done: two may fall on one instant.
  add column seq bigint generated always as identity,
  add constraint intervention_seat check ((kind in ('mute', 'unmute', 'camera_off', 'camera_on')) = (seat is not null));
create index on visits.intervention (visit_id);

-- Which visits may go on only while an officer watches.
alter table facilities.policy
  add column watch_required text not null default 'none' check (watch_required in ('none', 'first_visits', 'all'));
-- Fixed when the visit is booked, as those who come were told; a lawyer's visit is nobody's to watch.
alter table visits.visit
  add column must_be_watched boolean not null default false,
  add constraint visit_privileged_unwatched check (not (must_be_watched and room_kind = 'privileged'));
alter table visits.live_session drop constraint live_session_paused_reason_check;
alter table visits.live_session
  add constraint live_session_paused_reason check (paused_reason in ('staff', 'recording_unproven', 'watch_unseen', 'watch_needed')),
  -- When staff were told that people wait here for an officer; null while one watches, and where none need watch.
  add column watch_told_at timestamptz;
