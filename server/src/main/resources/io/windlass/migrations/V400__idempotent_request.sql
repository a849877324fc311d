-- POST requests that came with an Idempotency-Key, and what they were answered, for a day. Answers may hold secrets (a new
-- token, say), so they lie sealed.
CREATE TABLE idempotent_request (
  -- user id, and the digest of the key
  id text PRIMARY KEY,
  -- tells an equal request from another one under the same key
  digest text NOT NULL,
  -- tells whoever runs the request now from one that was taken for dead
  attempt text NOT NULL,
  started_at timestamptz NOT NULL,
  status integer,
  content_type text,
  sealed_answer bytea,
  sealed_answer_key bytea GENERATED ALWAYS AS (substring(sealed_answer FROM 1 FOR 5)) STORED REFERENCES sealing_key
);

CREATE INDEX idempotent_request_started_at ON idempotent_request (started_at);
