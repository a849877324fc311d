-- The keys that seal secrets, by the five bytes that each of their ciphertexts begins with. The keys themselves are in a
-- file. A table with a sealed secret points here by a generated column, so no key can be forgotten that is still in use:
--   sealed_secret     bytea,
--   sealed_secret_key bytea GENERATED ALWAYS AS (substring(sealed_secret FROM 1 FOR 5)) STORED REFERENCES sealing_key
CREATE TABLE sealing_key (
  prefix bytea PRIMARY KEY CHECK (length(prefix) = 5),
  created_at timestamptz NOT NULL DEFAULT now()
);
