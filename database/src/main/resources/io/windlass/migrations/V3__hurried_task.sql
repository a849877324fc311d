-- Whether somebody wants the task looked at since its attempt began.
ALTER TABLE task ADD hurried boolean NOT NULL DEFAULT false;
