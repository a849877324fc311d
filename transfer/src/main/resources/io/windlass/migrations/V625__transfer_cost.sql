-- What a dry run found that its transfer would ask of stores and leave there.
CREATE TABLE transfer_cost (
  transfer_id uuid NOT NULL REFERENCES transfer ON DELETE CASCADE,
  side text NOT NULL, -- SOURCE or DESTINATION
  kind text NOT NULL,
  storage_class text NOT NULL, -- empty: the bucket's own, or no matter
  requester_pays boolean NOT NULL, -- consent to pay goes with it
  amount bigint NOT NULL, -- requests, bytes or files
  PRIMARY KEY (transfer_id, side, kind, storage_class, requester_pays)
);
