-- What a security reading of the people and places found.

-- A request that fits nobody waits past its deadline like one that nobody answers; nothing about it is settled before that.
alter table contacts.unmatched_request drop column again_from, add column overdue_told_at timestamptz;
-- The index by which the hourly look finds them.
create index on contacts.unmatched_request (due_at) where withdrawn_at is null and answered_at is null;

-- What follows `?` in the address of a jail's system may be its key: sealed like the other secret.
alter table residents.roster_feed add column query bytea;

-- keeping: what is due is said by the owner, and so is when. Until here the app's role could name a day far ahead, have all that will ever be due
-- deleted now, and count every hold with a last day as over. Time is a parameter everywhere; here alone the database asks its own clock, since what
-- is guarded against is the very caller who names the time. It decides nothing that a facility sees: it only refuses what no honest caller asks for.
-- A test that ages a world replaces this function, which only the owner can.
create function keeping.latest() returns timestamptz language sql volatile as $$
  select clock_timestamp() + interval '5 minutes'
$$;
revoke execute on function keeping.latest() from public;

-- The holds that nobody has released on any of these, or on whoever was made one with them.
create function keeping.holds_on(place uuid, subjects uuid[]) returns setof keeping.hold language sql stable as $$
  with recursive who (id) as (
    select unnest(subjects)
    union
    select r.id from residents.resident r join who on r.merged_into = who.id
  )
  select h.* from keeping.hold h
  where (h.subject_id in (select id from who) or h.subject_id = place)
    and (place is null or h.facility_id = place or h.agency_id = place) and h.released_at is null
$$;
create or replace function keeping.is_held(place uuid, subjects uuid[], at timestamptz) returns boolean language sql stable as $$
  select exists (select from keeping.holds_on(place, subjects) h where h.placed_at <= at and (h.until_at is null or h.until_at > at))
$$;
grant execute on function keeping.holds_on(uuid, uuid[]) to throughline_app;

-- As before, but a row of the record that waits for its seal is not taken away with its line: what was never sealed could vanish unseen.
create or replace function keeping.erase_where(target regclass, fits text, ids uuid[], due_by timestamptz, depth integer) returns void language plpgsql as $$
declare
  child record;
  waits boolean;
begin
  if depth > 6 then raise exception 'rows refer to one another too deeply below %', target; end if;
  for child in
    select k.conrelid::regclass as name,
      (select string_agg(format('c%s.%I = c%s.%I', depth + 1, a.attname, depth, p.attname), ' and ')
        from unnest(k.conkey, k.confkey) as pair (own, theirs)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.own
        join pg_attribute p on p.attrelid = k.confrelid and p.attnum = pair.theirs) as same
    from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_class o on o.oid = k.confrelid
    where k.contype = 'f' and k.confrelid = target and k.conrelid <> target and t.relnamespace = o.relnamespace and k.conparentid = 0
    order by k.oid
  loop
    perform keeping.erase_where(child.name, format('exists (select from %s c%s where %s and %s)', target, depth, child.same, fits), ids, due_by, depth + 1);
  end loop;
  if exists (select from pg_trigger where tgrelid = target and tgname = 'wait_for_seal') then
    execute format('select exists (select from audit.unsealed u join %2$s c%1$s on c%1$s.id = u.row_id where u.source = $2 and %3$s)', depth, target, fits)
      into waits using ids, target::text;
    if waits then raise exception 'a row of the record waits for its seal' using errcode = 'TL001'; end if;
    execute format('insert into audit.erasure (id, at, agency_id, facility_id, source, row_id, why)
      select keeping.new_id($2), $2, null, c%1$s.facility_id, $3, c%1$s.id, ''day_over'' from %2$s c%1$s
      where %3$s and exists (select from audit.sealed s where s.source = $3 and s.row_id = c%1$s.id) on conflict do nothing', depth, target, fits)
      using ids, due_by, target::text;
  end if;
  execute format('delete from %s c%s where %s', target, depth, fits) using ids;
end $$;

create or replace function keeping.erase(rule_turn integer, due_by timestamptz, after uuid, batch integer)
returns table (id uuid, agency_id uuid, facility_id uuid, since timestamptz, outcome text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  rule keeping.rule;
  latest timestamptz := keeping.latest();
  -- A hold with a last day is over once both the caller and the database have reached it; one placed a moment ago counts whatever time is named.
  over_by timestamptz := least(due_by, latest - interval '5 minutes');
begin
  if due_by > latest then raise exception 'nothing is due at a time that has not come' using errcode = 'TL002'; end if;
  select * into strict rule from keeping.rule r where r.turn = rule_turn;
  for id, agency_id, facility_id, since, outcome in execute format(
    'select d.id, d.agency_id, d.facility_id, d.since,
       case when exists (select from keeping.holds_on(coalesce(d.facility_id, d.agency_id), d.subjects) h where h.until_at is null or h.until_at > $5)
         then ''held'' else ''due'' end
     from %s d where d.id > $2 and d.since + make_interval(days => $3) <= $1 order by d.id limit $4', rule.source)
    using due_by, after, coalesce(rule.keep_days, 0), batch, over_by
  loop
    if outcome = 'due' then
      begin
        if rule.clears is null then
          perform keeping.erase_where(rule.target::regclass, format('c0.%I = any ($1)', rule.key_column), array[id], due_by, 0);
        else
          execute format('update %s c0 set %s where c0.%I = $1', rule.target::regclass, rule.clears, rule.key_column) using id;
        end if;
        outcome := 'erased';
      -- TL001: what waits for its seal is as good as referred to; the next night takes it.
      exception when foreign_key_violation or sqlstate 'TL001' then outcome := 'needed';
      end;
    end if;
    return next;
  end loop;
end $$;

-- A line of the listing is of a facility of the person's own agency, like every row of a facility.
alter table residents.listing add foreign key (agency_id, facility_id) references facilities.facility (agency_id, id);
