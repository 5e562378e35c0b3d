-- Several screens in one live session: a leg is known by its seat. Who booked keeps the seat `family`, the resident `resident`; rows of before stand as they are.

alter table visits.leg drop constraint leg_side_check, drop constraint leg_visit_id_side_key;
alter table visits.leg add column seat text, add column role text;
update visits.leg set seat = side;
alter table visits.leg
  alter column seat set not null,
  add constraint leg_seat check (seat in ('resident', 'family', 'family_2', 'family_3', 'family_4', 'staff')),
  add constraint leg_side check (side = case when seat in ('resident', 'staff') then seat else 'family' end),
  -- Staff who take part are named by the role in which they do.
  add constraint leg_role check ((side = 'staff') = (role is not null)),
  add constraint leg_once unique (visit_id, seat),
  add constraint leg_one_seat_each unique (visit_id, side, person_id);

alter table visits.evidence drop constraint evidence_side_check;
alter table visits.evidence rename column side to seat;
alter table visits.evidence add constraint evidence_seat check (seat in ('resident', 'family', 'family_2', 'family_3', 'family_4', 'staff'));

alter table visits.chat drop constraint chat_side_check;
alter table visits.chat rename column side to seat;
alter table visits.chat add constraint chat_seat check (seat in ('resident', 'family', 'family_2', 'family_3', 'family_4', 'staff'));

alter table recordings.segment drop constraint segment_side_check;
alter table recordings.segment rename column side to seat;
alter table recordings.segment add constraint segment_seat check (seat in ('resident', 'family', 'family_2', 'family_3', 'family_4', 'staff'));
