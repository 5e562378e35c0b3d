-- Who comes along to a visit.

-- facilities: how many may come to one visit, with its other rules. What a rule does not limit is null.
alter table facilities.policy
  add column party_people_max integer not null default 4 check (party_people_max between 1 and 12),
  add column party_adults_max integer check (party_adults_max between 1 and 12),
  add column party_children_per_adult_max integer check (party_children_per_adult_max between 0 and 12),
  -- Younger children do not count among the people; with 0 every child does.
  add column party_children_count_from_years integer not null default 0 check (party_children_count_from_years between 0 and 18),
  -- Whether an interpreter takes a person's place: to be understood is no visit of one's own.
  add column party_interpreters_count boolean not null default false;

-- visits: a guest of a visit, as the contact had written them down when booking. No foreign key to the contact's own list: whoever goes off
-- the list stays in the record of visits that were.
create table visits.visit_guest (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  visit_id uuid not null,
  guest_id uuid not null,
  -- The contact who brings them and is with them.
  adult_id uuid not null references contacts.contact (id),
  kind text not null check (kind in ('child', 'interpreter')),
  given_name text not null,
  family_name text not null,
  birth_date date,
  language text,
  made_at timestamptz not null,
  unique (visit_id, guest_id),
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  foreign key (facility_id, visit_id) references visits.visit (facility_id, id)
);
create index on visits.visit_guest (guest_id);
grant select, insert, delete on visits.visit_guest to throughline_app;

-- Names and birth dates go long before the record of the visit, which keeps how many came and of what kind; a hold on the visit or on
-- either of its sides keeps them.
create view visits.keep_guest as
select g.id, k.agency_id, k.facility_id, k.since, k.subjects
from visits.visit_guest g join visits.keep_record k on k.id = g.visit_id
where (g.given_name, g.family_name) is distinct from ('–', '–');
insert into keeping.rule (turn, kind, target, key_column, source, keep_days, clears) values
  (125, 'guest', 'visits.visit_guest', 'id', 'visits.keep_guest', 90,
    'given_name = ''–'', family_name = ''–'', birth_date = null, language = null');

-- notifications: a letter goes to an account, or to somebody whom a resident named: the same steps for both, so that no row of them tells whether an
-- address has an account. The address stands with the name that was given, and goes with it.
alter table notifications.delivery alter column account_id drop not null;
alter table notifications.delivery add constraint delivery_to_one check ((account_id is null) = (facts ? 'invitationId'));

-- contacts: what somebody typed when they signed up, until an address is confirmed with the letter of this very sign-up. Until then nobody has proved
-- whose address it is, and another's sign-up must not change what the letter of the first one confirms.
create table contacts.sign_up (
  id uuid primary key,
  account_id uuid not null references identity.account (id),
  given_name text not null,
  family_name text not null,
  birth_date date not null,
  made_at timestamptz not null,
  keep_until timestamptz not null
);
create index on contacts.sign_up (account_id);
grant select, insert, delete on contacts.sign_up to throughline_app;
alter table identity.link add column sign_up_id uuid;
create view contacts.keep_sign_up as
select s.id, null::uuid as agency_id, null::uuid as facility_id, s.keep_until as since, array[]::uuid[] as subjects from contacts.sign_up s;
insert into keeping.rule (turn, kind, target, key_column, source, keep_days) values
  (403, 'letter_link', 'contacts.sign_up', 'id', 'contacts.keep_sign_up', null);
