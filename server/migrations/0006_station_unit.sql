-- A visit goes to a station in the resident's own unit first, so the card of a station says which unit that is.
create or replace view stations.card as
select s.id as station_id, s.agency_id, s.facility_id, s.name, u.name as unit_name, s.kind, s.status, s.last_seen_at, s.camera, s.microphone, s.unit_id
from stations.station s
left join facilities.unit u on u.id = s.unit_id;
