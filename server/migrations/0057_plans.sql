-- Plans: minutes of a service bought together, for at most a month. The price is kept of the wallet and not taken: what was used is taken when the plan
-- ends, never above the cap of the day of each use, and the rest is free again.

-- What a facility offers. Never changed but for being withdrawn; plans that were bought go on.
create table money.plan_offer (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  service text not null check (service in ('audio', 'video', 'message')),
  minutes integer not null check (minutes between 1 and 10000),
  -- The day it is bought counts.
  days integer not null check (days between 1 and 30),
  price_cents bigint not null check (price_cents between 1 and 100000),
  -- The facility's own days on which it can be bought.
  sold_from date not null,
  sold_through date not null check (sold_through >= sold_from),
  told_at timestamptz not null,
  told_by uuid not null,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  unique (agency_id, facility_id, id),
  check ((withdrawn_at is null) = (withdrawn_by is null))
);
create index on money.plan_offer (facility_id, sold_from desc);

-- What a contact bought. People are ids without foreign keys, as in money.book.
create table money.plan (
  id uuid primary key,
  offer_id uuid not null,
  agency_id uuid not null,
  facility_id uuid not null,
  service text not null check (service in ('audio', 'video', 'message')),
  contact_id uuid not null,
  account_id uuid not null,
  book_id uuid not null references money.book (id),
  reserve_id uuid not null unique references money.reserve (id),
  seconds integer not null check (seconds > 0),
  -- What no communication keeps or has used: never below nothing, whoever asks at once.
  left_seconds integer not null check (left_seconds between 0 and seconds),
  price_cents bigint not null check (price_cents > 0),
  tax_cents bigint not null check (tax_cents >= 0),
  tax_millionths bigint not null check (tax_millionths >= 0),
  -- The cap that it was sold under.
  cap_id text,
  from_day date not null,
  through_day date not null check (through_day between from_day and from_day + 29),
  -- The midnight after its last day.
  over_at timestamptz not null,
  bought_at timestamptz not null,
  -- Nothing more draws on it: why, and since when.
  closing text check (closing in ('over', 'used_up', 'asked', 'nobody_there', 'account_closed')),
  closing_at timestamptz,
  -- Its money has moved: once.
  ended_at timestamptz,
  ended_day date,
  used_seconds integer check (used_seconds between 0 and seconds),
  taken_price_cents bigint check (taken_price_cents between 0 and price_cents),
  taken_tax_cents bigint check (taken_tax_cents between 0 and tax_cents),
  -- Given back of it after its end.
  returned_cents bigint not null default 0 check (returned_cents >= 0),
  foreign key (agency_id, facility_id, offer_id) references money.plan_offer (agency_id, facility_id, id),
  check ((closing is null) = (closing_at is null)),
  check (ended_at is null or closing is not null),
  check ((ended_at is null) = (ended_day is null) and (ended_at is null) = (used_seconds is null)
    and (ended_at is null) = (taken_price_cents is null) and (ended_at is null) = (taken_tax_cents is null)),
  check (returned_cents <= coalesce(taken_price_cents + taken_tax_cents, 0))
);
-- One that runs for each contact, facility and service.
create unique index plan_running on money.plan (contact_id, facility_id, service) where closing is null;
create index on money.plan (over_at) where ended_at is null;
create index on money.plan (contact_id, bought_at desc);
create index on money.plan (offer_id);
create index on money.plan (facility_id, ended_day) where ended_at is not null;

-- What one communication keeps of a plan, and used of it: once for each.
create table money.plan_use (
  subject_id uuid primary key references money.quote (subject_id),
  plan_id uuid not null references money.plan (id),
  kept_seconds integer not null check (kept_seconds > 0),
  -- Null until it is settled.
  settled_at timestamptz,
  used_seconds integer check (used_seconds between 0 and kept_seconds),
  returned_seconds integer not null default 0 check (returned_seconds between 0 and coalesce(used_seconds, 0)),
  -- What a minute of it may cost: the price or the cap of its own day, whichever is lower.
  micros_per_minute bigint check (micros_per_minute >= 0),
  -- What the same seconds would have cost without the plan.
  saved_price_cents bigint check (saved_price_cents >= 0),
  saved_tax_cents bigint check (saved_tax_cents >= 0),
  check ((settled_at is null) = (used_seconds is null) and (settled_at is null) = (micros_per_minute is null)
    and (settled_at is null) = (saved_price_cents is null) and (settled_at is null) = (saved_tax_cents is null))
);
create index on money.plan_use (plan_id);
create index plan_use_open on money.plan_use (plan_id) where settled_at is null;

-- 'plan': all of it came from a plan.
alter table money.charge drop constraint charge_nothing_check;
alter table money.charge add constraint charge_nothing_check
  check (nothing in ('not_held', 'too_short', 'free_law', 'free_minutes', 'no_price', 'under_a_cent', 'too_late', 'plan'));

-- Of a communication that a plan paid, seconds come back to the plan; to the wallet where the plan has ended.
alter table money.credit add column plan_seconds integer not null default 0 check (plan_seconds >= 0);
alter table money.credit add column plan_cents bigint not null default 0 check (plan_cents >= 0);
alter table money.credit drop constraint credit_cents_check;
alter table money.credit add constraint credit_cents_check check (cents >= 0 and cents + plan_seconds > 0);

create or replace view money.settled as
select q.subject_id, c.at as charged_at, coalesce(c.price_cents + c.tax_cents, 0) as cents, coalesce(u.used_seconds, 0) as plan_seconds
from money.quote q left join money.charge c on c.subject_id = q.subject_id left join money.plan_use u on u.subject_id = q.subject_id;

grant select, insert on money.plan_offer, money.plan, money.plan_use to throughline_app;
grant update (withdrawn_at, withdrawn_by) on money.plan_offer to throughline_app;
grant update (left_seconds, closing, closing_at, ended_at, ended_day, used_seconds, taken_price_cents, taken_tax_cents, returned_cents)
  on money.plan to throughline_app;
grant update (settled_at, used_seconds, returned_seconds, micros_per_minute, saved_price_cents, saved_tax_cents) on money.plan_use to throughline_app;
