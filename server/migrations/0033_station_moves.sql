-- A visit may be moved to another station by staff, and a station that breaks gives away its next visits.

-- A unit with itself and every unit that it lies in. Published by facilities.
create view facilities.unit_above as
with recursive above (facility_id, unit_id, above_id, parent_id) as (
  select facility_id, id, id, parent_id from facilities.unit
  union all
  select a.facility_id, a.unit_id, u.id, u.parent_id from above a join facilities.unit u on u.facility_id = a.facility_id and u.id = a.parent_id
)
select facility_id, unit_id, above_id from above;

-- Stations without something that a visit needs, until it is repaired. What somebody reports with one tap counts once staff have looked at it.
create view stations.broken as
select distinct facility_id, station_id from stations.repair
where closed_at is null and fault in ('camera', 'microphone', 'screen', 'sound') and (found_by <> 'resident' or state <> 'open');

create or replace view stations.card as
select s.id as station_id, s.agency_id, s.facility_id, s.name, u.name as unit_name, s.kind, s.status, s.last_seen_at, s.camera, s.microphone, s.unit_id, s.group_id,
  exists (select from stations.broken b where b.station_id = s.id) as broken
from stations.station s
left join facilities.unit u on u.id = s.unit_id;

create or replace view visits.unplaced as
select v.id as visit_id, v.facility_id, v.station_id, v.starts_at, v.ends_at, closed.yes as closed
from visits.visit v
join stations.station s on s.id = v.station_id
cross join lateral (select s.status <> 'active' or exists (
  select from stations.closed_span c
  where c.station_id = v.station_id and tstzrange(c.starts_at, c.ends_at) && tstzrange(v.starts_at, v.ends_at)) as yes) closed
where v.status = 'booked' and (closed.yes or exists (select from stations.broken b where b.station_id = v.station_id));

-- How loud the tone of an echo test came back, and how many of its pictures.
alter table stations.echo_test add column sound_level real check (sound_level between 0 and 1), add column pictures integer check (pictures >= 0);

-- What an agency demands of its provider: one of these authentication contexts, and this method.
alter table identity.sign_on_provider add column acr text, add column amr text;

grant select on facilities.unit_above, stations.broken to throughline_app;
