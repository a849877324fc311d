-- A prefix of a bucket that somebody follows, and where its events come from.
CREATE TABLE feed (
  id text PRIMARY KEY,
  owner text NOT NULL UNIQUE,
  connection_id text NOT NULL REFERENCES connection,
  bucket text NOT NULL,
  prefix text NOT NULL,
  source text NOT NULL CHECK (source IN ('QUEUE', 'PUSH', 'NONE')),
  notification text NOT NULL CHECK (notification IN ('WINDLASS', 'OWNER')),
  queue_url text,
  queue_region text,
  queue_connection_id text REFERENCES connection,
  push_windlass text,
  push_target text,
  -- made at the store for a push
  topic_arn text,
  sealed_secret bytea,
  sealed_secret_key bytea GENERATED ALWAYS AS (substring(sealed_secret FROM 1 FOR 5)) STORED REFERENCES sealing_key,
  listing_seconds bigint,
  listing_requested_at timestamptz,
  -- as of when the last listing was that was compared to its end
  listed_at timestamptz,
  heard bigint NOT NULL DEFAULT 0,
  refused bigint NOT NULL DEFAULT 0,
  last_heard_at timestamptz,
  last_refused text,
  created_at timestamptz NOT NULL,
  CHECK ((source = 'QUEUE') = (queue_url IS NOT NULL)),
  CHECK ((source = 'QUEUE') = (queue_region IS NOT NULL)),
  CHECK ((source = 'PUSH') = (push_windlass IS NOT NULL)),
  CHECK ((source = 'PUSH') = (sealed_secret IS NOT NULL))
);

CREATE INDEX feed_by_queue ON feed (queue_url) WHERE source = 'QUEUE';
CREATE INDEX feed_by_connection ON feed (connection_id);

-- Why events do not arrive: of the rule at the bucket, and of reading the queue.
CREATE TABLE feed_problem (
  feed_id text NOT NULL REFERENCES feed ON DELETE CASCADE,
  part text NOT NULL CHECK (part IN ('RULE', 'QUEUE')),
  kind text NOT NULL,
  code text NOT NULL,
  message text NOT NULL,
  remedy text,
  PRIMARY KEY (feed_id, part)
);

-- Generations are never given twice, also not to a key that left the queue and came back.
CREATE SEQUENCE feed_generation;

CREATE TABLE feed_hint (
  feed_id text NOT NULL REFERENCES feed ON DELETE CASCADE,
  key text COLLATE "C" NOT NULL,
  generation bigint NOT NULL DEFAULT nextval('feed_generation'),
  first_seen timestamptz NOT NULL,
  -- when it may be taken: its place in the queue, the end of a lease, the end of a pause
  due_at timestamptz NOT NULL,
  -- the generation that was last given out, as long as nobody gave it back
  taken_generation bigint,
  -- when something was first heard of the key since it was taken
  again_at timestamptz,
  PRIMARY KEY (feed_id, key)
);

CREATE INDEX feed_hint_due ON feed_hint (feed_id, due_at);
