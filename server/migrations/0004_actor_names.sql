-- Read-only views that other parts join: who acted, by name. Names live in erasable rows and are looked up when read.
create view identity.staff_name as
  select account_id, agency_id, given_name || ' ' || family_name as name from identity.staff_member;

create view audit.actor_name as
  select account_id as actor_id, 'staff' as realm, name from identity.staff_name
  union all
  select account_id, 'outside', given_name || ' ' || family_name from contacts.contact
  union all
  select id, 'inside', given_name || ' ' || family_name from residents.resident
  union all
  select id, 'station', name from stations.station;

grant select on identity.staff_name, audit.actor_name to throughline_app;
