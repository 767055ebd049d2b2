-- Rejects that are run again: where each stands with that, and what their file was.

ALTER TABLE retrofill.rejects
  -- Not known of a row that the server refused, where the file cannot be read once more.
  ALTER COLUMN byte_offset DROP NOT NULL,
  ADD COLUMN raw_is_record boolean NOT NULL DEFAULT true,
  ADD COLUMN replayed_by bigint;
COMMENT ON COLUMN retrofill.rejects.raw_is_record IS
  'False where raw has the row as JSON, because the record itself was not to be had';
COMMENT ON COLUMN retrofill.rejects.replayed_by IS
  'The load that brought the record after all: it is no open reject any more';

ALTER TABLE retrofill.loads ADD COLUMN replays bigint;
COMMENT ON COLUMN retrofill.loads.replays IS
  'The load whose rejects this one ran again; what it rejects is an open reject of that one';

-- What has to stand around the rejects of a load so that they can be read as its file was; no row
-- where they cannot be read alone.
CREATE TABLE retrofill.rejected_files (
  load_id bigint PRIMARY KEY REFERENCES retrofill.loads ON DELETE CASCADE,
  format text NOT NULL,
  dialect jsonb NOT NULL,
  head bytea NOT NULL,
  between_records bytea NOT NULL,
  tail bytea NOT NULL,
  -- What was said over the layout.
  options jsonb NOT NULL
);
