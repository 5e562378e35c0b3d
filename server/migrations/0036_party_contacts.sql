-- Other adults in a visit, each from a home and an account of their own: the contact who booked asks for an address, and whoever is asked answers.

-- An address that fits nobody has a row like any other. `contact_id` and `connection_id` stand only where whoever is asked may come; nobody
-- who asks can read which. That nobody has answered when the visit begins is no change of a row: it is read from the visit.
create table visits.party_contact (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  visit_id uuid not null,
  -- The contact who booked the visit.
  asked_by uuid not null references contacts.contact (id),
  -- As it was typed; emptied long before the record of the visit goes.
  address text not null,
  contact_id uuid references contacts.contact (id),
  connection_id uuid,
  status text not null check (status in ('asked', 'accepted', 'declined', 'withdrawn', 'left', 'removed')),
  -- The time of the visit: whoever has accepted is in no other one.
  during tstzrange not null check (not isempty(during)),
  asked_at timestamptz not null,
  accepted_at timestamptz,
  -- When somebody declined, was taken out or stepped out.
  ended_at timestamptz,
  -- The visit was cancelled: their time is free again.
  released_at timestamptz,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  foreign key (facility_id, visit_id) references visits.visit (facility_id, id),
  foreign key (agency_id, connection_id) references contacts.connection (agency_id, id),
  check ((contact_id is null) = (connection_id is null)),
  check (status not in ('accepted', 'left', 'removed') or accepted_at is not null),
  check (accepted_at is null or contact_id is not null),
  constraint party_contact_once exclude using gist (contact_id with =, during with &&) where (status = 'accepted' and released_at is null)
);
create index on visits.party_contact (visit_id);
create index on visits.party_contact (contact_id) where contact_id is not null;
create index on visits.party_contact (connection_id) where connection_id is not null;
-- One address is asked once at a time.
create unique index party_contact_address on visits.party_contact (visit_id, address) where status in ('asked', 'declined', 'accepted') and address <> '–';
grant select, insert, update on visits.party_contact to throughline_app;

-- What was typed goes with the names of guests; of those who never came nothing says any more who they were. A hold on whoever came keeps it.
create view visits.keep_party_contact as
select p.id, k.agency_id, k.facility_id, k.since, array_remove(k.subjects || array[p.contact_id, p.asked_by], null) as subjects
from visits.party_contact p join visits.keep_record k on k.id = p.visit_id
where p.address <> '–' or (p.accepted_at is null and p.contact_id is not null);
insert into keeping.rule (turn, kind, target, key_column, source, keep_days, clears) values
  (126, 'guest', 'visits.party_contact', 'id', 'visits.keep_party_contact', 90,
    'address = ''–'', contact_id = case when accepted_at is not null then contact_id end, connection_id = case when accepted_at is not null then connection_id end');

-- A hold on somebody who came along keeps the record of that visit too.
create or replace view visits.keep_record as
select v.id, v.agency_id, v.facility_id, v.ends_at as since,
  array[v.id, v.resident_id, v.contact_id]
    || array(select p.contact_id from visits.party_contact p where p.visit_id = v.id and p.accepted_at is not null) as subjects
from visits.visit v;
