-- Directory trees that nodes look after.
CREATE TABLE file_system (
  id text PRIMARY KEY,
  name text NOT NULL,
  project_guid text NOT NULL,
  source_kind text NOT NULL CHECK (source_kind IN ('DEVICE', 'DIRECTORY', 'IMAGE')),
  source_path text NOT NULL,
  source_size bigint,
  mount_point text NOT NULL,
  node text NOT NULL,
  lifecycle text NOT NULL DEFAULT 'CREATING'
    CHECK (lifecycle IN ('CREATING', 'AVAILABLE', 'FAILED', 'MISCONFIGURED', 'DELETING')),
  mode text CHECK (mode IN ('LAZY', 'EAGER')),
  mode_reason text,
  failure text,
  tags json NOT NULL,
  attributes json NOT NULL,
  created_by bigint NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT file_system_name UNIQUE (project_guid, name),
  CONSTRAINT file_system_mount_point UNIQUE (node, mount_point),
  CONSTRAINT file_system_source UNIQUE (node, source_path)
);

CREATE INDEX file_system_order ON file_system (created_at, id);

-- Directories that mirror a prefix of a bucket. The number stands in the state of files: it is
-- never used again. Directory and prefix are normalised, the paths are as the caller wrote them.
CREATE TABLE link (
  number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  id text PRIMARY KEY,
  file_system_id text NOT NULL REFERENCES file_system,
  directory text NOT NULL,
  connection_id text NOT NULL,
  store text NOT NULL,
  bucket text NOT NULL,
  prefix text NOT NULL,
  location_id bigint,
  path text NOT NULL,
  repository_path text NOT NULL,
  imports text[] NOT NULL,
  exports text[] NOT NULL,
  import_metadata boolean NOT NULL,
  chunk_size integer NOT NULL,
  lifecycle text NOT NULL DEFAULT 'CREATING'
    CHECK (lifecycle IN
      ('CREATING', 'AVAILABLE', 'UPDATING', 'MISCONFIGURED', 'FAILED', 'DELETING')),
  failure text,
  tags json NOT NULL,
  events json NOT NULL,
  created_by bigint NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE INDEX link_order ON link (created_at, id);
CREATE INDEX link_file_system ON link (file_system_id);

-- What is asked of links, done in the order of the ordinals, one at a time per file system: the
-- first has a task.
CREATE TABLE link_request (
  ordinal bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  file_system_id text NOT NULL REFERENCES file_system,
  link_id text NOT NULL REFERENCES link,
  kind text NOT NULL CHECK (kind IN ('CREATE', 'UPDATE', 'DELETE')),
  delete_data boolean NOT NULL DEFAULT false,
  created_by bigint NOT NULL,
  task_id text
);

CREATE INDEX link_request_file_system ON link_request (file_system_id, ordinal);

-- Imports, exports and releases; state and counts are the task's.
CREATE TABLE repository_task (
  id text PRIMARY KEY,
  task_id text NOT NULL UNIQUE REFERENCES task ON DELETE CASCADE,
  file_system_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('IMPORT', 'EXPORT', 'RELEASE')),
  link_ids text[] NOT NULL,
  paths text[] NOT NULL,
  report_path text,
  release_age_seconds bigint,
  tags json NOT NULL,
  created_by bigint NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE INDEX repository_task_order ON repository_task (created_at, id);
CREATE INDEX repository_task_file_system ON repository_task (file_system_id);

-- Tokens of requests, with what they asked for and what they made.
CREATE TABLE client_token (
  operation text NOT NULL,
  scope text NOT NULL,
  token text NOT NULL,
  parameters json NOT NULL,
  made text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (operation, scope, token)
);

CREATE INDEX client_token_age ON client_token (created_at);
