-- A connection or a directory that was seen as a collection: its id for life, and what its owners have chosen.
CREATE TABLE collection (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('BUCKETS', 'DIRECTORY')),
  -- id of the connection or of the file system
  target text NOT NULL UNIQUE,
  description text,
  default_directory text,
  buckets text[] NOT NULL DEFAULT '{}',
  own_credentials boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL
);

-- Buckets that somebody wants to see in the root.
CREATE TABLE collection_pin (
  collection_id uuid NOT NULL REFERENCES collection ON DELETE CASCADE,
  user_id bigint NOT NULL,
  bucket text NOT NULL,
  PRIMARY KEY (collection_id, user_id, bucket)
);
