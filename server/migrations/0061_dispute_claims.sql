-- A dispute follows what was given on by what came of it, cent by cent: of whoever got it, it takes no more than what of it reached them.

-- By which gifts the money came that a dispute waits for, from the depositor's own first; none in their own wallet. And how much of it may still be taken: one budget for each
-- dispute and way, whatever number of reserves it is found in.
alter table money.dispute_claim add column path uuid[] not null default '{}';
alter table money.dispute_claim add column at_most_cents bigint check (at_most_cents >= 0);
update money.dispute_claim c set path = array[c.gift_id], at_most_cents = g.cents - g.undone_cents
from money.gift g, money.dispute d join money.deposit p on p.id = d.deposit_id where g.id = c.gift_id and d.id = c.dispute_id and g.from_book_id = p.book_id;
-- Of what was given on before today nobody wrote down by which way it came: it stays with whoever has it.
delete from money.dispute_claim where gift_id is not null and path = '{}';
alter table money.dispute_claim drop column gift_id;
alter table money.dispute_claim add unique (dispute_id, reserve_id, path);
alter table money.dispute_claim add check ((path = '{}') = (at_most_cents is null));
create index on money.dispute_claim ((path[cardinality(path)]));

-- What came into a wallet, each less what its giver took back. What silence put apart never left it.
create function money.came_in(book_key uuid) returns table (id uuid, at timestamptz, cents bigint) language sql stable as $$
  select t.id, t.at, (t.cents - coalesce(u.cents, 0))::bigint from money.transfer t
  left join (select u.subject_id, sum(u.cents) as cents from money.transfer u where u.from_id = book_key and u.from_wallet and u.what = 'gift_undone' group by u.subject_id) u
    on u.subject_id = t.id
  where t.to_id = book_key and t.to_wallet and t.what not in ('gift_undone', 'unclaimed')
$$;

-- What left a wallet for good, each less what of it came back.
create function money.went_out(book_key uuid) returns table (id uuid, at timestamptz, what text, cents bigint) language sql stable as $$
  select t.id, t.at, t.what::text, (t.cents - coalesce(u.cents, 0))::bigint from money.transfer t
  left join (select u.subject_id, sum(u.cents) as cents from money.transfer u where u.to_id = book_key and u.to_wallet and u.what = 'gift_undone' group by u.subject_id) u
    on u.subject_id = t.id
  where t.from_id = book_key and t.from_wallet and t.what not in ('gift_undone', 'unclaimed')
$$;

-- What of the first of these gifts came by all of them, one after the other, and is still in the last wallet, kept, free or apart; where everybody spends their oldest money first.
create function money.left_of(path uuid[]) returns bigint language plpgsql stable as $$
declare
  it record;
  low bigint := 0;
  high bigint;
  before bigint;
  size bigint;
begin
  for step in 1 .. cardinality(path) loop
    select t.id, t.at, t.to_id into it from money.transfer t where t.id = path[step];
    if not found then return 0; end if;
    select coalesce(sum(c.cents) filter (where (c.at, c.id) < (it.at, it.id)), 0), coalesce(sum(c.cents) filter (where c.id = it.id), 0)
    into before, size from money.came_in(it.to_id) c;
    high := before + least(coalesce(high, size), size);
    low := before + low;
    if step = cardinality(path) then
      return greatest(0, high - greatest(low, (select coalesce(sum(o.cents), 0) from money.went_out(it.to_id) o)));
    end if;
    select coalesce(sum(o.cents) filter (where (o.at, o.id) < (n.at, n.id)), 0), coalesce(sum(o.cents) filter (where o.id = n.id), 0)
    into before, size from money.transfer n, money.went_out(it.to_id) o where n.id = path[step + 1];
    low := greatest(low - before, 0);
    high := least(high - before, size);
    if high <= low then return 0; end if;
  end loop;
  return 0;
end $$;

drop function money.recover_one(uuid, uuid, bigint, uuid, timestamptz);
-- Takes a part of one wallet for one dispute. The wallet's row is locked; what is taken is free in it. It goes back the way that it came, so that every later question finds
-- each gift less what was taken of it; the wallets on its way hold the same before and after.
create function money.recover_one(dispute_key uuid, book_key uuid, amount bigint, by_path uuid[], at_time timestamptz) returns void language plpgsql as $$
declare
  write_off uuid;
  holder uuid := book_key;
  giver uuid;
begin
  select b.id into strict write_off from money.book b where b.kind = 'write_off';
  update money.book b set cents = b.cents - amount where b.id = book_key;
  insert into money.unfolded (book_id, cents) values (write_off, amount);
  for step in reverse cardinality(by_path) .. 1 loop
    select t.from_id into strict giver from money.transfer t where t.id = by_path[step];
    insert into money.transfer (id, from_id, to_id, cents, what, subject_id, at, from_wallet, to_wallet)
    values (gen_random_uuid(), holder, giver, amount, 'gift_undone', by_path[step], at_time, true, true);
    holder := giver;
  end loop;
  insert into money.transfer (id, from_id, to_id, cents, what, subject_id, at, from_wallet, to_wallet)
  select gen_random_uuid(), holder, write_off, amount, 'dispute', d.deposit_id, at_time, true, false from money.dispute d where d.id = dispute_key;
  update money.gift g set undone_cents = g.undone_cents + amount,
    state = case when g.undone_cents + amount = g.cents then 'undone' else g.state end, ended_at = case when g.undone_cents + amount = g.cents then at_time else g.ended_at end
  where g.id = any (by_path);
  update money.dispute d set owed_cents = d.owed_cents - amount, written_off_cents = d.written_off_cents - amount, from_wallet_cents = d.from_wallet_cents + amount
  where d.id = dispute_key;
