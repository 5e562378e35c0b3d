-- Money that comes in from outside and goes back: deposits, refunds to their source, and payouts where a source is gone. Ids, amounts, dates and codes;
-- no card, no name. The processor's own ids are random and mean nothing without its keys.

-- What nobody asked for in 180 days is kept apart, still its owner's. A person outside and their wallet belong to no agency, and neither does that.
do $$
declare named text;
begin
  for named in select c.conname from pg_constraint c
    where c.conrelid = 'money.book'::regclass and c.contype = 'c' and pg_get_constraintdef(c.oid) ~ 'agency_id IS NOT NULL'
  loop
    execute format('alter table money.book drop constraint %I', named);
    alter table money.book add check (kind = 'unclaimed'
      or (agency_id is not null) = (kind in ('resident_wallet', 'agency', 'revenue', 'credits', 'taxes', 'cash')));
  end loop;
end $$;

-- Money that somebody outside adds to their own wallet. Its transfer has the same id: it comes in once.
create table money.deposit (
  id uuid primary key,
  contact_id uuid not null,
  book_id uuid not null references money.book (id),
  -- `practice` in a demonstration: no card, no money.
  way text not null check (way in ('practice', 'stripe')),
  cents bigint not null check (cents between 1 and 10000000),
  state text not null check (state in ('begun', 'taken', 'failed')),
  -- The processor's code for why it failed.
  why text,
  processor_id text unique,
  begun_at timestamptz not null,
  ended_at timestamptz,
  -- When the processor is to be asked next, as long as it has not told.
  ask_at timestamptz,
  -- On its way back or given back; and taken back by the card's bank.
  returned_cents bigint not null default 0 check (returned_cents >= 0),
  disputed_cents bigint not null default 0 check (disputed_cents >= 0),
  -- The card can't be paid back to any more.
  source_gone boolean not null default false,
  check ((state = 'begun') = (ended_at is null)),
  check (returned_cents + disputed_cents <= cents),
  check (state = 'taken' or returned_cents + disputed_cents = 0)
);
create index on money.deposit (book_id, id);
create index on money.deposit (contact_id, id);
create index on money.deposit (ask_at) where state = 'begun';

-- One tap on "give it back". Asked again with its id, it is the same.
create table money.refund_request (
  id uuid primary key,
  book_id uuid not null references money.book (id),
  why text not null check (why in ('asked', 'account_closed', 'silent')),
  cents bigint not null check (cents > 0),
  at timestamptz not null
);
create index on money.refund_request (book_id, id);

-- The part of it that goes back to one deposit's source. What it is about stays reserved in the wallet until the processor has said yes.
create table money.refund (
  id uuid primary key,
  request_id uuid not null references money.refund_request (id),
  deposit_id uuid not null references money.deposit (id),
  book_id uuid not null references money.book (id),
  reserve_id uuid not null unique references money.reserve (id),
  cents bigint not null check (cents > 0),
  state text not null check (state in ('begun', 'done', 'failed')),
  why text,
  processor_id text unique,
  begun_at timestamptz not null,
  ended_at timestamptz,
  check ((state = 'begun') = (ended_at is null))
);
create index on money.refund (request_id);
create index on money.refund (deposit_id);
create index on money.refund (begun_at) where state = 'begun';

-- Money that goes back another way, since no source of it is left: staff prepare it, and somebody else of staff confirms that it went.
create table money.payout (
  id uuid primary key,
  request_id uuid references money.refund_request (id),
  book_id uuid not null references money.book (id),
  reserve_id uuid not null unique references money.reserve (id),
  -- Who sees to it; null for somebody outside whom no facility knows.
  agency_id uuid,
  facility_id uuid,
  cents bigint not null check (cents > 0),
  why text not null check (why in ('no_source', 'released', 'account_closed', 'silent')),
  state text not null check (state in ('asked', 'prepared', 'paid', 'withdrawn')),
  how text check (how in ('check', 'money_order', 'cash')),
  -- The number on the check or order.
  number text check (length(number) between 1 and 60),
  asked_at timestamptz not null,
  prepared_by uuid,
  prepared_at timestamptz,
  paid_by uuid,
  ended_at timestamptz,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  -- Never one person alone.
  check (paid_by is null or paid_by <> prepared_by),
  check ((state in ('prepared', 'paid')) = (prepared_by is not null)),
  check ((state = 'paid') = (paid_by is not null)),
  check ((state in ('paid', 'withdrawn')) = (ended_at is not null))
);
create index on money.payout (facility_id, id desc);
create index on money.payout (book_id, id);

-- Where a check is to be sent: words about a person, so they go thirty days after the payout has ended.
create table money.payout_address (
  payout_id uuid primary key references money.payout (id),
  address text not null check (length(address) between 5 and 500),
  written_at timestamptz not null
);

-- What a card's bank took back of a deposit: out of the wallet as far as it was there, the rest written off. Once for each of the processor's disputes.
create table money.dispute (
  id uuid primary key,
  processor_id text not null unique,
  deposit_id uuid not null references money.deposit (id),
  cents bigint not null check (cents > 0),
  from_wallet_cents bigint not null check (from_wallet_cents >= 0),
  written_off_cents bigint not null check (written_off_cents >= 0),
  state text not null check (state in ('open', 'won', 'lost')),
  opened_at timestamptz not null,
  ended_at timestamptz,
  check (from_wallet_cents + written_off_cents = cents)
);
create index on money.dispute (deposit_id);
grant select, insert on money.dispute to throughline_app;
grant update (state, ended_at) on money.dispute to throughline_app;

grant select, insert on money.deposit, money.refund_request, money.refund, money.payout, money.payout_address to throughline_app;
grant update (state, why, processor_id, ended_at, ask_at, returned_cents, disputed_cents, source_gone) on money.deposit to throughline_app;
grant update (state, why, processor_id, ended_at) on money.refund to throughline_app;
grant update (state, how, number, prepared_by, prepared_at, paid_by, ended_at, agency_id, facility_id) on money.payout to throughline_app;
grant update (address, written_at), delete on money.payout_address to throughline_app;

create view money.keep_payout_address as
  select a.payout_id as id, p.agency_id, p.facility_id, p.ended_at as since, array[b.contact_id, b.resident_id] as subjects
  from money.payout_address a join money.payout p on p.id = a.payout_id join money.book b on b.id = p.book_id where p.ended_at is not null;
insert into keeping.rule (turn, kind, target, key_column, source, keep_days)
values (15, 'payout_address', 'money.payout_address', 'payout_id', 'money.keep_payout_address', 30);
