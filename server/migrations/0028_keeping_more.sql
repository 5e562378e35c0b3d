-- What a closed account leaves: thirty days later nothing says who it was. And rows that had no day, or that kept others from going on theirs.

-- identity: when an account was closed.
alter table identity.account add column closed_at timestamptz;
update identity.account a set closed_at = coalesce((select c.closed_at from contacts.contact c where c.account_id = a.id),
  (select max(s.revoked_at) from identity.sign_in s where s.account_id = a.id), a.made_at) where a.status = 'closed';
alter table identity.account add constraint account_closed_once check ((status = 'closed') = (closed_at is not null));
delete from identity.passkey p using identity.account a where a.id = p.account_id and a.status = 'closed';

-- A rule deletes rows, or empties the columns of rows that others still refer to. One table may have both.
alter table keeping.rule drop constraint rule_pkey, add primary key (target, kind), add column clears text;

-- One batch of one rule, by key after `after`: what became of each row that is due at `due_by`.
drop function keeping.erase(text, timestamptz, uuid, integer);
create function keeping.erase(rule_turn integer, due_by timestamptz, after uuid, batch integer)
returns table (id uuid, agency_id uuid, facility_id uuid, since timestamptz, outcome text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare rule keeping.rule;
begin
  select * into strict rule from keeping.rule r where r.turn = rule_turn;
  for id, agency_id, facility_id, since, outcome in execute format(
    'select d.id, d.agency_id, d.facility_id, d.since, case when keeping.is_held(coalesce(d.facility_id, d.agency_id), d.subjects, $1) then ''held'' else ''due'' end
     from %s d where d.id > $2 and d.since + make_interval(days => $3) <= $1 order by d.id limit $4', rule.source)
    using due_by, after, coalesce(rule.keep_days, 0), batch
  loop
    if outcome = 'due' then
      begin
        if rule.clears is null then
          perform keeping.erase_where(rule.target::regclass, format('c0.%I = any ($1)', rule.key_column), array[id], due_by, 0);
        else
          execute format('update %s c0 set %s where c0.%I = $1', rule.target::regclass, rule.clears, rule.key_column) using id;
        end if;
        outcome := 'erased';
      exception when foreign_key_violation then outcome := 'needed';
      end;
    end if;
    return next;
  end loop;
end $$;
revoke execute on function keeping.erase(integer, timestamptz, uuid, integer) from public;
grant execute on function keeping.erase(integer, timestamptz, uuid, integer) to throughline_app;

-- identity: an account by which an agency comes in when its single sign-on fails is meant to lie unused, and its provider's row would go with it.
create or replace view identity.keep_account as
select a.id, null::uuid as agency_id, null::uuid as facility_id,
  greatest(a.made_at, a.closed_at, (select max(s.last_active_at) from identity.sign_in s where s.account_id = a.id),
    (select max(greatest(g.granted_at, g.revoked_at)) from identity.staff_grant g where g.account_id = a.id)) as since,
  array_remove(array[a.id, m.id], null) as subjects
from identity.account a left join identity.staff_member m on m.account_id = a.id
where not exists (select from identity.sign_on_provider p where p.break_glass_account_id = a.id);
create view identity.keep_last_sign_in as
select s.id, null::uuid as agency_id, null::uuid as facility_id, a.closed_at as since, array[]::uuid[] as subjects
from identity.sign_in s join identity.account a on a.id = s.account_id where a.closed_at is not null;

-- residents: who was written down twice goes when the person does.
create or replace view residents.keep_person as
select r.id, r.agency_id, null::uuid as facility_id,
  coalesce(max(s.released_at), to_timestamp((('x' || substr(replace(r.id::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0)::double precision)) as since,
  array_remove(array_agg(s.id) || array_agg(s.facility_id) || array[r.id, r.merged_into], null) as subjects
from residents.resident r left join residents.stay s on s.resident_id = coalesce(r.merged_into, r.id)
group by r.id, r.agency_id having count(*) filter (where s.id is not null and s.released_at is null) = 0;

-- contacts: what is emptied, and who must not meet.
create view contacts.keep_closed as
select k.id, k.agency_id, k.facility_id, c.closed_at as since, k.subjects
from contacts.contact c join contacts.keep_contact k on k.id = c.id
where c.closed_at is not null and (c.given_name, c.family_name, c.birth_date) is distinct from ('–', '–', date '1900-01-01');
create view contacts.keep_address as
select a.id, null::uuid as agency_id, null::uuid as facility_id, a.closed_at as since, coalesce(k.subjects, array[a.id]) as subjects
from identity.account a left join contacts.contact c on c.account_id = a.id left join contacts.keep_contact k on k.id = c.id
where a.closed_at is not null and a.email <> 'closed.' || a.id || '@invalid';
create view contacts.keep_keep_apart as
select k.id, k.agency_id, null::uuid as facility_id, p.since, p.subjects || array[k.contact_id] as subjects
from contacts.keep_apart k join residents.keep_person p on p.id = k.resident_id;

-- Whom a contact brings is no part of a visit: their names go although a held visit still refers to the contact.
create view contacts.keep_guest as
select g.id, k.agency_id, k.facility_id, k.since, k.subjects from contacts.guest g join contacts.keep_contact k on k.id = g.contact_id;

-- visits: the reason that staff wrote for what became of a visit is held with it, and with both its sides.
create view visits.keep_words as
select w.id, w.agency_id, w.facility_id, w.since, w.subjects || coalesce(array[v.resident_id, v.contact_id], '{}') as subjects
from audit.keep_words w join audit.entry e on e.id = w.id left join visits.visit v on v.id = e.subject_id;
update keeping.rule set source = 'visits.keep_words' where target = 'audit.words';

-- notifications: choices go with the account.
create view notifications.keep_setting as
select s.account_id as id, k.agency_id, k.facility_id, k.since, k.subjects
from notifications.setting s join identity.keep_account k on k.id = s.account_id;

insert into keeping.rule (turn, kind, target, key_column, source, keep_days, clears) values
  (230, 'unused_account', 'notifications.setting', 'account_id', 'notifications.keep_setting', 1095, null),
  (404, 'unused_account', 'contacts.guest', 'id', 'contacts.keep_guest', 1095, null),
  (405, 'resident', 'contacts.keep_apart', 'id', 'contacts.keep_keep_apart', 1095, null),
  (430, 'account', 'contacts.contact', 'id', 'contacts.keep_closed', 30, 'given_name = ''–'', family_name = ''–'', birth_date = date ''1900-01-01'''),
  (615, 'account', 'identity.sign_in', 'id', 'identity.keep_last_sign_in', 30, null),
  (640, 'account', 'identity.account', 'id', 'contacts.keep_address', 30,
    'email = ''closed.'' || id || ''@invalid'', password_hash = null, email_confirmed_at = null');

-- Pictures of whom a held resident knows, or who is known at a held facility, are held too.
grant select on contacts.keep_contact to throughline_app;
