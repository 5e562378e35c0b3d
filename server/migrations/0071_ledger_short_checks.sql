-- A check of a row is read anew for every statement, by its length: of a transfer's time on a processor a quarter went there. What each movement must hold to
-- stays a check, as short as it can be said; the rest is asked where it can change.
alter table money.book drop constraint book_holds;
alter table money.book add constraint book_holds check (cents >= reserved_cents or not guarded);

create or replace function money.check_book() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  select k.guarded into new.guarded from money.book_kind k
  where k.kind = new.kind and k.of_contact = (new.contact_id is not null) and coalesce(k.of_agency = (new.agency_id is not null), true)
    and k.of_facility = (new.facility_id is not null) and k.of_resident = (new.resident_id is not null);
  if not found then raise check_violation using message = format('no book of kind %s has these owners', new.kind); end if;
  if new.reserved_cents < 0 or (new.reserved_cents <> 0 and not new.guarded) then
    raise check_violation using message = format('a book of kind %s cannot have %s cents reserved', new.kind, new.reserved_cents);
  end if;
  return new;
end $$;
drop trigger check_book on money.book;
create trigger check_book before insert or update of kind, contact_id, agency_id, facility_id, resident_id, guarded, reserved_cents on money.book
for each row execute function money.check_book();

-- A domain's check is read once.
create domain money.moved as bigint check (value > 0);
alter table money.transfer drop constraint transfer_moves;
alter table money.transfer alter column cents type money.moved;
alter table money.transfer add constraint transfer_moves check (from_id <> to_id);

-- As before; that a correction names what it corrects is asked here, and again by `money.faults`.
create or replace function money.transfer_one(key uuid, from_key uuid, to_key uuid, amount bigint, of_what text, subject uuid, correct uuid, at_time timestamptz)
returns text language plpgsql as $$
declare
  refusal text;
  from_guarded boolean;
  to_guarded boolean;
  stands money.transfer;
begin
  if (of_what = 'correction') <> (correct is not null) then
    raise check_violation using message = 'a correction names the transfer that it corrects, and nothing else does';
  end if;
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
  if cardinality(ids) > 1 and not exists (select from unnest(whats, correct) as a (what, id) where (a.what = 'correction') <> (a.id is not null)) then
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


create or replace function money.faults() returns table (fault text, subject uuid, says bigint, should_be bigint)
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
  where (t.corrects is not null) <> (t.what = 'correction') or t.corrects is not null and (c.id is null or (c.from_id, c.to_id) is distinct from (t.to_id, t.from_id) or t.cents > c.cents)
$$;
