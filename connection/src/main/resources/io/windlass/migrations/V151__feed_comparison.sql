-- How far the comparison of a listing is that has begun, and as of when it is.
ALTER TABLE feed ADD COLUMN comparing_since timestamptz, ADD COLUMN compared_to text;
