-- What other domains may know of an account: where to write, in which language, and whether its address was ever proved. Published by identity.
create view identity.account_card as
  select id as account_id, realm, email, locale, email_confirmed_at is not null as email_confirmed from identity.account;

grant select on identity.account_card to throughline_app;
