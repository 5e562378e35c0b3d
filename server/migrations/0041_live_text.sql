-- Words that the others read letter by letter: what was taken back before it was sent was read too, and stands in the record with the rest.
alter table visits.chat
  add column sent boolean not null default true,
  add column taken_back text[] not null default '{}';
