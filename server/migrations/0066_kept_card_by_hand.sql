-- A deposit of a kept card that its owner pressed for: it names its card as an automatic one does, and keeps none anew.
do $$
declare named text;
begin
  for named in select c.conname from pg_constraint c
    where c.conrelid = 'money.deposit'::regclass and c.contype = 'c' and pg_get_constraintdef(c.oid) ~ 'automatic'
  loop
    execute format('alter table money.deposit drop constraint %I', named);
  end loop;
end $$;
alter table money.deposit
  add check ((customer_id is null) = (method_id is null)),
  add check (not automatic or customer_id is not null),
  add check (not (keeps_card and customer_id is not null));
