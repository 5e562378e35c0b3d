-- The ledger: books, and transfers from one book to another in whole US cents. Money moves only through the functions below.
-- They lock in the order of ids, refuse to overdraw, and do each thing once for each id that their caller made.
create schema money;

-- Whose money, or where money stands. A balance is what came in less what went out.
-- A wallet is guarded: its balance stands in its row and never falls below what is reserved of it. Any other book is moved by many at once (one
-- facility's revenue by every visit), so its movements wait as rows of their own until a job folds them into it.
-- People are ids without foreign keys: a book stays as long as its transfers do, and the person behind the id goes on their day.
create table money.book (
  id uuid primary key,
  kind text not null check (kind in (
    'contact_wallet', 'resident_wallet',
    'agency', 'revenue', 'credits', 'taxes', 'clearing', 'bank', 'cash', 'costs', 'unclaimed', 'write_off')),
  contact_id uuid,
  agency_id uuid references facilities.agency (id),
  facility_id uuid,
  resident_id uuid,
  guarded boolean not null generated always as (kind in ('contact_wallet', 'resident_wallet')) stored,
  cents bigint not null default 0,
  reserved_cents bigint not null default 0 check (reserved_cents >= 0),
  opened_at timestamptz not null,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  unique nulls not distinct (kind, contact_id, agency_id, facility_id, resident_id),
  check (cents >= reserved_cents or not guarded),
  check (reserved_cents = 0 or guarded),
  check ((contact_id is not null) = (kind = 'contact_wallet')),
  check ((resident_id is not null) = (kind = 'resident_wallet')),
  check ((facility_id is not null) = (kind in ('revenue', 'credits', 'taxes', 'cash'))),
  check ((agency_id is not null) = (kind in ('resident_wallet', 'agency', 'revenue', 'credits', 'taxes', 'cash', 'unclaimed')))
) with (fillfactor = 50);

-- Added to, never changed: a mistake is put right by another transfer, which names the first. No foreign keys to the books: each would lock a row
-- that every visit of a facility shares, and no book is ever deleted. `money.faults` looks for what they would have refused.
create table money.transfer (
  id uuid primary key,
  from_id uuid not null,
  to_id uuid not null,
  cents bigint not null check (cents > 0),
  what text not null check (what in (
    'deposit', 'refund', 'payout', 'charge', 'tax', 'credit', 'gift', 'gift_undone', 'cash_in', 'dispute', 'dispute_won', 'processing_cost',
    'bank_payout', 'invoice_paid', 'unclaimed', 'write_off', 'correction')),
  -- The visit, deposit or refund that it belongs to.
  subject_id uuid,
  corrects uuid,
  reserve_id uuid,
  at timestamptz not null,
  check (from_id <> to_id),
  check ((what = 'correction') = (corrects is not null))
);
create index on money.transfer (from_id, id);
create index on money.transfer (to_id, id);
create index on money.transfer (subject_id) where subject_id is not null;

-- What has moved in a book that is not guarded, until it is folded.
create table money.unfolded (
  book_id uuid not null,
  cents bigint not null
);

-- What is kept of a wallet for one communication: a part of it is posted, the rest let go.
create table money.reserve (
  id uuid primary key,
  book_id uuid not null references money.book (id),
  cents bigint not null check (cents > 0),
  left_cents bigint not null check (left_cents between 0 and cents),
  subject_id uuid not null,
  made_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > made_at),
  ended text check (ended in ('posted', 'released', 'expired')),
  ended_at timestamptz,
  check ((ended is null) = (ended_at is null)),
  check (ended is null or left_cents = 0)
);
create index on money.reserve (expires_at) where ended is null;
create index on money.reserve (book_id) where ended is null;
create index on money.reserve (subject_id);

-- Opens the book of this kind and owner, or finds it.
create function money.open_book(book_key uuid, of_kind text, contact uuid, agency uuid, facility uuid, resident uuid, at timestamptz) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare found_id uuid;
begin
  loop
    select b.id into found_id from money.book b
    where b.kind = of_kind and b.contact_id is not distinct from contact and b.agency_id is not distinct from agency
      and b.facility_id is not distinct from facility and b.resident_id is not distinct from resident;
    if found then return found_id; end if;
    insert into money.book (id, kind, contact_id, agency_id, facility_id, resident_id, opened_at)
    values (book_key, of_kind, contact, agency, facility, resident, at)
    on conflict (kind, contact_id, agency_id, facility_id, resident_id) do nothing;
  end loop;
