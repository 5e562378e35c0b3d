-- A tax that was confirmed by mistake is taken back also after it was collected: what was paid by it goes back to whoever paid.

-- Whose tax it was to be given back of: each communication that it was collected of, and each plan that took it, once; written down in the transaction that takes the tax
-- back, `due` until its payers have theirs. A subject is a communication's quote or a plan.
create table money.tax_back (
  tax_line_id uuid not null references money.tax_line (id),
  subject_id uuid not null,
  due_at timestamptz not null,
  given_at timestamptz,
  primary key (subject_id, tax_line_id)
);
create index on money.tax_back (tax_line_id, subject_id) where given_at is null;
grant select, insert on money.tax_back to throughline_app;
grant update (given_at) on money.tax_back to throughline_app;

-- What each payer had paid by it, and what of that came back now: the rest had come back before, by credits. Once for each.
create table money.tax_back_part (
  subject_id uuid not null,
  tax_line_id uuid not null,
  payer text not null check (payer in ('agency', 'family', 'resident')),
  book_id uuid not null,
  tax_cents bigint not null check (tax_cents > 0),
  cents bigint not null check (cents between 0 and tax_cents),
  -- The family has been written to.
  told_at timestamptz,
  primary key (subject_id, tax_line_id, payer),
  foreign key (subject_id, tax_line_id) references money.tax_back (subject_id, tax_line_id)
);
create index on money.tax_back_part (tax_line_id, book_id) where told_at is null and payer = 'family' and cents > 0;
grant select, insert on money.tax_back_part to throughline_app;
grant update (told_at) on money.tax_back_part to throughline_app;

-- All that was promised with a tax, for whoever takes it back.
create index on money.quote_tax (tax_line_id);
create index on money.plan_tax (tax_line_id);

-- As before; and no transfer is taken back for more than it was, by however many corrections.
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
  union all
  select 'corrected_beyond_itself', c.id, s.cents, c.cents
  from (select t.corrects, sum(t.cents)::bigint as cents, count(*) as many from money.transfer t where t.corrects is not null group by t.corrects) s
  join money.transfer c on c.id = s.corrects where s.many > 1 and s.cents > c.cents
$$;
