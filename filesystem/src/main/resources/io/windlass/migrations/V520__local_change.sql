-- Names to look at. A row is written before the event of the kernel counts as handled.
CREATE TABLE local_change (
  link_id text NOT NULL,
  path bytea NOT NULL, -- below the linked directory, as on disk
  generation bigint NOT NULL,
  tree boolean NOT NULL, -- everything below it is to be looked at too
  written boolean NOT NULL, -- its bytes may have changed, whatever size and time say
  gone boolean NOT NULL, -- it was not there when it was noted
  first_seen timestamptz NOT NULL,
  due_at timestamptz NOT NULL, -- infinity: nothing to do until it changes again
  attempts integer NOT NULL,
  code text,
  message text,
  PRIMARY KEY (link_id, path)
);

CREATE INDEX local_change_by_due ON local_change (link_id, due_at, generation);

CREATE SEQUENCE local_change_generation;

-- Renames out of a linked directory or inside it, with both ends.
CREATE TABLE local_move (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  link_id text NOT NULL,
  file_system_id text NOT NULL,
  from_path bytea NOT NULL, -- below the linked directory
  to_path bytea NOT NULL, -- below the root of the file system; follows further renames
  generation bigint NOT NULL,
  directory boolean NOT NULL,
  first_seen timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  attempts integer NOT NULL,
  code text,
  message text
);

CREATE INDEX local_move_by_due ON local_move (link_id, due_at, id);
CREATE INDEX local_move_by_from ON local_move (link_id, from_path);
CREATE INDEX local_move_by_to ON local_move (file_system_id, to_path);

-- Objects of files that have several names: each name has an object of its own, the file one state.
CREATE TABLE hard_link (
  link_id text NOT NULL,
  path bytea NOT NULL, -- below the linked directory
  inode bigint NOT NULL,
  etag text NOT NULL, -- of the object of this name
  source_etag text NOT NULL, -- of the object that the state names, whose content it has
  PRIMARY KEY (link_id, path)
);

CREATE INDEX hard_link_by_inode ON hard_link (link_id, inode);

-- Until when the changes of a file system are known to be in the journal.
CREATE TABLE local_watch (
  file_system_id text PRIMARY KEY,
  seen_until timestamptz NOT NULL,
  complete boolean NOT NULL -- nothing has been missed since
);
