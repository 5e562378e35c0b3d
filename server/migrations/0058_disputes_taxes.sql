-- A dispute finds money that is kept for something: what of it is let go later goes to the write-off before it is anybody's to spend again.

-- What of the written off part may still be taken of money that was in the wallet when the bank took its own.
alter table money.dispute add column owed_cents bigint not null default 0;
alter table money.dispute add constraint dispute_owed check (owed_cents between 0 and written_off_cents);

-- Reserves that stood when the bank took the money; of a wallet that got it as a gift, with that gift.
create table money.dispute_claim (
  dispute_id uuid not null references money.dispute (id),
  reserve_id uuid not null references money.reserve (id),
  gift_id uuid references money.gift (id),
  unique nulls not distinct (dispute_id, reserve_id, gift_id)
);
create index on money.dispute_claim (reserve_id);
grant select on money.dispute_claim to throughline_app;

-- Disputes before today: what was there and kept on their day.
update money.dispute d set owed_cents = least(d.written_off_cents, greatest(0, p.disputed_cents - d.from_wallet_cents))
from money.deposit p where p.id = d.deposit_id and d.state <> 'won';
insert into money.dispute_claim (dispute_id, reserve_id)
select d.id, r.id from money.dispute d join money.deposit p on p.id = d.deposit_id join money.reserve r on r.book_id = p.book_id
where d.owed_cents > 0 and r.ended is null and r.made_at <= d.opened_at;

-- What of a gift is still in the wallet that got it, kept or free, where the oldest money is spent first. A gift that came back was not spent.
create function money.gift_unspent(gift_key uuid, book_key uuid) returns bigint language sql stable as $$
  with came as (
    select t.id, t.at, t.cents - coalesce((select sum(u.cents) from money.transfer u
      where u.subject_id = t.subject_id and u.from_id = book_key and u.from_wallet and u.what = 'gift_undone'), 0) as cents
    from money.transfer t where t.to_id = book_key and t.to_wallet and t.what <> 'gift_undone'),
  spent as (
    select coalesce((select sum(t.cents) from money.transfer t where t.from_id = book_key and t.from_wallet and t.what <> 'gift_undone'), 0)
      - coalesce((select sum(t.cents) from money.transfer t where t.to_id = book_key and t.to_wallet and t.what = 'gift_undone'), 0) as cents)
  select coalesce((select greatest(0, least(g.cents, g.cents - s.cents
    + (select coalesce(sum(b.cents), 0) from came b where (b.at, b.id) < (g.at, g.id))))::bigint
    from came g, spent s where g.id = gift_key), 0)
$$;

-- Takes a part of one wallet for one dispute. The wallet's row is locked; what is taken is free in it.
create function money.recover_one(dispute_key uuid, book_key uuid, amount bigint, gift_key uuid, at_time timestamptz) returns void language plpgsql as $$
declare write_off uuid;
begin
  select b.id into strict write_off from money.book b where b.kind = 'write_off';
  update money.book b set cents = b.cents - amount where b.id = book_key;
  insert into money.unfolded (book_id, cents) values (write_off, amount);
  insert into money.transfer (id, from_id, to_id, cents, what, subject_id, at, from_wallet, to_wallet)
  select gen_random_uuid(), book_key, write_off, amount, case when gift_key is null then 'dispute' else 'gift_undone' end, coalesce(gift_key, d.deposit_id), at_time, true, false
  from money.dispute d where d.id = dispute_key;
  update money.dispute d set owed_cents = d.owed_cents - amount, written_off_cents = d.written_off_cents - amount, from_wallet_cents = d.from_wallet_cents + amount
  where d.id = dispute_key;
end $$;

-- What a reserve let go of is taken for the disputes that found it kept, the oldest first.
create function money.recover(reserve_key uuid, book_key uuid, freed bigint, at_time timestamptz) returns void language plpgsql as $$
declare
  claim record;
  left_cents bigint := freed;
  owed bigint;
  amount bigint;
