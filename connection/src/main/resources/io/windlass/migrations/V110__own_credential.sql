-- What a person reaches the store of a shared connection with.
CREATE TABLE own_credential (
  id uuid PRIMARY KEY,
  connection_id text NOT NULL REFERENCES connection ON DELETE CASCADE,
  user_id bigint NOT NULL,
  access_key_id text,
  temporary boolean NOT NULL,
  sealed_secrets bytea,
  sealed_secrets_key bytea GENERATED ALWAYS AS (substring(sealed_secrets FROM 1 FOR 5)) STORED REFERENCES sealing_key,
  role_arn text,
  external_id text,
  requester_pays boolean NOT NULL,
  expires_at timestamptz,
  -- further keys for some prefixes, without their secrets: [{"prefixes": [...], "access_key_id": ...}]
  extra jsonb NOT NULL,
  status text NOT NULL CHECK (status IN ('UNVERIFIED', 'VALID', 'INVALID')),
  checked_at timestamptz NOT NULL,
  problem_kind text,
  problem_code text,
  problem_message text,
  problem_remedy text,
  created_at timestamptz NOT NULL,
  replaced_at timestamptz NOT NULL,
  -- grows with each replacement: other nodes sign anew
  version bigint NOT NULL,
  UNIQUE (connection_id, user_id),
  CHECK (access_key_id IS NOT NULL OR role_arn IS NOT NULL),
  CHECK (access_key_id IS NULL OR sealed_secrets IS NOT NULL)
);

CREATE INDEX own_credential_by_user ON own_credential (user_id);
