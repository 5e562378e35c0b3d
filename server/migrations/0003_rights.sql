-- The app role owns nothing. It may read, add and change; it may delete only what is short-lived or erasable,
-- and rows that are a record (audit, timeline, evidence, disclosures, interventions, custody events) it can only add.
do $$ begin
  if not exists (select from pg_roles where rolname = 'throughline_app') then create role throughline_app nologin; end if;
end $$;

grant usage on schema world, audit, identity, facilities, residents, contacts, stations, notifications, visits, recordings to throughline_app;
grant select, insert, update on all tables in schema identity, facilities, residents, contacts, stations, notifications, visits, recordings to throughline_app;
grant usage on all sequences in schema visits to throughline_app;
grant select, insert on world.birth, audit.entry, audit.words to throughline_app;
grant delete on audit.words, identity.try, identity.link, identity.recovery_code, identity.second_factor, stations.proof_used, stations.wrong_try, notifications.outbox,
  visits.chat to throughline_app;

revoke update on visits.timeline, visits.evidence, visits.intervention, recordings.disclosure, recordings.segment, residents.custody_event from throughline_app;
-- When a place's time is over, or who made it, never changes afterwards: only these columns of a claim do.
revoke update on visits.claim from throughline_app;
grant update (expires_at, released_at) on visits.claim to throughline_app;
