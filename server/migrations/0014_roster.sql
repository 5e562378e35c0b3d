-- Lists of people from a jail's own system. First: a list may lack names.
alter table residents.resident alter column given_name drop not null;
alter table residents.resident alter column family_name drop not null;

-- How a resident is shown: by name, else by number. The one place that decides it.
create function residents.shown_name(given_name text, family_name text, booking_number text) returns text
language sql immutable parallel safe as $$
  select coalesce(nullif(concat_ws(' ', nullif(given_name, ''), nullif(family_name, '')), ''), booking_number, '–')
$$;

-- What decides later who may come to a session, as the list gave it.
alter table residents.stay add column custody_level text;
alter table residents.stay add column status_code text;

-- Names in a view are honest: null where none is known. Whoever shows a resident takes resident_name.
drop view contacts.card;
drop view residents.card;
create view residents.card as
select r.id as resident_id, r.agency_id, r.given_name, r.family_name,
  residents.shown_name(r.given_name, r.family_name, coalesce(s.booking_number,
    (select e.booking_number from residents.stay e where e.resident_id = r.id order by e.admitted_at desc limit 1))) as resident_name,
  r.locale, s.id as stay_id, s.facility_id, f.name as facility_name, f.time_zone, s.unit_id, u.name as unit_name, s.booking_number, s.admitted_at
from residents.resident r
left join residents.stay s on s.resident_id = r.id and s.released_at is null
left join facilities.facility f on f.id = s.facility_id
left join facilities.unit u on u.id = s.unit_id;
create view contacts.card as
select c.id as connection_id, c.agency_id, c.resident_id, c.contact_id, c.relationship, c.status, p.account_id,
  p.given_name as contact_given_name, p.family_name as contact_family_name, r.resident_name, r.stay_id, r.facility_id
from contacts.connection c
join contacts.contact p on p.id = c.contact_id
join residents.card r on r.resident_id = c.resident_id;
grant select on residents.card, contacts.card to throughline_app;

create or replace view audit.actor_name as
  select account_id as actor_id, 'staff' as realm, name from identity.staff_name
  union all
  select account_id, 'outside', given_name || ' ' || family_name from contacts.contact
  union all
  select resident_id, 'inside', resident_name from residents.card
  union all
  select id, 'station', name from stations.station;
-- A person's stays, the newest first: how a resident without a name and without a current stay is shown.
create index on residents.stay (resident_id, admitted_at);
