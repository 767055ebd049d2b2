-- How far the tables of a load are that runs: what a load which was killed had written aside is kept
-- for a day, and the next try of the same file goes on from there.

CREATE TABLE retrofill.load_tables (
  load_id bigint NOT NULL REFERENCES retrofill.loads ON DELETE CASCADE,
  -- In schema retrofill.
  table_name text NOT NULL,
  row_count bigint NOT NULL,
  -- Every row of this table whose record has this number or a lower one is in it.
  last_record bigint NOT NULL,
  -- How many rows lost to a later one of the same key; NULL until the table has its key.
  duplicates bigint,
  PRIMARY KEY (load_id, table_name)
);
