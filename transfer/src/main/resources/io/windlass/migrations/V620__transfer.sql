-- Transfers and deletions.
CREATE TABLE transfer (
  id uuid PRIMARY KEY,
  ordinal bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL, -- TRANSFER or DELETION
  requester bigint NOT NULL,
  submission_id uuid NOT NULL,
  source uuid, -- collection; absent for https addresses and deletions
  destination uuid NOT NULL, -- collection; of a deletion: where
  request bytea NOT NULL, -- what was asked for, compressed
  request_hash text NOT NULL, -- of all of it
  paths_hash text NOT NULL, -- of collections and paths alone
  label text,
  state text NOT NULL DEFAULT 'QUEUED',
  stopping text, -- the state that it is to end in as soon as nobody works on it
  walked boolean NOT NULL DEFAULT false,
  hidden boolean NOT NULL DEFAULT false,
  files bigint NOT NULL DEFAULT 0,
  directories bigint NOT NULL DEFAULT 0,
  symlinks bigint NOT NULL DEFAULT 0,
  files_transferred bigint NOT NULL DEFAULT 0,
  files_skipped bigint NOT NULL DEFAULT 0,
  files_deleted bigint NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  bytes_transferred bigint NOT NULL DEFAULT 0,
  bytes_checksummed bigint NOT NULL DEFAULT 0,
  subtasks bigint NOT NULL DEFAULT 0,
  succeeded bigint NOT NULL DEFAULT 0,
  failed bigint NOT NULL DEFAULT 0,
  expired bigint NOT NULL DEFAULT 0,
  cancelled bigint NOT NULL DEFAULT 0,
  skipped_errors bigint NOT NULL DEFAULT 0,
  faults bigint NOT NULL DEFAULT 0,
  planner_faults integer NOT NULL DEFAULT 0, -- since the planner last advanced
  status_at timestamptz,
  status_kind text,
  status_code text,
  status_message text,
  status_remedy text,
  problem_kind text,
  problem_code text,
  problem_message text,
  problem_remedy text,
  created_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  ended_at timestamptz,
  deadline timestamptz NOT NULL,
  own_deadline boolean NOT NULL, -- the user has set it: it is never moved
  event_count bigint NOT NULL DEFAULT 0,
  UNIQUE (requester, submission_id)
);

CREATE INDEX transfer_by_ordinal ON transfer (ordinal);
CREATE INDEX transfer_open ON transfer (requester, kind, ordinal)
  WHERE state IN ('QUEUED', 'ACTIVE', 'INACTIVE');

-- Locked while a user's limits are looked at.
CREATE TABLE transfer_requester (
  requester bigint PRIMARY KEY
);

-- Files to be worked on together by one node, and what became of them.
CREATE TABLE transfer_batch (
  transfer_id uuid NOT NULL REFERENCES transfer ON DELETE CASCADE,
  number bigint NOT NULL,
  phase smallint NOT NULL, -- 0 copies, 1 deletes files, 2 removes directories
  node_id text, -- the only node that can do it
  state text NOT NULL, -- HELD until its phase begins, WAITING, ACTIVE, DONE
  content bytea, -- what is left to do, compressed
  entries integer NOT NULL, -- of that content
  retrying integer NOT NULL DEFAULT 0, -- those of them that have failed before
  report bytea NOT NULL DEFAULT '', -- what became of the others, compressed pieces one after another
  sent integer NOT NULL DEFAULT 0, -- lines in the report
  skipped_errors integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  attempt bigint NOT NULL DEFAULT 0,
  worker text,
  lease_until timestamptz,
  due_at timestamptz NOT NULL DEFAULT now(),
  live_files bigint NOT NULL DEFAULT 0, -- done by the attempt that runs
  live_bytes bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (transfer_id, number)
);

CREATE INDEX transfer_batch_open ON transfer_batch (transfer_id, phase, number)
  WHERE state <> 'DONE';

CREATE TABLE transfer_event (
  transfer_id uuid NOT NULL REFERENCES transfer ON DELETE CASCADE,
  number bigint NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  code text NOT NULL,
  error boolean NOT NULL,
  description text NOT NULL,
  details text,
  once text, -- of such events there is one in a transfer
  PRIMARY KEY (transfer_id, number)
);

CREATE UNIQUE INDEX transfer_event_once ON transfer_event (transfer_id, once)
  WHERE once IS NOT NULL;

-- Multipart uploads that may be open. No reference to the transfer: they outlive it until swept.
CREATE TABLE transfer_upload (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transfer_id uuid NOT NULL,
  collection uuid NOT NULL,
  requester bigint NOT NULL,
  path text NOT NULL, -- in the collection
  upload_id text, -- absent while it is being started
  content text NOT NULL, -- what tells whether the source is still the same
  part_size bigint NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX transfer_upload_by_transfer ON transfer_upload (transfer_id, path);
