-- Users and groups are principals: one range of ids and of names, so that access lists can hold
-- either. Ids below the range are built in.
CREATE SEQUENCE principal_id START 3350000;

CREATE TABLE principal (
  id bigint PRIMARY KEY DEFAULT nextval('principal_id'),
  kind text NOT NULL CHECK (kind IN ('USER', 'GROUP', 'BUILT_IN')),
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE UNIQUE INDEX principal_name ON principal (lower(name));

INSERT INTO principal (id, kind, name) VALUES
  (1, 'BUILT_IN', 'windlass'),
  (2, 'BUILT_IN', 'administrators'),
  (3, 'BUILT_IN', 'certified_users'),
  (273948, 'BUILT_IN', 'authenticated_users'),
  (273949, 'BUILT_IN', 'public'),
  (273950, 'BUILT_IN', 'anonymous');

CREATE TABLE user_account (
  id bigint PRIMARY KEY REFERENCES principal,
  display_name text,
  administrator boolean NOT NULL
);

CREATE TABLE user_email (
  user_id bigint NOT NULL REFERENCES user_account,
  email text NOT NULL,
  PRIMARY KEY (user_id, email)
);

CREATE UNIQUE INDEX user_email_email ON user_email (lower(email));

CREATE TABLE user_group (
  id bigint PRIMARY KEY REFERENCES principal,
  description text,
  created_by bigint NOT NULL REFERENCES principal
);

CREATE TABLE group_member (
  group_id bigint NOT NULL REFERENCES user_group,
  user_id bigint NOT NULL REFERENCES user_account,
  PRIMARY KEY (group_id, user_id)
);

CREATE INDEX group_member_user_id ON group_member (user_id);

-- Of the token's random part only the hash is kept.
CREATE TABLE access_token (
  id text PRIMARY KEY,
  ordinal bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  user_id bigint NOT NULL REFERENCES user_account,
  name text NOT NULL,
  hash bytea NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  last_used_at timestamptz
);

CREATE INDEX access_token_user_id ON access_token (user_id, ordinal);

-- Keys for SigV4: checking a signature needs the secret itself, so it is sealed, not hashed.
CREATE TABLE aws_key (
  access_key_id text PRIMARY KEY,
  ordinal bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  user_id bigint NOT NULL REFERENCES user_account,
  name text NOT NULL,
  scopes text[] NOT NULL,
  sealed_secret bytea NOT NULL,
  sealed_secret_key bytea GENERATED ALWAYS AS (substring(sealed_secret FROM 1 FOR 5)) STORED
    REFERENCES sealing_key,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX aws_key_user_id ON aws_key (user_id, ordinal);
