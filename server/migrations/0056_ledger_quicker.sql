-- The same ledger at a third of its work. PostgreSQL reads every check of a row anew for every statement: what a book is, is asked when the book is
-- opened, and a movement asks one thing of a book and one of itself. A transfer is found by the wallets in it; what moves in any other book is added up.
do $$
declare it record;
begin
  for it in select c.conrelid::regclass as of_table, c.conname from pg_constraint c
    where c.contype = 'c' and c.conrelid in ('money.book'::regclass, 'money.transfer'::regclass)
  loop execute format('alter table %s drop constraint %I', it.of_table, it.conname); end loop;
end $$;
alter table money.book alter column guarded drop expression;
alter table money.book add constraint book_holds check (case when guarded then reserved_cents >= 0 and cents >= reserved_cents else reserved_cents = 0 end);

-- Whose a book of each kind is: exactly the owners that its kind names. Null: with or without one.
create table money.book_kind (
  kind text primary key,
  guarded boolean not null,
  of_contact boolean not null,
  of_agency boolean,
  of_facility boolean not null,
  of_resident boolean not null
);
insert into money.book_kind (kind, guarded, of_contact, of_agency, of_facility, of_resident) values
  ('contact_wallet', true, true, false, false, false),
  ('resident_wallet', true, false, true, false, true),
  ('agency', false, false, true, false, false),
  ('unclaimed', false, false, null, false, false),
  ('revenue', false, false, true, true, false),
  ('credits', false, false, true, true, false),
  ('taxes', false, false, true, true, false),
  ('cash', false, false, true, true, false),
  ('clearing', false, false, false, false, false),
  ('bank', false, false, false, false, false),
  ('costs', false, false, false, false, false),
  ('write_off', false, false, false, false, false);
grant select on money.book_kind to throughline_app;

create function money.check_book() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  select k.guarded into new.guarded from money.book_kind k
  where k.kind = new.kind and k.of_contact = (new.contact_id is not null) and coalesce(k.of_agency = (new.agency_id is not null), true)
    and k.of_facility = (new.facility_id is not null) and k.of_resident = (new.resident_id is not null);
  if not found then raise check_violation using message = format('no book of kind %s has these owners', new.kind); end if;
  return new;
end $$;
create trigger check_book before insert or update of kind, contact_id, agency_id, facility_id, resident_id, guarded on money.book
for each row execute function money.check_book();

-- A domain's check is read once, a column's each time.
create domain money.movement as text check (value in (
  'deposit', 'refund', 'payout', 'charge', 'tax', 'credit', 'gift', 'gift_undone', 'cash_in', 'dispute', 'dispute_won', 'processing_cost',
  'bank_payout', 'invoice_paid', 'unclaimed', 'write_off', 'correction'));
alter table money.transfer alter column what type money.movement;
-- Whether it left or reached a wallet: only then is it found by that book.
alter table money.transfer add column from_wallet boolean not null default false, add column to_wallet boolean not null default false;
update money.transfer t set from_wallet = f.guarded, to_wallet = o.guarded from money.book f, money.book o where f.id = t.from_id and o.id = t.to_id;
alter table money.transfer add constraint transfer_moves check (cents > 0 and from_id <> to_id and (what = 'correction') = (corrects is not null));
drop index money.transfer_from_id_id_idx, money.transfer_to_id_id_idx;
create index transfer_from_wallet on money.transfer (from_id, id) where from_wallet;
create index transfer_to_wallet on money.transfer (to_id, id) where to_wallet;

-- As before; but each movement asks first for what is most often there.
create or replace function money.transfer_one(key uuid, from_key uuid, to_key uuid, amount bigint, of_what text, subject uuid, correct uuid, at_time timestamptz)
returns text language plpgsql as $$
declare
  refusal text;
  from_guarded boolean;
  to_guarded boolean;
  stands money.transfer;
begin
  update money.book b set cents = b.cents - amount where b.id = from_key and b.guarded and b.cents - b.reserved_cents >= amount;
  from_guarded := found;
  if not from_guarded then
    insert into money.unfolded (book_id, cents) select b.id, -amount from money.book b where b.id = from_key and not b.guarded;
    if not found then refusal := case when exists (select from money.book b where b.id = from_key) then 'overdrawn' else 'no_book' end; end if;
  end if;
  if refusal is null then
    insert into money.unfolded (book_id, cents) select b.id, amount from money.book b where b.id = to_key and not b.guarded;
    to_guarded := not found;
    if to_guarded then
      update money.book b set cents = b.cents + amount where b.id = to_key;
      if not found then
        perform money.add(from_key, amount);
        refusal := 'no_book';
      end if;
    end if;
  end if;
  if refusal is null then
    insert into money.transfer (id, from_id, to_id, cents, what, subject_id, corrects, at, from_wallet, to_wallet)
    values (key, from_key, to_key, amount, of_what, subject, correct, at_time, from_guarded, to_guarded) on conflict (id) do nothing;
    if found then return 'done'; end if;
    -- It stands already, so nothing moves.
    perform money.add(from_key, amount);
    perform money.add(to_key, -amount);
  end if;
  select * into stands from money.transfer t where t.id = key;
  if not found then return refusal; end if;
  return case when (stands.from_id, stands.to_id, stands.cents, stands.what::text) = (from_key, to_key, amount, of_what)
    and stands.subject_id is not distinct from subject and stands.corrects is not distinct from correct then 'repeated' else 'differs' end;
end $$;

-- Makes each of these transfers whose id is new. What became of each: 'done'; 'repeated', it stood already; 'differs', another one has this id;
-- 'no_book'; 'overdrawn', the wallet has less that is not reserved. Whoever needs all or none rolls back.
create or replace function money.transfer(ids uuid[], froms uuid[], tos uuid[], amounts bigint[], whats text[], subjects uuid[], correct uuid[], at_time timestamptz)
returns text[] language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  results text[] := '{}';
begin
  -- One alone takes its locks in the order of all locks where its own is that order.
  if cardinality(ids) = 1 and froms[1] < tos[1] then
    return array[money.transfer_one(ids[1], froms[1], tos[1], amounts[1], whats[1], subjects[1], correct[1], at_time)];
  end if;
  perform money.lock_books(froms || tos);
  if cardinality(ids) > 1 then
    begin
      -- All at once, as long as each wallet has enough for all that leaves it and no id was used before; else one after the other.
      if not exists (
        select from (select f.id, sum(f.cents) as cents from unnest(froms, amounts) as f (id, cents) group by f.id) s
        left join money.book b on b.id = s.id where b.id is null or (b.guarded and b.cents - b.reserved_cents < s.cents))
        and not exists (select from unnest(tos) as t (id) where not exists (select from money.book b where b.id = t.id))
      then
        insert into money.transfer (id, from_id, to_id, cents, what, subject_id, corrects, at, from_wallet, to_wallet)
        select a.id, a.from_id, a.to_id, a.cents, a.what, a.subject_id, a.corrects, at_time, f.guarded, o.guarded
        from unnest(ids, froms, tos, amounts, whats, subjects, correct) as a (id, from_id, to_id, cents, what, subject_id, corrects)
        join money.book f on f.id = a.from_id join money.book o on o.id = a.to_id;
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
  return 'done';
end $$;

revoke all on function money.check_book() from public;
