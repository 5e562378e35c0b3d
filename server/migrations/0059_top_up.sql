-- Cards that their owners keep, money that is added by itself up to a cap, and what the nightly look at the processor's statements found.

-- A deposit that nobody pressed for, and from which kept card; or one whose card is to be kept. The processor's ids of a card mean nothing without its keys.
alter table money.deposit
  add column automatic boolean not null default false,
  add column keeps_card boolean not null default false,
  add column customer_id text,
  add column method_id text,
  add check (automatic = (customer_id is not null) and automatic = (method_id is not null)),
  add check (not (automatic and keeps_card));
-- One at a time: a wallet waits for the end of the last one.
create unique index deposit_automatic_begun on money.deposit (book_id) where automatic and state = 'begun';
create index deposit_automatic on money.deposit (book_id, begun_at) where automatic;

-- One card for each wallet. No number: what a person needs to know it again.
create table money.saved_card (
  book_id uuid primary key references money.book (id),
  contact_id uuid not null unique,
  account_id uuid not null,
  way text not null check (way in ('practice', 'stripe')),
  -- The processor's: who keeps it there, and which card.
  customer_id text not null unique,
  method_id text not null,
  brand text not null check (brand ~ '^[a-z_ ]{1,30}$'),
  last_four text not null check (last_four ~ '^\d{4}$'),
  expires_month integer not null check (expires_month between 1 and 12),
  expires_year integer not null check (expires_year between 2000 and 2100),
  -- When its owner said that it may be kept: with which deposit.
  kept_at timestamptz not null,
  -- Its bank took something back: nothing is taken of it by itself any more.
  disputed_at timestamptz
);

-- Below which free sum how much is added, and the most in a month by the owner's own clock. It goes with its card.
create table money.top_up (
  book_id uuid primary key references money.saved_card (book_id) on delete cascade,
  below_cents bigint not null check (below_cents between 1 and 50000),
  add_cents bigint not null check (add_cents between 100 and 50000),
  month_cents bigint not null check (month_cents >= add_cents),
  time_zone text not null,
  chosen_at timestamptz not null,
  -- `gave_back`: the owner had their money back, and nothing is added against that.
  stopped_why text check (stopped_why in ('declined', 'authentication', 'disputed', 'gave_back')),
  stopped_at timestamptz,
  -- This month is full: it is looked at again when the next begins.
  rests_until timestamptz,
  check ((stopped_why is null) = (stopped_at is null))
);

grant select, insert, delete on money.saved_card, money.top_up to throughline_app;
grant update (account_id, way, customer_id, method_id, brand, last_four, expires_month, expires_year, kept_at, disputed_at) on money.saved_card to throughline_app;
grant update (below_cents, add_cents, month_cents, time_zone, chosen_at, stopped_why, stopped_at, rests_until) on money.top_up to throughline_app;

-- A card goes when its owner says so; else once it is no good any more, or its owner has left. A job has the processor forget it within the hour; this is for what the job never did.
create view money.keep_saved_card as
  select c.book_id as id, null::uuid as agency_id, null::uuid as facility_id,
    least(p.closed_at, make_timestamptz(c.expires_year, c.expires_month, 1, 0, 0, 0, 'UTC') + interval '1 month') as since, array[c.contact_id] as subjects
  from money.saved_card c left join contacts.contact p on p.id = c.contact_id;
insert into keeping.rule (turn, kind, target, key_column, source, keep_days)
values (159, 'saved_card', 'money.saved_card', 'book_id', 'money.keep_saved_card', 30);
grant select on money.keep_saved_card to throughline_app;

-- What the last look at the processor's statements found: kept, so that whoever opens the page waits for nothing and nobody is asked again.
create table money.reconciliation (
  id uuid primary key,
  at timestamptz not null,
  theirs integer not null,
  ours integer not null
);
create table money.reconciled_payout (
  run_id uuid not null references money.reconciliation (id) on delete cascade,
  payout_id text not null references money.processor_payout (id),
  lines integer not null,
  fee_cents bigint not null,
  -- What our own rows make of it: our deposits and refunds that it names, what else it names as it says it, less its costs.
  our_cents bigint not null,
  differences integer not null,
  primary key (run_id, payout_id)
);
create table money.reconciled_difference (
  run_id uuid not null references money.reconciliation (id) on delete cascade,
  place integer not null,
  what text not null check (what in ('only_theirs', 'only_ours', 'other_sum', 'payout_sum')),
  kind text not null,
  payout_id text,
  processor_id text,
  our_id uuid,
  their_cents bigint,
  our_cents bigint,
  primary key (run_id, place)
);
grant select, insert, delete on money.reconciliation, money.reconciled_payout, money.reconciled_difference to throughline_app;
