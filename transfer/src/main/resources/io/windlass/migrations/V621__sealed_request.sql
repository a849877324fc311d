-- Addresses on the web may hold keys in their queries, those of webhooks also in their paths.
-- "request" has them without; the whole request is sealed.
ALTER TABLE transfer
  ADD sealed_request bytea, -- absent where nothing is left out of "request"
  ADD sealed_request_key bytea
    GENERATED ALWAYS AS (substring(sealed_request FROM 1 FOR 5)) STORED REFERENCES sealing_key;
