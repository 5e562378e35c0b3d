-- Credits that come by themselves: what the rule decided of each visit, and what people say of a visit that was bad.

-- 'too_late': what was kept had been let go before anything was taken.
alter table money.charge drop constraint charge_nothing_check;
alter table money.charge add constraint charge_nothing_check
  check (nothing in ('not_held', 'too_short', 'free_law', 'free_minutes', 'no_price', 'under_a_cent', 'too_late'));
-- 'watch': nobody came to watch where somebody must; 'unmeasured': our own measurements of a time are gone.
alter table money.credit drop constraint credit_what_check;
alter table money.credit add constraint credit_what_check
  check (what in ('line', 'device', 'engine', 'recording', 'late_start', 'watch', 'drops', 'unmeasured', 'decided'));

-- Whether a communication that was quoted has been settled, and what was taken of all payers together: for whoever ends one.
create view money.settled as
select q.subject_id, c.at as charged_at, coalesce(c.price_cents + c.tax_cents, 0) as cents
from money.quote q left join money.charge c on c.subject_id = q.subject_id;

-- Two records of one resident that become one, and two again: what was quoted goes with the person.
grant update (resident_id) on money.quote to throughline_app;
grant select on money.settled to throughline_app;

-- Ended visits, for whatever looks for one that nobody settled.
create index visit_ended on visits.visit (ended_at) where ended_at is not null;

-- What the rule decided, once for each visit of which something was taken: by which version of it, how many seconds of which cause, credited or only
-- named. Added to, never changed; it goes with the visit's record.
create table visits.credit_decision (
  visit_id uuid primary key,
  facility_id uuid not null,
  rule integer not null,
  causes jsonb not null,
  -- How often the two lost each other through no fault of the home's.
  drops integer not null check (drops >= 0),
  -- Connected, and none of our measurements of it is left.
  unmeasured_seconds integer not null check (unmeasured_seconds >= 0),
  at timestamptz not null,
  foreign key (facility_id, visit_id) references visits.visit (facility_id, id)
);
grant select, insert on visits.credit_decision to throughline_app;

-- "It was bad": once for each side of a visit. What the evidence answers at once needs nobody; the rest waits for staff, until `due_at`.
create table visits.complaint (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  visit_id uuid not null,
  side text not null check (side in ('family', 'resident')),
  -- The account outside, or the resident: whoever is asked again with this id is the same.
  said_by uuid not null,
  said_at timestamptz not null,
  what text not null check (what in ('picture', 'sound', 'cut_off', 'late', 'other')),
  answer text not null check (answer in ('given_back_before', 'given_back_now', 'queued')),
  due_at timestamptz,
  decided_at timestamptz,
  -- The account of the staff member.
  decided_by uuid,
  decision text check (decision in ('credited', 'declined')),
  reason text check (reason in ('evidence_shows', 'benefit_of_doubt', 'facility_fault', 'home_line', 'nothing_found', 'given_back_before')),
  cents bigint check (cents >= 0),
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  foreign key (facility_id, visit_id) references visits.visit (facility_id, id),
  unique (visit_id, side),
  check ((answer = 'queued') = (due_at is not null)),
  check ((decided_at is null) = (decided_by is null) and (decided_at is null) = (decision is null) and (decided_at is null) = (reason is null)),
  check (decided_at is null or answer = 'queued')
);
create index on visits.complaint (facility_id, due_at) where due_at is not null and decided_at is null;
grant select, insert on visits.complaint to throughline_app;
grant update (said_by, decided_at, decided_by, decision, reason, cents) on visits.complaint to throughline_app;
