-- As before; what was kept is never taken as a correction, which since 0071 is asked by whoever writes a transfer.
create or replace function money.settle(reserve_key uuid, ids uuid[], tos uuid[], amounts bigint[], whats text[], at_time timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  it money.reserve;
  total bigint := coalesce((select sum(a) from unnest(amounts) a), 0);
  same bigint;
begin
  if 'correction' = any (whats) then
    raise check_violation using message = 'a correction names the transfer that it corrects, and what was kept is taken for none';
  end if;
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
