-- What taking a load back needs to know: the state of the load, the versions of rows that loads
-- overwrote, and which rows somebody changed by hand after a load had written them.

ALTER TABLE retrofill.loads
  DROP CONSTRAINT loads_status_check,
  ADD CONSTRAINT loads_status_check
    CHECK (status IN ('running', 'loaded', 'failed', 'replaced', 'undone')),
  -- Whether the versions that it overwrote were kept; without them only rows that were new are
  -- taken back.
  ADD COLUMN keeps_undo boolean NOT NULL DEFAULT true,
  ADD COLUMN undone_at timestamptz,
  -- The load that was taken back although this one had found rows of it and left them: what this
  -- one brought is no longer all there, and is loaded again where it is met.
  ADD COLUMN stale_because bigint;

-- Until now only one table had versions.
UPDATE retrofill.loads SET keeps_undo = false WHERE table_name <> 'timeseries_data';

-- The partitions that a load made. Without a row they are dropped when it is taken back.
CREATE TABLE retrofill.load_partitions (
  load_id bigint NOT NULL REFERENCES retrofill.loads ON DELETE CASCADE,
  partition_name text NOT NULL,
  PRIMARY KEY (load_id, partition_name)
);

-- Where the versions of a table's rows are that loads overwrote; the tables are in schema retrofill.
CREATE TABLE retrofill.version_tables (
  table_name text PRIMARY KEY,
  versions text NOT NULL UNIQUE,
  -- Of a table that does not say itself which load wrote a row: a table that does.
  journal text UNIQUE,
  -- The columns whose values the journal knows again.
  journal_columns text[],
  -- Versions that were replaced before are gone, and loads from before cannot be taken back.
  pruned_before timestamptz,
  CHECK ((journal IS NULL) = (journal_columns IS NULL))
);

-- A load looks nothing up in the versions, it only adds to them; taking one back reads them all. So
-- they have no index, and their own columns have names that no table of anybody's has.
DROP INDEX retrofill.timeseries_data_versions_key, retrofill.timeseries_data_versions_replaced_by;
ALTER TABLE retrofill.timeseries_data_versions RENAME COLUMN replaced_by TO retrofill_replaced_by;
ALTER TABLE retrofill.timeseries_data_versions RENAME COLUMN replaced_at TO retrofill_replaced_at;
INSERT INTO retrofill.version_tables (table_name, versions)
VALUES ('timeseries_data', 'timeseries_data_versions');

-- What loads changed, and hands between them: every version that was overwritten, with the load that
-- had written it (negative where it was changed by hand before it was overwritten), and the one that
-- wrote over it. Made anew with every version table.
CREATE VIEW retrofill.changes AS
SELECT 'timeseries_data'::text AS table_name, v.load_id AS written_by,
  v.retrofill_replaced_by AS replaced_by, v.retrofill_replaced_at AS replaced_at,
  to_jsonb(v) - '{load_id,retrofill_replaced_by,retrofill_replaced_at}'::text[] AS old
FROM retrofill.timeseries_data_versions AS v;

-- A row whose values somebody else than a load changes is the load's no longer: its load_id becomes
-- negative, and `undo` leaves the row. The condition of the trigger is all that a load's own updates
-- cost; a trigger before the update would lock each row once more.
CREATE FUNCTION retrofill.disown() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  is_same_row text;
BEGIN
  -- The load at hand may write its own rows again.
  IF current_setting('retrofill.load', true) = NEW.load_id::text THEN
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

-- Watches a table of rows that loads write. Score, mark and times are said of a row, and are no part
-- of what a load brought.
CREATE FUNCTION retrofill.watch(target regclass) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  watched text;
BEGIN
  SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO watched
  FROM pg_catalog.pg_attribute
  WHERE attrelid = target AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    AND attname NOT IN ('load_id', 'quality_score', 'is_anomaly', 'ingestion_timestamp');
  EXECUTE format(
    'CREATE TRIGGER retrofill_disown AFTER UPDATE OF %s ON %s FOR EACH ROW '
    'WHEN (OLD.load_id > 0 AND NEW.load_id = OLD.load_id) EXECUTE FUNCTION retrofill.disown()',
    watched, target);
END $$;

SELECT retrofill.watch(c.oid::regclass)
FROM pg_class AS c
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'load_id'
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  AND NOT c.relispartition
  AND EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = c.oid AND i.indisprimary)
  -- Of these the tool writes the rows, each in its own way.
  AND c.relname NOT IN ('files', 'timeseries_archive');
