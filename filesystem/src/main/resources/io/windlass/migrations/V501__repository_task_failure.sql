-- Files of a repository task that failed or succeeded with a warning, for its report.
CREATE TABLE repository_task_failure (
  ordinal bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  repository_task_id text NOT NULL REFERENCES repository_task ON DELETE CASCADE,
  step integer NOT NULL,
  path text NOT NULL,
  warning boolean NOT NULL,
  code text NOT NULL
);

-- Work that is done again after a checkpoint tells nothing twice.
CREATE UNIQUE INDEX repository_task_failure_once
  ON repository_task_failure (repository_task_id, step, md5(path), code);
