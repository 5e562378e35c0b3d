-- Where the law allows less than a tariff asks, the charge follows the law by itself, and the facility is told once for each tariff and law.
create table money.cap_follow (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  service text not null check (service in ('audio', 'video', 'message')),
  tariff_id uuid not null references money.tariff (id),
  -- Local day since which the charge is below the tariff.
  since date not null,
  asked_micros bigint not null check (asked_micros >= 0),
  micros_per_minute bigint not null check (micros_per_minute between 0 and asked_micros),
  cap_id text,
  free_law_id text,
  told_at timestamptz not null,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  unique nulls not distinct (tariff_id, cap_id, free_law_id, micros_per_minute)
);
create index on money.cap_follow (facility_id, told_at desc);

-- Quotes that a falling cap may touch.
create index on money.quote_part (reserve_id) where reserve_id is not null;

grant select, insert on money.cap_follow to throughline_app;
