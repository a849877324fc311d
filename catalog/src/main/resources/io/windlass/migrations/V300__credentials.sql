-- Every issue of temporary keys; no secrets. No foreign keys: the record outlives what it names.
create table credential (
  id            text        primary key,
  number        bigint      generated always as identity,
  issuer        text        not null check (issuer in ('STORE', 'WINDLASS')),
  user_id       bigint      not null,
  entry_id      bigint      not null,
  folder_id     bigint      not null,
  location_id   bigint      not null,
  connection_id text        not null,
  permission    text        not null check (permission in ('READ_ONLY', 'READ_WRITE')),
  bucket        text        not null,
  base_key      text        not null,
  access_key_id text        not null,
  issued_at     timestamptz not null,
  expires_at    timestamptz not null,
  revoked_at    timestamptz,
  revoked_by    bigint
);
create index credential_by_user on credential (user_id, number desc);
create index credential_by_folder on credential (folder_id, number desc);
create index credential_by_number on credential (number desc);
create index credential_by_access_key on credential (access_key_id);

-- The secrets of keys that the embedded store accepts; a row goes when its keys are revoked or over.
create table windlass_key (
  access_key_id     text        primary key,
  sealed_secret     bytea       not null,
  sealed_secret_key bytea       generated always as (substring(sealed_secret from 1 for 5)) stored references sealing_key,
  sealed_token      bytea       not null,
  sealed_token_key  bytea       generated always as (substring(sealed_token from 1 for 5)) stored references sealing_key,
  bucket            text        not null,
  base_key          text        not null,
  permission        text        not null check (permission in ('READ_ONLY', 'READ_WRITE')),
  expires_at        timestamptz not null
);
create index windlass_key_by_expiry on windlass_key (expires_at);
