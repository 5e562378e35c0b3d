-- A card is known again by the processor's own code for it, which is no number: what its bank took back stays known when the card is removed and entered anew.
alter table money.saved_card add column card_code text check (card_code ~ '^\w{1,100}$');
grant update (card_code) on money.saved_card to throughline_app;

create table money.disputed_card (
  id uuid primary key,
  book_id uuid not null references money.book (id),
  card_code text not null check (card_code ~ '^\w{1,100}$'),
  disputed_at timestamptz not null,
  unique (book_id, card_code)
);
grant select, insert, delete on money.disputed_card to throughline_app;

-- As long as somebody could be charged by it again unawares; a bank takes back what is at most a year and a half old.
create view money.keep_disputed_card as
  select d.id, null::uuid as agency_id, null::uuid as facility_id, d.disputed_at as since, array[b.contact_id] as subjects
  from money.disputed_card d join money.book b on b.id = d.book_id;
grant select on money.keep_disputed_card to throughline_app;
insert into keeping.rule (turn, kind, target, key_column, source, keep_days)
values (160, 'disputed_card', 'money.disputed_card', 'id', 'money.keep_disputed_card', 1095);
