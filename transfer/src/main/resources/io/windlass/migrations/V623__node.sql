-- Where nodes are reached by each other.
CREATE TABLE transfer_node (
  node_id text PRIMARY KEY,
  url text NOT NULL,
  announced_at timestamptz NOT NULL DEFAULT now()
);
