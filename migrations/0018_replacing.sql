-- What a forced load did with rows that the load which it stands in for had brought and it does not
-- bring itself; and who is at a load, for those that look at one that runs.

ALTER TABLE retrofill.loads
  ADD COLUMN removed bigint NOT NULL DEFAULT 0,
  ADD COLUMN reverted bigint NOT NULL DEFAULT 0,
  ADD COLUMN host text,
  ADD COLUMN process_id bigint,
  -- What was said over the layout, so that the file can be read once more as it was read.
  ADD COLUMN options jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN retrofill.loads.removed IS
  'Rows of the load that it stands in for, which it did not bring and which are gone';
COMMENT ON COLUMN retrofill.loads.reverted IS
  'Rows of the load that it stands in for, which it did not bring and which are as they were before';
COMMENT ON COLUMN retrofill.loads.host IS 'Where the process runs that does the load, or did last';

COMMENT ON VIEW retrofill.changes IS
  'Versions of rows that loads overwrote. Where replaced_by is negative, that load stands in for '
  'the one that had written the version, and did not bring the row: it took it out of the table';
