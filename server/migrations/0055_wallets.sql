-- What people and staff do with wallets: gifts, cash and money orders, what is said to a silent wallet, and the processor's own statements.

-- From one wallet into another. To a resident it is there at once; to somebody outside, by their address, it waits in the giver's wallet until they
-- take it: the row tells neither whether anybody has that address nor which it is.
create table money.gift (
  id uuid primary key,
  from_contact_id uuid not null,
  from_book_id uuid not null references money.book (id),
  -- Null until it is taken.
  to_book_id uuid references money.book (id),
  -- To a resident: the connection that it was given by. By a connection that is erased on its day, the gift stays.
  connection_id uuid,
  address_hash bytea,
  reserve_id uuid unique references money.reserve (id),
  cents bigint not null check (cents > 0),
  undone_cents bigint not null default 0 check (undone_cents between 0 and cents),
  state text not null check (state in ('waiting', 'given', 'undone', 'expired')),
  made_at timestamptz not null,
  expires_at timestamptz,
  ended_at timestamptz,
  check ((connection_id is null) = (address_hash is not null)),
  check ((address_hash is not null) = (reserve_id is not null)),
  check ((state = 'given') <= (to_book_id is not null))
);
create index on money.gift (from_contact_id, id);
create index on money.gift (address_hash) where state = 'waiting';
create index on money.gift (to_book_id) where to_book_id is not null;

-- Cash or a money order that was handed in. It is in the wallet once somebody else of staff has counted it too.
create table money.cash_entry (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  book_id uuid not null references money.book (id),
  resident_id uuid,
  contact_id uuid,
  kind text not null check (kind in ('cash', 'money_order')),
  cents bigint not null check (cents between 1 and 1000000),
  receipt_number text not null check (length(receipt_number) between 1 and 40),
  -- The number printed on the money order.
  order_number text check (length(order_number) between 1 and 40),
  state text not null check (state in ('entered', 'confirmed', 'refused')),
  entered_by uuid not null,
  entered_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  unique (facility_id, receipt_number),
  check ((resident_id is null) <> (contact_id is null)),
  check ((kind = 'money_order') = (order_number is not null)),
  -- Never one person alone.
  check (decided_by is null or decided_by <> entered_by),
  check ((state = 'entered') = (decided_by is null)),
  check ((decided_by is null) = (decided_at is null))
);
create index on money.cash_entry (facility_id, id desc);

-- What a wallet in which nothing moves was told, and when its owner last said that they want it so.
create table money.silence (
  book_id uuid primary key references money.book (id),
  kept_at timestamptz,
  told_at timestamptz,
  ended_at timestamptz
);

-- Below which balance the owner wants a letter, and whether they have got it since it was last above.
create table money.low_notice (
  book_id uuid primary key references money.book (id),
  account_id uuid not null,
  below_cents bigint not null check (below_cents between 1 and 50000),
  told boolean not null default false,
  chosen_at timestamptz not null
);

-- The processor's statement of one payout to the operator's bank, line by line, as it says it. Held against our own rows.
create table money.processor_payout (
  id text primary key,
  cents bigint not null,
  arrives_at timestamptz not null,
  read_at timestamptz not null
);
create table money.processor_line (
  id text primary key,
  payout_id text not null references money.processor_payout (id),
  kind text not null,
  source_id text,
  -- The payment or refund that it is about, where it says so.
  subject_id text,
  cents bigint not null,
  fee_cents bigint not null
);
create index on money.processor_line (payout_id);
create index on money.processor_line (subject_id);

grant select, insert on money.gift, money.cash_entry, money.silence, money.low_notice, money.processor_payout, money.processor_line to throughline_app;
grant update (to_book_id, undone_cents, state, ended_at) on money.gift to throughline_app;
grant update (state, decided_by, decided_at) on money.cash_entry to throughline_app;
grant update (kept_at, told_at, ended_at) on money.silence to throughline_app;
grant update (below_cents, told, chosen_at, account_id), delete on money.low_notice to throughline_app;
