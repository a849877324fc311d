-- Facts about the installation that every node must agree on.
CREATE TABLE setting (
  name text PRIMARY KEY,
  value text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
