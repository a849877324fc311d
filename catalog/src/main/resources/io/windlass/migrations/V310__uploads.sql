-- Uploads under way and done. The object's key is random, so nothing names it before it is complete.
create table upload (
  id              text        primary key,
  request_hash    text        not null,
  state           text        not null check (state in ('UPLOADING', 'COMPLETED', 'CANCELLED')),
  form            text        not null check (form in ('SINGLE', 'MULTIPART')),
  started_by      bigint      not null,
  started_at      timestamptz not null,
  updated_at      timestamptz not null,
  folder_id       bigint,
  new_version     boolean     not null,
  location_id     bigint      not null,
  bucket          text        not null,
  object_key      text        not null,
  store_upload_id text,
  file_name       text        not null,
  content_type    text        not null,
  size            bigint      not null,
  part_size       bigint      not null,
  part_count      integer     not null,
  md5             text,
  sha256          text,
  source_file_id  bigint,
  source_etag     text,
  file_id         bigint,
  entry_id        bigint,
  check ((state = 'COMPLETED') = (file_id is not null))
);
create unique index upload_by_request on upload (started_by, request_hash) where state <> 'CANCELLED';
create index upload_stale on upload (updated_at) where state = 'UPLOADING';

-- signed_md5: what the latest signed request for the part allows, where it says. digest and etag: the part is there and verified.
create table upload_part (
  upload_id  text    not null references upload on delete cascade,
  number     integer not null,
  signed_md5 text,
  digest     text,
  etag       text,
  primary key (upload_id, number),
  check ((digest is null) = (etag is null))
);

-- What is still in a store and must go: begun before the store was told, so that a crash leaves nothing behind.
create table leftover (
  id              bigint      generated always as identity primary key,
  location_id     bigint      not null,
  bucket          text        not null,
  object_key      text        not null,
  store_upload_id text,
  writable_until  timestamptz not null -- signed requests may bring it back until then
);
create index leftover_by_object on leftover (bucket, object_key);