end $$;

-- What a reserve let go of is taken for the disputes that found it kept, the oldest first.
create or replace function money.recover(reserve_key uuid, book_key uuid, freed bigint, at_time timestamptz) returns void language plpgsql as $$
declare
  claim record;
  left_cents bigint := freed;
  owed bigint;
  amount bigint;
begin
  for claim in select c.dispute_id, c.path from money.dispute_claim c join money.dispute d on d.id = c.dispute_id
    where c.reserve_id = reserve_key and d.owed_cents > 0 order by d.opened_at, d.id, c.path
  loop
    exit when left_cents <= 0;
    select d.owed_cents into strict owed from money.dispute d where d.id = claim.dispute_id for update;
    amount := least(left_cents, owed);
    if claim.path <> '{}' then
      -- Read again: one taken before may have been of the same money.
      select least(amount, c.at_most_cents, money.left_of(c.path)) into strict amount from money.dispute_claim c
      where c.dispute_id = claim.dispute_id and c.reserve_id = reserve_key and c.path = claim.path;
    end if;
    continue when amount <= 0;
    perform money.recover_one(claim.dispute_id, book_key, amount, claim.path, at_time);
    update money.dispute_claim c set at_most_cents = c.at_most_cents - amount where c.dispute_id = claim.dispute_id and c.path = claim.path;
    left_cents := left_cents - amount;
  end loop;
end $$;

-- As before; by the new way of taking a part.
create or replace function money.recover_back(book_key uuid, amount bigint, was_there timestamptz, at_time timestamptz) returns bigint
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
    perform money.recover_one(dispute_key, book_key, least(left_cents, owed), '{}', at_time);
    left_cents := left_cents - least(left_cents, owed);
  end loop;
  return amount - left_cents;
end $$;

-- A gift that a dispute waited for came back to whoever passed it on: as much of the dispute's part as came with it is taken of them. Before it was undone the last wallet of
-- the path had so much of it. How much was taken.
create function money.recover_passed(dispute_key uuid, by_path uuid[], had bigint, at_time timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  book_key uuid;
  amount bigint;
begin
  select t.from_id into strict book_key from money.transfer t where t.id = by_path[cardinality(by_path)];
  perform money.lock_books(array[book_key]);
  select least(d.owed_cents, had - money.left_of(by_path)) into strict amount from money.dispute d where d.id = dispute_key for update;
  select least(amount, b.cents - b.reserved_cents, (select min(c.at_most_cents) from money.dispute_claim c where c.dispute_id = dispute_key and c.path = by_path))
  into strict amount from money.book b where b.id = book_key;
  if amount <= 0 then return 0; end if;
  perform money.recover_one(dispute_key, book_key, amount, by_path[1 : cardinality(by_path) - 1], at_time);
  update money.dispute_claim c set at_most_cents = c.at_most_cents - amount where c.dispute_id = dispute_key and c.path = by_path;
  return amount;
end $$;

-- From here to the end of the transaction nothing else moves in the wallet.
create function money.hold_still(book_key uuid) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform money.lock_books(array[book_key]);
end $$;

drop function money.claim(uuid, uuid, uuid);
-- Marks what is kept of a wallet now, so that this dispute finds it when it is let go; of what was given, by which gifts it came and how much of it.
create function money.claim(dispute_key uuid, book_key uuid, by_path uuid[], at_most bigint) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform money.lock_books(array[book_key]);
  insert into money.dispute_claim (dispute_id, reserve_id, path, at_most_cents)
  select dispute_key, r.id, by_path, at_most from money.reserve r where r.book_id = book_key and r.ended is null on conflict do nothing;
end $$;
drop function money.gift_unspent(uuid, uuid);

revoke all on function money.came_in(uuid), money.went_out(uuid), money.left_of(uuid[]), money.recover_one(uuid, uuid, bigint, uuid[], timestamptz),
  money.recover_passed(uuid, uuid[], bigint, timestamptz), money.hold_still(uuid), money.claim(uuid, uuid, uuid[], bigint) from public;
grant execute on function money.came_in(uuid), money.went_out(uuid), money.left_of(uuid[]), money.recover_passed(uuid, uuid[], bigint, timestamptz),
  money.hold_still(uuid), money.claim(uuid, uuid, uuid[], bigint) to throughline_app;

-- Of disputes that are long open those asked for longest ago are asked for first.
alter table money.dispute add column asked_at timestamptz;
grant update (asked_at) on money.dispute to throughline_app;

-- Of a payout that nobody has written a check for, a card's bank may want a part.
grant update (cents) on money.payout to throughline_app;
