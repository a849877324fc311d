-- What the person calls it; stays when the keys are replaced.
ALTER TABLE own_credential ADD COLUMN display_name text;
