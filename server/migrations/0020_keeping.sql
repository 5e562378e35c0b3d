-- Every kind of data has a day on which it goes. What is due is said here, by the owner, and deleted by one function of the owner's: the app's role can
-- ask for a deletion, and can have nothing deleted that no rule makes due.
create schema keeping;

-- Sign-ins, letters and tries are held by nobody: they prove nothing that the record does not.
-- Whoever is named here is passed over by every deletion of that facility (or, for what belongs to the agency or to nobody, of that person).
create table keeping.hold (
  id uuid primary key,
  agency_id uuid not null,
  facility_id uuid not null,
  -- A whole facility, too: then nothing of it goes.
  subject_kind text not null check (subject_kind in ('resident', 'contact', 'visit', 'facility')),
  subject_id uuid not null,
  purpose text not null check (purpose in ('court_order', 'litigation', 'investigation', 'complaint')),
  -- Words: the paper behind it. They go with the row, three years after the hold has ended.
  basis text not null check (length(basis) between 1 and 500),
  placed_by uuid not null,
  placed_at timestamptz not null,
  until_at timestamptz,
  released_by uuid,
  released_at timestamptz,
  foreign key (agency_id, facility_id) references facilities.facility (agency_id, id),
  check ((released_at is null) = (released_by is null)),
  check (until_at is null or until_at > placed_at)
);
create index on keeping.hold (subject_id) where released_at is null;
create index on keeping.hold (facility_id, id desc);

-- What a night deleted: counts and dates, nothing else. Rows without a facility are about what belongs to none (accounts, people outside).
create table keeping.erasure (
  id uuid primary key,
  run_id uuid not null,
  at timestamptz not null,
  kind text not null,
  agency_id uuid,
  facility_id uuid,
  erased integer not null default 0,
  held integer not null default 0,
  -- Due, but something that is still kept refers to it.
  needed integer not null default 0,
  -- From when the oldest of what went was.
  oldest timestamptz,
  failed boolean not null default false
);
create index on keeping.erasure (facility_id, id desc);
create index on keeping.erasure (kind, at);

-- Which rows, by which view (id, agency_id, facility_id, since, subjects), how long after `since`; without days `since` is the row's own keep-until.
create table keeping.rule (
  kind text not null,
  target text primary key,
  key_column text not null default 'id',
  source text not null,
  keep_days integer,
  -- What refers goes before what is referred to.
  turn integer not null unique
);

create function keeping.is_held(place uuid, subjects uuid[], at timestamptz) returns boolean language sql stable as $$
  select exists (
    select from keeping.hold h
    where (h.subject_id = any (subjects) or h.subject_id = place)
      and (place is null or h.facility_id = place or h.agency_id = place)
      and h.placed_at <= at and h.released_at is null and (h.until_at is null or h.until_at > at))
$$;

-- A UUIDv7 of this instant.
create function keeping.new_id(at timestamptz) returns uuid language sql volatile as $$
  select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(r, 14, 3) || '8' || substr(r, 18))::uuid
  from replace(gen_random_uuid()::text, '-', '') as r
$$;

