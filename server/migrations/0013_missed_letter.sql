-- A missed visit is told by letter, once: due until then; none where nobody is to be written to, as for what was missed before there was this letter.
alter table visits.visit add column missed_letter text not null default 'due' check (missed_letter in ('due', 'sent', 'none'));
update visits.visit set missed_letter = 'none' where status = 'missed';
create index on visits.visit (ends_at) where status = 'missed' and missed_letter = 'due';
