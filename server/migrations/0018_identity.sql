-- Passkeys of both realms, single sign-on, leavers and the access review.
create table identity.passkey (
  id uuid primary key,
  account_id uuid not null references identity.account (id),
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  made_at timestamptz not null,
  last_used_at timestamptz
);
create index on identity.passkey (account_id);
-- A challenge is answered once and is deleted by its answer; what nobody answered is forgotten the next night.
create table identity.passkey_challenge (
  id uuid primary key,
  realm text not null check (realm in ('outside', 'staff')),
  purpose text not null check (purpose in ('register', 'sign_in')),
  account_id uuid references identity.account (id),
  challenge_hash bytea not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  check ((purpose = 'register') = (account_id is not null))
);
grant select, insert, update, delete on identity.passkey to throughline_app;
grant select, insert, delete on identity.passkey_challenge to throughline_app;

-- A day from which a staff member works here no more; the account closes by itself then.
alter table identity.staff_member add column leaves_at timestamptz;
create index on identity.staff_member (leaves_at) where leaves_at is not null;
grant update (expires_at) on identity.factor_reset to throughline_app;
grant update (leaves_at) on identity.staff_member to throughline_app;

-- Single sign-on of an agency: who it trusts to say who its staff are. One provider an agency; an e-mail domain leads to one agency only.
create table identity.sign_on_provider (
  agency_id uuid primary key,
  issuer text not null,
  client_id text not null,
  secret_sealed bytea not null,
  -- The claim that names a person for good: addresses are given to others after a while, this is not.
  person_claim text not null,
  trusts_second_factor boolean not null,
  required boolean not null,
  break_glass_account_id uuid references identity.account (id),
  set_at timestamptz not null,
  check (not required or break_glass_account_id is not null)
);
create table identity.sign_on_domain (
  domain text primary key check (domain = lower(domain)),
  agency_id uuid not null references identity.sign_on_provider (agency_id) on delete cascade
);
create table identity.sign_on_link (
  account_id uuid primary key references identity.account (id),
  agency_id uuid not null,
  issuer text not null,
  person text not null,
  linked_at timestamptz not null,
  unique (agency_id, issuer, person)
);
-- Between leaving for the provider and coming back: deleted by whoever comes back first.
create table identity.sign_on_attempt (
  id uuid primary key,
  agency_id uuid not null,
  state_hash bytea not null unique,
  browser_hash bytea not null,
  secrets_sealed bytea not null,
  made_at timestamptz not null,
  expires_at timestamptz not null
);
grant select, insert, update, delete on identity.sign_on_provider, identity.sign_on_domain to throughline_app;
grant select, insert, delete on identity.sign_on_link, identity.sign_on_attempt to throughline_app;
