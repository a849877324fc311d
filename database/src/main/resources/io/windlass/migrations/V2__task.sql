-- Long work: what a task is, how far it has come and how it ended. JSON is kept as it was written
-- (jsonb would refuse U+0000, which may stand in the keys of objects).
CREATE TABLE task (
  id text PRIMARY KEY,
  ordinal bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  kind text NOT NULL,
  subject text,
  state text NOT NULL DEFAULT 'PENDING'
    CHECK (state IN ('PENDING', 'ACTIVE', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  input json NOT NULL,
  checkpoint json,
  progress json,
  attempt bigint NOT NULL DEFAULT 0,
  cancel_requested boolean NOT NULL DEFAULT false,
  failures integer NOT NULL DEFAULT 0,
  failing_since timestamptz,
  problem_kind text,
  problem_code text,
  problem_message text,
  problem_remedy text,
  event_count bigint NOT NULL DEFAULT 0,
  idempotency_key text,
  created_by bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  started_at timestamptz,
  ended_at timestamptz
);

CREATE UNIQUE INDEX task_idempotency_key ON task (created_by, idempotency_key)
  WHERE idempotency_key IS NOT NULL;
CREATE INDEX task_created_by ON task (created_by, ordinal);
CREATE INDEX task_subject ON task (subject, ordinal) WHERE subject IS NOT NULL;
CREATE INDEX task_ended_at ON task (ended_at) WHERE ended_at IS NOT NULL;

-- The last events of each task.
CREATE TABLE task_event (
  task_id text NOT NULL REFERENCES task ON DELETE CASCADE,
  number bigint NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  level text NOT NULL CHECK (level IN ('INFO', 'WARNING', 'ERROR')),
  message text NOT NULL,
  PRIMARY KEY (task_id, number)
);

-- Wake-up and ownership: the table of db-scheduler, in its own words.
CREATE TABLE scheduled_tasks (
  task_name text NOT NULL,
  task_instance text NOT NULL,
  task_data bytea,
  execution_time timestamptz NOT NULL,
  picked boolean NOT NULL,
  picked_by text,
  last_success timestamptz,
  last_failure timestamptz,
  consecutive_failures integer,
  last_heartbeat timestamptz,
  version bigint NOT NULL,
  priority smallint,
  PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX scheduled_tasks_execution_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_last_heartbeat ON scheduled_tasks (last_heartbeat);