end $$;

-- Takes the locks that whatever follows needs, in the one order that all keep to.
create function money.lock_books(books uuid[]) returns void language plpgsql as $$
begin
  perform from money.book b where b.id = any (books) and b.guarded order by b.id for no key update;
end $$;

-- Moves in a book that is there. These two run with the rights and the path of the functions that call them.
create function money.add(book_key uuid, by_cents bigint) returns void language plpgsql as $$
begin
  update money.book b set cents = b.cents + by_cents where b.id = book_key and b.guarded;
  if not found then insert into money.unfolded (book_id, cents) values (book_key, by_cents); end if;
end $$;

create function money.transfer_one(key uuid, from_key uuid, to_key uuid, amount bigint, of_what text, subject uuid, correct uuid, at_time timestamptz)
returns text language plpgsql as $$
declare
  refusal text;
  is_wallet boolean;
  stands money.transfer;
begin
  update money.book b set cents = b.cents - amount where b.id = from_key and b.guarded and b.cents - b.reserved_cents >= amount;
  if not found then
    select b.guarded into is_wallet from money.book b where b.id = from_key;
    refusal := case when not found then 'no_book' when is_wallet then 'overdrawn' end;
    if refusal is null then insert into money.unfolded (book_id, cents) values (from_key, -amount); end if;
  end if;
  if refusal is null then
    update money.book b set cents = b.cents + amount where b.id = to_key and b.guarded;
    if not found then
      if exists (select from money.book b where b.id = to_key) then insert into money.unfolded (book_id, cents) values (to_key, amount);
      else
        perform money.add(from_key, amount);
        refusal := 'no_book';
      end if;
    end if;
  end if;
  if refusal is null then
    insert into money.transfer (id, from_id, to_id, cents, what, subject_id, corrects, at)
    values (key, from_key, to_key, amount, of_what, subject, correct, at_time) on conflict (id) do nothing;
    if found then return 'done'; end if;
    -- It stands already, so nothing moves.
    perform money.add(from_key, amount);
    perform money.add(to_key, -amount);
  end if;
  select * into stands from money.transfer t where t.id = key;
  if not found then return refusal; end if;
  return case when (stands.from_id, stands.to_id, stands.cents, stands.what) = (from_key, to_key, amount, of_what)
    and stands.subject_id is not distinct from subject and stands.corrects is not distinct from correct then 'repeated' else 'differs' end;
end $$;

-- Makes each of these transfers whose id is new. What became of each: 'done'; 'repeated', it stood already; 'differs', another one has this id;
-- 'no_book'; 'overdrawn', the wallet has less that is not reserved. Whoever needs all or none rolls back.
create function money.transfer(ids uuid[], froms uuid[], tos uuid[], amounts bigint[], whats text[], subjects uuid[], correct uuid[], at_time timestamptz)
returns text[] language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  results text[] := '{}';
begin
  -- The order of all locks; a single update takes its own where the order is right by itself.
  if cardinality(ids) > 1 or tos[1] < froms[1] then perform money.lock_books(froms || tos); end if;
  if cardinality(ids) > 1 then
    begin
      -- All at once, as long as each wallet has enough for all that leaves it and no id was used before; else one after the other.
      if not exists (
        select from (select f.id, sum(f.cents) as cents from unnest(froms, amounts) as f (id, cents) group by f.id) s
        left join money.book b on b.id = s.id where b.id is null or (b.guarded and b.cents - b.reserved_cents < s.cents))
        and not exists (select from unnest(tos) as t (id) where not exists (select from money.book b where b.id = t.id))
      then
        insert into money.transfer (id, from_id, to_id, cents, what, subject_id, corrects, at)
        select a.id, a.from_id, a.to_id, a.cents, a.what, a.subject_id, a.corrects, at_time
        from unnest(ids, froms, tos, amounts, whats, subjects, correct) as a (id, from_id, to_id, cents, what, subject_id, corrects);
        with moved as (
          select m.id, sum(m.cents)::bigint as cents from (
            select * from unnest(tos, amounts) as t (id, cents) union all select f.id, -f.cents from unnest(froms, amounts) as f (id, cents)) m
          group by m.id),
        wallets as (update money.book b set cents = b.cents + m.cents from moved m where b.id = m.id and b.guarded)
        insert into money.unfolded (book_id, cents) select m.id, m.cents from moved m join money.book b on b.id = m.id where not b.guarded;
        return array_fill('done'::text, array[cardinality(ids)]);
      end if;
    exception when unique_violation then null;
    end;
  end if;
  for i in 1 .. cardinality(ids) loop
    results := results || money.transfer_one(ids[i], froms[i], tos[i], amounts[i], whats[i], subjects[i], correct[i], at_time);
  end loop;
  return results;
