-- Views that one domain publishes and others may join, read only: lists and boards sort across domains.

-- A facility's weekly hours as families read them, in the facility's own clock. Published by visits.
create view visits.weekly_hours as
select t.facility_id, t.id as session_template_id, t.mode, day as weekday,
  to_char(t.starts_local, 'HH24:MI') as starts_local, to_char(t.ends_local, 'HH24:MI') as ends_local,
  t.visit_minutes, t.valid_from, t.valid_to
from visits.session_template t, unnest(t.weekdays) as day;

-- Each resident with the current stay, if there is one, and the names of where it is. Published by residents.
create view residents.card as
select r.id as resident_id, r.agency_id, r.given_name, r.family_name, r.locale,
  s.id as stay_id, s.facility_id, f.name as facility_name, f.time_zone, s.unit_id, u.name as unit_name, s.booking_number, s.admitted_at
from residents.resident r
left join residents.stay s on s.resident_id = r.id and s.released_at is null
left join facilities.facility f on f.id = s.facility_id
left join facilities.unit u on u.id = s.unit_id;

-- Whether a resident has a PIN, and until when wrong tries lock them anywhere (the reader compares with its own clock). Published by stations.
create view stations.access as
select c.resident_id, c.pin_hash is not null as pin_set, max(l.locked_until) as locked_until
from stations.credential c
left join stations.lockout l on l.resident_id = c.resident_id and l.unlocked_at is null
group by c.resident_id;

-- Each station with its unit's name. Published by stations.
create view stations.card as
select s.id as station_id, s.agency_id, s.facility_id, s.name, u.name as unit_name, s.kind, s.status, s.last_seen_at, s.camera, s.microphone
from stations.station s
left join facilities.unit u on u.id = s.unit_id;

-- A connection with the names of both people, and where the resident is now. Published by contacts.
create view contacts.card as
select c.id as connection_id, c.agency_id, c.resident_id, c.contact_id, c.relationship, c.status, p.account_id,
  p.given_name as contact_given_name, p.family_name as contact_family_name,
  r.given_name as resident_given_name, r.family_name as resident_family_name, r.stay_id, r.facility_id
from contacts.connection c
join contacts.contact p on p.id = c.contact_id
join residents.card r on r.resident_id = c.resident_id;

grant select on visits.weekly_hours, residents.card, stations.access, stations.card, contacts.card to throughline_app;
