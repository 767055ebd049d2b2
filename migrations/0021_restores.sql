-- What taking a restore back needs to know: which rows it brought, and what was forgotten before it.

ALTER TABLE retrofill.version_tables
  -- Of a table that says which load wrote a row: a table of the rows that restores wrote. They have
  -- the numbers of the loads that had written them before they were archived.
  ADD COLUMN restored text UNIQUE,
  -- The columns whose values such a row is known by.
  ADD COLUMN restored_columns text[],
  ADD CHECK ((restored IS NULL) = (restored_columns IS NULL));

ALTER TABLE retrofill.loads
  ADD COLUMN restored_archive bigint REFERENCES retrofill.archives;
COMMENT ON COLUMN retrofill.loads.restored_archive IS
  'The archive that was removed from the table, and is back since this restore';

-- The removed ranges that restores took back, as far as the part of each reaches.
CREATE TABLE retrofill.withdrawn_ranges (
  load_id bigint NOT NULL REFERENCES retrofill.loads ON DELETE CASCADE,
  archive_id bigint NOT NULL REFERENCES retrofill.archives,
  source_id integer NOT NULL,
  range_from timestamptz NOT NULL,
  range_to timestamptz NOT NULL,
  CHECK (range_from < range_to)
);
COMMENT ON COLUMN retrofill.withdrawn_ranges.range_to IS 'The first moment after the range';

-- Until now restores wrote down which rows they brought only where a table does not say who wrote them.
UPDATE retrofill.loads AS l SET keeps_undo = false
WHERE verb = 'restore' AND EXISTS (
  SELECT FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
  WHERE t.tgname = 'retrofill_disown' AND c.relnamespace = 'public'::regnamespace
    AND c.relname = l.table_name);

-- A load that is at work changes no row by hand, whoever had written it: a restore and an undo bring
-- rows back with the numbers of other loads.
CREATE OR REPLACE FUNCTION retrofill.disown() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  is_same_row text;
BEGIN
  IF coalesce(current_setting('retrofill.load', true), '') <> '' THEN
    RETURN NULL;
  END IF;
  SELECT string_agg(format('t.%1$I = ($1).%1$I', a.attname), ' AND ') INTO is_same_row
  FROM pg_catalog.pg_index AS i
  JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
  WHERE i.indrelid = TG_RELID AND i.indisprimary;
  EXECUTE format('UPDATE %s AS t SET load_id = -load_id WHERE load_id > 0 AND %s',
    TG_RELID::regclass, is_same_row) USING NEW;
  RETURN NULL;
END $$;
