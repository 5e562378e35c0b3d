-- The outbox is a demonstration's. A real world must have no way to leave letters lying where they can be read.
create function notifications.refuse_outbox() returns trigger language plpgsql as $$ begin
  if not exists (select from world.birth where kind = 'demo') then raise exception 'only a demonstration has an outbox'; end if;
  return new;
end $$;
create trigger outbox_only_in_demo before insert or update on notifications.outbox for each row execute function notifications.refuse_outbox();
create index on notifications.delivery (made_at) where status = 'queued';
