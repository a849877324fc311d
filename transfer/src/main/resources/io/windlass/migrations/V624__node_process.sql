-- Which process of the node answers there: permits are for one process alone.
ALTER TABLE transfer_node ADD COLUMN process text NOT NULL DEFAULT '';
