-- Since when changes of a link may have been missed: its tree is to be compared with its states.
CREATE TABLE local_gap (
  link_id text PRIMARY KEY,
  since timestamptz NOT NULL,
  rebooted boolean NOT NULL -- the disk may be behind the journal
);

ALTER TABLE local_watch DROP COLUMN complete;
ALTER TABLE local_watch ADD COLUMN boot_id text NOT NULL DEFAULT '';
