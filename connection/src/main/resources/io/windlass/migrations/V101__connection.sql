CREATE TABLE connection (
  id text PRIMARY KEY,
  project_guid text NOT NULL,
  ordinal bigint NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('KEYS', 'ROLE', 'AMBIENT', 'ANONYMOUS')),
  endpoint text,
  sts_endpoint text,
  region text NOT NULL,
  path_style boolean NOT NULL,
  requester_pays boolean NOT NULL,
  checksums text NOT NULL CHECK (checksums IN ('WHEN_SUPPORTED', 'WHEN_REQUIRED')),
  access_key_id text,
  sealed_secrets bytea,
  sealed_secrets_key bytea GENERATED ALWAYS AS (substring(sealed_secrets FROM 1 FOR 5)) STORED REFERENCES sealing_key,
  role_arn text,
  external_id text,
  vending_role_arn text,
  -- the longest sessions that were granted, as probed
  role_seconds integer,
  vending_seconds integer,
  vending text NOT NULL CHECK (vending IN ('ASSUME_ROLE', 'FEDERATION_TOKEN', 'WINDLASS', 'NONE')),
  status text NOT NULL CHECK (status IN ('UNVERIFIED', 'VALID', 'INVALID')),
  verified_at timestamptz,
  problem_kind text,
  problem_code text,
  problem_message text,
  problem_remedy text,
  created_by bigint NOT NULL,
  created_at timestamptz NOT NULL,
  secrets_replaced_at timestamptz,
  -- grows with each change of address or signing: other nodes open the store anew
  version bigint NOT NULL,
  UNIQUE (project_guid, ordinal),
  UNIQUE (project_guid, name),
  CHECK ((access_key_id IS NULL) = (sealed_secrets IS NULL)),
  CHECK (kind <> 'KEYS' OR access_key_id IS NOT NULL),
  CHECK ((kind = 'ROLE') = (role_arn IS NOT NULL))
);

CREATE INDEX connection_by_ordinal ON connection (ordinal);

-- Aliases are never given twice, also after a deletion.
CREATE TABLE connection_ordinal (
  project_guid text PRIMARY KEY,
  last bigint NOT NULL
);
