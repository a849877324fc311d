-- Large files of directories are remembered like uploads: upload_id is the name of the unfinished
-- file, and what of it is on the disk stands here.
ALTER TABLE transfer_upload ADD arrived bytea;