begin
  for claim in select c.dispute_id, c.gift_id from money.dispute_claim c join money.dispute d on d.id = c.dispute_id
    where c.reserve_id = reserve_key and d.owed_cents > 0 order by d.opened_at, d.id, c.gift_id
  loop
    exit when left_cents <= 0;
    select d.owed_cents into strict owed from money.dispute d where d.id = claim.dispute_id for update;
    amount := least(left_cents, owed, case when claim.gift_id is null then left_cents else money.gift_unspent(claim.gift_id, book_key) end);
    continue when amount <= 0;
    perform money.recover_one(claim.dispute_id, book_key, amount, claim.gift_id, at_time);
    left_cents := left_cents - amount;
  end loop;
end $$;

-- Money that was in a wallet before is in it again (a refund that failed, a gift that came back, a credit): it is taken for the disputes of this wallet that were
-- opened since. How much it was.
create function money.recover_back(book_key uuid, amount bigint, was_there timestamptz, at_time timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  dispute_key uuid;
  left_cents bigint;
  owed bigint;
begin
  perform money.lock_books(array[book_key]);
  select least(amount, b.cents - b.reserved_cents) into strict left_cents from money.book b where b.id = book_key;
  amount := left_cents;
  for dispute_key in select d.id from money.dispute d join money.deposit p on p.id = d.deposit_id
    where p.book_id = book_key and d.owed_cents > 0 and d.opened_at >= was_there order by d.opened_at, d.id
  loop
    exit when left_cents <= 0;
    select d.owed_cents into strict owed from money.dispute d where d.id = dispute_key for update;
    continue when owed = 0;
    perform money.recover_one(dispute_key, book_key, least(left_cents, owed), null, at_time);
    left_cents := left_cents - least(left_cents, owed);
  end loop;
  return amount - left_cents;
end $$;

-- Marks what is kept of a wallet now, so that this dispute finds it when it is let go. From here to the end of the transaction nothing else moves in the wallet.
create function money.claim(dispute_key uuid, book_key uuid, gift_key uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform money.lock_books(array[book_key]);
  insert into money.dispute_claim (dispute_id, reserve_id, gift_id)
  select dispute_key, r.id, gift_key from money.reserve r where r.book_id = book_key and r.ended is null on conflict do nothing;
end $$;

-- Says how much more of a dispute's written off part may still be taken, or by null that none is: it was won. What became of it until then.
create function money.owe(dispute_key uuid, more bigint) returns table (from_wallet_cents bigint, written_off_cents bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  -- A wallet before a dispute, as everywhere.
  perform money.lock_books(array[p.book_id]) from money.dispute d join money.deposit p on p.id = d.deposit_id where d.id = dispute_key;
  return query update money.dispute d set owed_cents = case when more is null then 0 else least(d.owed_cents + more, d.written_off_cents) end where d.id = dispute_key
    returning d.from_wallet_cents, d.written_off_cents;
end $$;

-- As before; but what was kept when a dispute came is not free before the dispute has had its part. A reserve that is settled asks for it after its transfers.
create or replace function money.end_reserve(reserve_key uuid, how text, at_time timestamptz) returns void language plpgsql as $$
declare it money.reserve;
begin
  select * into strict it from money.reserve r where r.id = reserve_key for update;
  if it.ended is not null then return; end if;
  update money.book set reserved_cents = reserved_cents - it.left_cents where id = it.book_id;
  update money.reserve set left_cents = 0, ended = how, ended_at = at_time where id = reserve_key;
  if how <> 'posted' then perform money.recover(reserve_key, it.book_id, it.left_cents, at_time); end if;
end $$;

-- Takes a part of a reserve by these transfers and lets go of the rest, all at once or not at all: 'done', 'repeated', 'differs', 'no_book',
-- 'too_much' for what is kept, 'ended' (released or expired before), 'no_reserve'. No transfer: nothing is taken.
create or replace function money.settle(reserve_key uuid, ids uuid[], tos uuid[], amounts bigint[], whats text[], at_time timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  it money.reserve;
  total bigint := coalesce((select sum(a) from unnest(amounts) a), 0);
  same bigint;
begin
  select * into it from money.reserve r where r.id = reserve_key;
  if not found then return 'no_reserve'; end if;
  perform money.lock_books(tos || it.book_id);
  select * into it from money.reserve r where r.id = reserve_key;
  if it.ended = 'posted' then
    select count(*) into same from unnest(ids, tos, amounts, whats) as asked (id, to_id, cents, what)
    join money.transfer t on t.id = asked.id and t.reserve_id = reserve_key and (t.to_id, t.cents, t.what) = (asked.to_id, asked.cents, asked.what);
    return case when same = cardinality(ids) and same = (select count(*) from money.transfer t where t.subject_id = it.subject_id and t.reserve_id = reserve_key)
      then 'repeated' else 'differs' end;
  end if;
  if it.ended is not null then return 'ended'; end if;
  if it.expires_at <= at_time then
    perform money.end_reserve(reserve_key, 'expired', at_time);
    return 'ended';
  end if;
  if total > it.left_cents then return 'too_much'; end if;
  if exists (select from unnest(tos) t (id) where not exists (select from money.book b where b.id = t.id)) then return 'no_book'; end if;
  if exists (select from money.transfer t where t.id = any (ids)) then return 'differs'; end if;
  perform money.end_reserve(reserve_key, 'posted', at_time);
  insert into money.transfer (id, from_id, to_id, cents, what, subject_id, reserve_id, at, from_wallet, to_wallet)
  select asked.id, it.book_id, asked.to_id, asked.cents, asked.what, it.subject_id, reserve_key, at_time, true, b.guarded
  from unnest(ids, tos, amounts, whats) as asked (id, to_id, cents, what) join money.book b on b.id = asked.to_id;
  if total > 0 then
    update money.book set cents = cents - total where id = it.book_id;
    perform money.add(asked.to_id, asked.cents) from unnest(tos, amounts) as asked (to_id, cents);
  end if;
  perform money.recover(reserve_key, it.book_id, it.left_cents - total, at_time);
  return 'done';
end $$;

drop function money.shrink(uuid, bigint);
-- Keeps less than was kept, as before; by this one the time is said, since what is let go may be a dispute's: 'done', 'repeated', 'ended', 'no_reserve'.
create function money.shrink(reserve_key uuid, to_cents bigint, at_time timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare it money.reserve;
begin
  select * into it from money.reserve r where r.id = reserve_key;
  if not found then return 'no_reserve'; end if;
  perform money.lock_books(array[it.book_id]);
  select * into it from money.reserve r where r.id = reserve_key;
  if it.ended is not null then return 'ended'; end if;
  if it.left_cents <= to_cents then return 'repeated'; end if;
  update money.book set reserved_cents = reserved_cents - (it.left_cents - to_cents) where id = it.book_id;
  update money.reserve set left_cents = to_cents where id = reserve_key;
  perform money.recover(reserve_key, it.book_id, it.left_cents - to_cents, at_time);
  return 'done';
end $$;

revoke all on function money.gift_unspent(uuid, uuid), money.recover_one(uuid, uuid, bigint, uuid, timestamptz), money.recover(uuid, uuid, bigint, timestamptz),
  money.recover_back(uuid, bigint, timestamptz, timestamptz), money.claim(uuid, uuid, uuid), money.owe(uuid, bigint), money.shrink(uuid, bigint, timestamptz) from public;
grant execute on function money.recover_back(uuid, bigint, timestamptz, timestamptz), money.claim(uuid, uuid, uuid), money.owe(uuid, bigint),
  money.shrink(uuid, bigint, timestamptz) to throughline_app;

-- Taxes that a law adds to a price, each by its name, with the law that sets it, from a day on. Stated by one of staff, in force once another has confirmed it; passed on as
-- it is. Never changed: it ends, and another one is stated.
create table money.tax_line (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  service text not null check (service in ('audio', 'video', 'message')),
  name text not null check (length(name) between 1 and 80),
  -- 'unstated': it stood in a price before taxes were named, and nobody wrote down whose it is.
  authority text not null check (authority in ('federal', 'state', 'county', 'city', 'unstated')),
  citation text not null check (length(citation) between 1 and 300),
  link text check (link ~ '^https://' and length(link) <= 500),
  -- Millionths of the price: 6.25 % is 62,500. The sum of all in force is bounded where they are stated, confirmed and charged.
  millionths bigint not null check (millionths between 1 and 500000),
  valid_from date not null,
  valid_through date,
  state text not null check (state in ('stated', 'confirmed', 'refused')),
  stated_by uuid not null,
  stated_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  ended_by uuid,
  ended_at timestamptz,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  check (valid_through is null or valid_through >= valid_from),
  -- Never one person alone.
  check (decided_by is null or decided_by <> stated_by),
  check ((decided_by is null) = (decided_at is null)),
  check (authority = 'unstated' or (link is not null and (state = 'stated') = (decided_by is null))),
  check ((ended_by is null) = (ended_at is null))
);
create index on money.tax_line (facility_id, service, valid_from);

-- Which of them a quote was made with. Never changed.
create table money.quote_tax (
  subject_id uuid not null references money.quote (subject_id),
  tax_line_id uuid not null references money.tax_line (id),
  primary key (subject_id, tax_line_id)
);
grant select, insert on money.tax_line, money.quote_tax to throughline_app;
grant update (state, decided_by, decided_at, valid_through, ended_by, ended_at) on money.tax_line to throughline_app;

-- What prices had as a bare number until today: one line for each, on the same days, for the same price.
insert into money.tax_line (id, agency_id, facility_id, service, name, authority, citation, millionths, valid_from, valid_through, state, stated_by, stated_at)
select t.id, t.agency_id, t.facility_id, t.service, 'As stated before', 'unstated', 'As stated before: the law was not written down', t.tax_millionths,
  t.valid_from, t.next_from - 1, 'confirmed', t.told_by, t.told_at
from (
  select last.*, lead(last.valid_from) over (partition by last.facility_id, last.service order by last.valid_from) as next_from
  from (select distinct on (facility_id, service, valid_from) * from money.tariff order by facility_id, service, valid_from, told_at desc, id desc) last) t
where t.tax_millionths > 0;
insert into money.quote_tax (subject_id, tax_line_id)
select q.subject_id, l.id from money.quote q join money.tax_line l on l.id = q.tariff_id where q.tax_millionths > 0;
alter table money.tariff drop column tax_millionths;

-- What a dispute took or gave back stood in the processor's statements as an adjustment: it is held against our own disputes from now on.
update money.processor_line l set kind = case when l.cents < 0 then 'dispute' else 'dispute_won' end, subject_id = l.source_id
from money.dispute d where d.processor_id = l.source_id and l.kind = 'adjustment';

-- For whose address a gift waits stands beside it and goes thirty days after the gift is over: until then whoever took it twice hears the same.
create table money.gift_address (
  gift_id uuid primary key references money.gift (id),
  -- Made with this server's own key.
  hash bytea not null
);
create index on money.gift_address (hash);
insert into money.gift_address (gift_id, hash) select id, address_hash from money.gift where address_hash is not null;
alter table money.gift drop column address_hash;
alter table money.gift add check ((connection_id is null) = (reserve_id is not null));
grant select, insert, delete on money.gift_address to throughline_app;
create view money.keep_gift_address as
  select a.gift_id as id, null::uuid as agency_id, null::uuid as facility_id, g.ended_at as since, array[g.from_contact_id] as subjects
  from money.gift_address a join money.gift g on g.id = a.gift_id where g.ended_at is not null;
grant select on money.keep_gift_address to throughline_app;
insert into keeping.rule (turn, kind, target, key_column, source, keep_days)
values (16, 'gift_address', 'money.gift_address', 'gift_id', 'money.keep_gift_address', 30);

-- What of a year's population was counted stands beside what staff stated: asked by facility and year.
create unique index population_counted_once on money.population (facility_id, year) where source = 'counted';
