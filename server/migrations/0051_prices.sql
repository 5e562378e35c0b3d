-- What a minute may cost and what it does: the facts that the law goes by, dated tariffs, what was quoted for each communication, taken and given back.

-- Null: not told yet, and then no price can be set.
alter table facilities.facility
  add column state text check (state ~ '^[A-Z]{2}$'),
  add column city text,
  add column run_by text check (run_by in ('state', 'county', 'city', 'federal'));
grant update (state, city, run_by) on facilities.facility to throughline_app;

-- The average daily population of a calendar year, as counted from stays or as the facility stated it. The caps of a year go by the year before.
-- A year is told again by another row; the last told holds.
create table money.population (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  year integer not null check (year between 2000 and 2200),
  residents_thousandths bigint not null check (residents_thousandths >= 0),
  source text not null check (source in ('counted', 'stated')),
  told_at timestamptz not null,
  told_by uuid,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  check ((told_by is not null) = (source = 'stated'))
);
create index on money.population (facility_id, year, told_at desc);

-- What a minute of a service costs at a facility from a local day on, until the next tariff of that service begins; told again for the same day, the
-- last told holds. Never changed.
create table money.tariff (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  service text not null check (service in ('audio', 'video', 'message')),
  valid_from date not null,
  -- Millionths of a US dollar.
  micros_per_minute bigint not null check (micros_per_minute between 0 and 10000000),
  agency_percent integer not null check (agency_percent between 0 and 100),
  family_percent integer not null check (family_percent between 0 and 100),
  resident_percent integer not null check (resident_percent between 0 and 100),
  -- What law adds, passed on as it is.
  tax_millionths bigint not null default 0 check (tax_millionths between 0 and 500000),
  -- Minutes that each resident has for nothing in each period.
  free_minutes integer not null default 0 check (free_minutes between 0 and 100000),
  free_period text not null default 'week' check (free_period in ('day', 'week', 'month')),
  told_at timestamptz not null,
  told_by uuid not null,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  check (agency_percent + family_percent + resident_percent = 100)
);
create index on money.tariff (facility_id, service, valid_from desc, told_at desc);

-- The most that a communication can cost, as it was shown before it was agreed to. Never changed.
create table money.quote (
  subject_id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  service text not null check (service in ('audio', 'video', 'message')),
  resident_id uuid not null,
  -- The facility's own day on which the communication is: its cap and its tariff count.
  day date not null,
  minutes integer not null check (minutes > 0),
  tariff_id uuid references money.tariff (id),
  micros_per_minute bigint not null check (micros_per_minute >= 0),
  tax_millionths bigint not null check (tax_millionths >= 0),
  free_seconds integer not null check (free_seconds >= 0),
  -- The laws by their ids in jurisdictions/: what caps the price, and what makes it free for both people.
  cap_id text,
  free_law_id text,
  made_at timestamptz not null,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id)
);
create index on money.quote (facility_id, day);
create index on money.quote (resident_id, day);

-- Who pays which part of it, from which book, and what is kept of a wallet for it.
create table money.quote_part (
  subject_id uuid not null references money.quote (subject_id),
  payer text not null check (payer in ('agency', 'family', 'resident')),
  percent integer not null check (percent between 1 and 100),
  price_cents bigint not null check (price_cents >= 0),
  tax_cents bigint not null check (tax_cents >= 0),
  book_id uuid not null references money.book (id),
  reserve_id uuid references money.reserve (id),
  primary key (subject_id, payer),
  check ((reserve_id is not null) = (payer <> 'agency' and price_cents + tax_cents > 0))
);

-- How it ended for the wallets: once for each communication. Never changed.
create table money.charge (
  subject_id uuid primary key references money.quote (subject_id),
  seconds integer not null check (seconds >= 0),
  charged_seconds integer not null check (charged_seconds between 0 and seconds),
  micros_per_minute bigint not null check (micros_per_minute >= 0),
  price_cents bigint not null check (price_cents >= 0),
  tax_cents bigint not null check (tax_cents >= 0),
  cap_id text,
  free_law_id text,
  -- Why nothing was taken, where nothing was.
  nothing text check (nothing in ('not_held', 'too_short', 'free_law', 'free_minutes', 'no_price', 'under_a_cent')),
  at timestamptz not null,
  check ((nothing is not null) = (price_cents + tax_cents = 0))
);

-- What was given back of a charge by itself, or by staff's decision: one row for each cause. Added to, never changed.
create table money.credit (
  id uuid primary key,
  subject_id uuid not null references money.charge (subject_id),
  -- Who failed, and at what.
  "where" text not null check ("where" in ('home', 'facility_network', 'station', 'server', 'staff')),
  what text not null check (what in ('line', 'device', 'engine', 'recording', 'late_start', 'drops', 'decided')),
  seconds integer not null check (seconds >= 0),
  cents bigint not null check (cents > 0),
  decided_by uuid,
  at timestamptz not null
);
create index on money.credit (subject_id);

grant select, insert on money.population, money.tariff, money.quote, money.quote_part, money.charge, money.credit to throughline_app;