end $$;

-- Keeps cents of a wallet for a communication: 'done', 'repeated', 'differs', 'no_book', 'overdrawn'; 'too_late', it would have expired before.
create function money.hold_back(reserve_key uuid, book_key uuid, amount bigint, subject uuid, until timestamptz, at_time timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare stands money.reserve;
begin
  perform money.lock_books(array[book_key]);
  select * into stands from money.reserve r where r.id = reserve_key;
  if found then
    return case when (stands.book_id, stands.cents, stands.subject_id) = (book_key, amount, subject) then 'repeated' else 'differs' end;
  end if;
  if until <= at_time then return 'too_late'; end if;
  -- What has expired is free before anything new is asked of it.
  perform money.end_reserve(r.id, 'expired', at_time) from money.reserve r where r.book_id = book_key and r.ended is null and r.expires_at <= at_time;
  update money.book b set reserved_cents = b.reserved_cents + amount where b.id = book_key and b.guarded and b.cents - b.reserved_cents >= amount;
  if not found then
    return case when exists (select from money.book b where b.id = book_key and b.guarded) then 'overdrawn' else 'no_book' end;
  end if;
  insert into money.reserve (id, book_id, cents, left_cents, subject_id, made_at, expires_at) values (reserve_key, book_key, amount, amount, subject, at_time, until);
  return 'done';
end $$;

-- Lets go of what is left. The wallet's row is locked already.
create function money.end_reserve(reserve_key uuid, how text, at_time timestamptz) returns void language plpgsql as $$
declare it money.reserve;
begin
  select * into strict it from money.reserve r where r.id = reserve_key for update;
  if it.ended is not null then return; end if;
  update money.book set reserved_cents = reserved_cents - it.left_cents where id = it.book_id;
  update money.reserve set left_cents = 0, ended = how, ended_at = at_time where id = reserve_key;
end $$;

-- Lets go of a reserve: 'done', 'repeated', 'ended' otherwise before, 'no_reserve'.
create function money.release(reserve_key uuid, at_time timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare it money.reserve;
begin
  select * into it from money.reserve r where r.id = reserve_key;
  if not found then return 'no_reserve'; end if;
  perform money.lock_books(array[it.book_id]);
  select * into it from money.reserve r where r.id = reserve_key;
  if it.ended is not null then return case it.ended when 'released' then 'repeated' else 'ended' end; end if;
  perform money.end_reserve(reserve_key, 'released', at_time);
  return 'done';
end $$;

-- Keeps less than was kept: 'done', 'repeated' where no more than that is kept, 'ended', 'no_reserve'.
create function money.shrink(reserve_key uuid, to_cents bigint) returns text
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
  return 'done';
end $$;

-- Takes a part of a reserve by these transfers and lets go of the rest, all at once or not at all: 'done', 'repeated', 'differs', 'no_book',
-- 'too_much' for what is kept, 'ended' (released or expired before), 'no_reserve'. No transfer: nothing is taken.
create function money.settle(reserve_key uuid, ids uuid[], tos uuid[], amounts bigint[], whats text[], at_time timestamptz) returns text
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
  insert into money.transfer (id, from_id, to_id, cents, what, subject_id, reserve_id, at)
  select asked.id, it.book_id, asked.to_id, asked.cents, asked.what, it.subject_id, reserve_key, at_time
  from unnest(ids, tos, amounts, whats) as asked (id, to_id, cents, what);
  if total > 0 then
    update money.book set cents = cents - total where id = it.book_id;
    perform money.add(asked.to_id, asked.cents) from unnest(tos, amounts) as asked (to_id, cents);
  end if;
  return 'done';
end $$;

-- Lets go of reserves whose time is over, at most so many; how many it were.
create function money.expire(at_time timestamptz, at_most integer) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare due uuid[];
begin
  due := array(select r.id from money.reserve r where r.ended is null and r.expires_at <= at_time order by r.expires_at limit at_most);
  perform money.lock_books(array(select r.book_id from money.reserve r where r.id = any (due)));
  perform money.end_reserve(id, 'expired', at_time) from unnest(due) id;
  return cardinality(due);
end $$;

-- Adds what waits to the books that it moved; how many movements it were.
create function money.fold() returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare folded bigint;
begin
  -- One at a time: two would wait for one another's books.
  perform pg_advisory_xact_lock(hashtext('money.fold'));
  with taken as (delete from money.unfolded returning book_id, cents),
    sums as (select book_id, sum(cents) as cents, count(*) as rows from taken group by book_id),
    added as (update money.book b set cents = b.cents + s.cents from sums s where b.id = s.book_id returning s.rows)
  select coalesce(sum(rows), 0) into folded from added;
  return folded;
end $$;

-- What every book holds at this instant.
create view money.balance as
select b.id, b.kind, b.contact_id, b.agency_id, b.facility_id, b.resident_id,
  b.cents + coalesce((select sum(u.cents)::bigint from money.unfolded u where u.book_id = b.id and not b.guarded), 0) as cents,
  b.reserved_cents
from money.book b;

-- Whatever is wrong with the ledger, as of one instant; no rows where it is right. `subject` is a book, a transfer or a reserve.
create function money.faults() returns table (fault text, subject uuid, says bigint, should_be bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with moved as (
    select m.book_id, sum(m.cents)::bigint as cents from (
      select t.to_id as book_id, t.cents from money.transfer t union all select t.from_id, -t.cents from money.transfer t) m
    group by m.book_id),
  waiting as (select u.book_id, sum(u.cents)::bigint as cents from money.unfolded u group by u.book_id),
  kept as (select r.book_id, sum(r.left_cents)::bigint as cents from money.reserve r where r.ended is null group by r.book_id),
  posted as (select t.reserve_id, sum(t.cents)::bigint as cents from money.transfer t where t.reserve_id is not null group by t.reserve_id)
  select 'sum_not_zero', null::uuid, s.cents, 0 from (
    select coalesce((select sum(b.cents) from money.book b), 0)::bigint + coalesce((select sum(w.cents) from waiting w), 0)::bigint as cents) s
  where s.cents <> 0
  union all
  select 'balance_is_not_its_transfers', coalesce(b.id, m.book_id), coalesce(b.cents, 0) + coalesce(w.cents, 0), coalesce(m.cents, 0)
  from money.book b full join moved m on m.book_id = b.id left join waiting w on w.book_id = coalesce(b.id, m.book_id)
  where coalesce(b.cents, 0) + coalesce(w.cents, 0) <> coalesce(m.cents, 0)
  union all
  select 'no_such_book', m.book_id, m.cents, 0 from moved m where not exists (select from money.book b where b.id = m.book_id)
  union all
  select 'reserved_is_not_its_reserves', b.id, b.reserved_cents, coalesce(k.cents, 0)
  from money.book b left join kept k on k.book_id = b.id where b.reserved_cents <> coalesce(k.cents, 0)
  union all
  select 'wallet_overdrawn', b.id, b.cents, b.reserved_cents from money.book b where b.guarded and b.cents < b.reserved_cents
  union all
  select 'taken_beyond_its_reserve', r.id, coalesce(p.cents, 0), r.cents from money.reserve r left join posted p on p.reserve_id = r.id
  where coalesce(p.cents, 0) > r.cents or (p.cents is not null and r.ended is distinct from 'posted')
  union all
  select 'no_such_reserve', p.reserve_id, p.cents, 0 from posted p where not exists (select from money.reserve r where r.id = p.reserve_id)
  union all
  select 'wrong_correction', t.id, t.cents, c.cents from money.transfer t left join money.transfer c on c.id = t.corrects
  where t.corrects is not null and (c.id is null or (c.from_id, c.to_id) is distinct from (t.to_id, t.from_id) or t.cents > c.cents)
$$;

revoke all on all functions in schema money from public;
grant usage on schema money to throughline_app;
grant select on all tables in schema money to throughline_app;
grant execute on function
  money.open_book(uuid, text, uuid, uuid, uuid, uuid, timestamptz),
  money.transfer(uuid[], uuid[], uuid[], bigint[], text[], uuid[], uuid[], timestamptz),
  money.hold_back(uuid, uuid, bigint, uuid, timestamptz, timestamptz),
  money.release(uuid, timestamptz), money.shrink(uuid, bigint),
  money.settle(uuid, uuid[], uuid[], bigint[], text[], timestamptz),
  money.expire(timestamptz, integer), money.fold(), money.faults()
to throughline_app;