-- Deletes the rows of `target` that fit, and before them all rows of the same schema that refer to them. What another schema still refers to stays (23503).
create function keeping.erase_where(target regclass, fits text, ids uuid[], due_by timestamptz, depth integer) returns void language plpgsql as $$
declare child record;
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
  -- What is sealed into the record's chain goes only with a row of the record that says so.
  if exists (select from pg_trigger where tgrelid = target and tgname = 'wait_for_seal') then
    execute format('insert into audit.erasure (id, at, agency_id, facility_id, source, row_id, why)
      select keeping.new_id($2), $2, null, c%1$s.facility_id, $3, c%1$s.id, ''day_over'' from %2$s c%1$s
      where %3$s and exists (select from audit.sealed s where s.source = $3 and s.row_id = c%1$s.id) on conflict do nothing', depth, target, fits)
      using ids, due_by, target::text;
    execute format('delete from audit.unsealed u using %2$s c%1$s where %3$s and u.source = $2 and u.row_id = c%1$s.id', depth, target, fits)
      using ids, target::text;
  end if;
  execute format('delete from %s c%s where %s', target, depth, fits) using ids;
end $$;

-- One batch of one rule, by key after `after`: what became of each row that is due at `due_by`.
create function keeping.erase(rule_target text, due_by timestamptz, after uuid, batch integer)
returns table (id uuid, agency_id uuid, facility_id uuid, since timestamptz, outcome text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare rule keeping.rule;
begin
  select * into strict rule from keeping.rule r where r.target = rule_target;
  for id, agency_id, facility_id, since, outcome in execute format(
    'select d.id, d.agency_id, d.facility_id, d.since, case when keeping.is_held(coalesce(d.facility_id, d.agency_id), d.subjects, $1) then ''held'' else ''due'' end
     from %s d where d.id > $2 and d.since + make_interval(days => $3) <= $1 order by d.id limit $4', rule.source)
    using due_by, after, coalesce(rule.keep_days, 0), batch
  loop
    if outcome = 'due' then
      begin
        perform keeping.erase_where(rule.target::regclass, format('c0.%I = any ($1)', rule.key_column), array[id], due_by, 0);
        outcome := 'erased';
      exception when foreign_key_violation then outcome := 'needed';
      end;
    end if;
    return next;
  end loop;
end $$;

-- audit
create view audit.keep_words as
select w.entry_id as id, e.agency_id, e.facility_id, w.keep_until as since, array_remove(array[e.subject_id, e.actor_id], null) as subjects
from audit.words w join audit.entry e on e.id = w.entry_id;

-- identity: the newest sign-in stays with the account, to tell when it was last used.
create view identity.keep_sign_in as
select s.id, s.agency_id, s.facility_id, least(s.expires_at, s.revoked_at) as since, array[]::uuid[] as subjects
from identity.sign_in s
where s.account_id is null or exists (select from identity.sign_in l where l.account_id = s.account_id and l.id > s.id);
create view identity.keep_factor_reset as
select r.id, null::uuid as agency_id, r.facility_id, r.expires_at as since, array[]::uuid[] as subjects from identity.factor_reset r;
create view identity.keep_account as
select a.id, null::uuid as agency_id, null::uuid as facility_id,
  greatest(a.made_at, (select max(s.last_active_at) from identity.sign_in s where s.account_id = a.id),
    (select max(greatest(g.granted_at, g.revoked_at)) from identity.staff_grant g where g.account_id = a.id)) as since,
  array_remove(array[a.id, m.id], null) as subjects
from identity.account a left join identity.staff_member m on m.account_id = a.id;

-- residents: somebody who is in custody has no such day. A person who never had a stay counts from when the row's id was made.
create view residents.keep_person as
select r.id, r.agency_id, null::uuid as facility_id,
  coalesce(max(s.released_at), to_timestamp((('x' || substr(replace(r.id::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0)::double precision)) as since,
  array_append(array_remove(array_agg(s.id) || array_agg(s.facility_id), null), r.id) as subjects
from residents.resident r left join residents.stay s on s.resident_id = r.id
group by r.id, r.agency_id having count(*) filter (where s.id is not null and s.released_at is null) = 0;

-- contacts
create view contacts.keep_connection as
select c.id, c.agency_id, null::uuid as facility_id,
  case when c.status in ('rejected', 'withdrawn', 'ended') then coalesce(c.decided_at, c.requested_at) else p.since end as since,
  array[c.id, c.resident_id, c.contact_id] || coalesce(p.subjects, '{}') as subjects
from contacts.connection c left join residents.keep_person p on p.id = c.resident_id;
create view contacts.keep_contact as
select c.id, null::uuid as agency_id, null::uuid as facility_id, a.since,
  array[c.id, c.account_id] || array(select n.resident_id from contacts.connection n where n.contact_id = c.id)
    || array(select s.facility_id from contacts.connection n join residents.stay s on s.resident_id = n.resident_id where n.contact_id = c.id) as subjects
from contacts.contact c join identity.keep_account a on a.id = c.account_id;

-- stations
create view stations.keep_access as
select c.resident_id as id, c.agency_id, null::uuid as facility_id, p.since, p.subjects
from stations.credential c join residents.keep_person p on p.id = c.resident_id;
create view stations.keep_lockout as
select l.id, l.agency_id, null::uuid as facility_id, l.locked_until as since, array[l.resident_id] as subjects from stations.lockout l;
create view stations.keep_enrolment as
select e.id, e.agency_id, e.facility_id, e.expires_at as since, array[]::uuid[] as subjects from stations.enrolment e;

-- notifications
create view notifications.keep_delivery as
select d.id, null::uuid as agency_id, null::uuid as facility_id, d.made_at as since, array[]::uuid[] as subjects from notifications.delivery d;
create view notifications.keep_outbox as
select o.id, null::uuid as agency_id, null::uuid as facility_id, o.at as since, array[]::uuid[] as subjects from notifications.outbox o;

-- visits
create view visits.keep_chat as
select c.id, v.agency_id, v.facility_id, c.keep_until as since, array[v.id, v.resident_id, v.contact_id] as subjects
from visits.chat c join visits.visit v on v.id = c.visit_id;
create view visits.keep_record as
select v.id, v.agency_id, v.facility_id, v.ends_at as since, array[v.id, v.resident_id, v.contact_id] as subjects from visits.visit v;
create view visits.keep_claim as
select c.id, c.agency_id, c.facility_id, coalesce(c.released_at, c.expires_at, upper(c.during)) as since, array[c.id, c.resident_id, c.contact_id] as subjects
from visits.claim c where not exists (select from visits.visit v where v.claim_id = c.id);

-- recordings: a row whose file is gone.
create view recordings.keep_record as
select r.visit_id as id, v.agency_id, r.facility_id, v.since, v.subjects
from recordings.recording r join visits.keep_record v on v.id = r.visit_id where r.blob_id is null;

-- What a facility may hold, by the names of today.
create view keeping.subject as
select s.facility_id, 'resident' as kind, s.resident_id as id, max(residents.shown_name(r.given_name, r.family_name, s.booking_number)) as name
from residents.stay s join residents.resident r on r.id = s.resident_id group by 1, 3
union all
select s.facility_id, 'contact', p.id, max(p.given_name || ' ' || p.family_name)
from residents.stay s join contacts.connection n on n.resident_id = s.resident_id join contacts.contact p on p.id = n.contact_id group by 1, 3
union all
select v.facility_id, 'visit', v.id, v.local_day || ' ' || to_char(v.local_start, 'HH24:MI') from visits.visit v
union all
select f.id, 'facility', f.id, f.name from facilities.facility f;

-- keeping
create view keeping.keep_hold as
select h.id, h.agency_id, h.facility_id, least(h.released_at, h.until_at) as since, array[]::uuid[] as subjects
from keeping.hold h where h.released_at is not null or h.until_at is not null;

insert into keeping.rule (turn, kind, target, key_column, source, keep_days) values
  (110, 'visit', 'recordings.recording', 'visit_id', 'recordings.keep_record', 1095),
  (120, 'chat', 'visits.chat', 'id', 'visits.keep_chat', null),
  (130, 'visit', 'visits.visit', 'id', 'visits.keep_record', 1095),
  (140, 'place_hold', 'visits.claim', 'id', 'visits.keep_claim', 30),
  (210, 'letter', 'notifications.delivery', 'id', 'notifications.keep_delivery', 90),
  (220, 'letter', 'notifications.outbox', 'id', 'notifications.keep_outbox', 90),
  (310, 'station_try', 'stations.lockout', 'id', 'stations.keep_lockout', 90),
  (320, 'station_try', 'stations.enrolment', 'id', 'stations.keep_enrolment', 90),
  (330, 'resident', 'stations.credential', 'resident_id', 'stations.keep_access', 1095),
  (410, 'connection', 'contacts.connection', 'id', 'contacts.keep_connection', 1095),
  (420, 'unused_account', 'contacts.contact', 'id', 'contacts.keep_contact', 1095),
  (510, 'resident', 'residents.resident', 'id', 'residents.keep_person', 1095),
  (610, 'sign_in', 'identity.factor_reset', 'id', 'identity.keep_factor_reset', 90),
  (620, 'sign_in', 'identity.sign_in', 'id', 'identity.keep_sign_in', 90),
  (630, 'unused_account', 'identity.account', 'id', 'identity.keep_account', 1095),
  (710, 'reason_words', 'audit.words', 'entry_id', 'audit.keep_words', null),
  (810, 'legal_hold', 'keeping.hold', 'id', 'keeping.keep_hold', 1095);

-- A hold is a row of its own from here on: who, why, by which right.
alter table visits.visit drop column legal_hold;
alter table recordings.recording drop column legal_hold;

grant usage on schema keeping to throughline_app;
grant select, insert on keeping.hold, keeping.erasure to throughline_app;
grant update (released_by, released_at) on keeping.hold to throughline_app;
grant select on keeping.rule, keeping.subject, visits.keep_record to throughline_app;
revoke execute on function keeping.erase_where(regclass, text, uuid[], timestamptz, integer) from public;
revoke execute on function keeping.erase(text, timestamptz, uuid, integer) from public;
grant execute on function keeping.erase(text, timestamptz, uuid, integer), keeping.is_held(uuid, uuid[], timestamptz) to throughline_app;
