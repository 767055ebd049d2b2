-- How a landed file was read, so that its records can be given to a layout as the file itself would
-- be; and rejects without a line, because landing keeps of each record only its number.

ALTER TABLE files
  ADD COLUMN columns text[],
  ADD COLUMN has_header boolean,
  ADD COLUMN records_path text,
  ADD COLUMN is_array boolean;
COMMENT ON COLUMN files.columns IS
  'Of a file with columns, their names as file_data has them, in the order of the file';
COMMENT ON COLUMN files.has_header IS 'Whether the file itself names its columns';
COMMENT ON COLUMN files.records_path IS
  'Where the records stood: keys of a JSON document, empty at its top; of a dump the table';
COMMENT ON COLUMN files.is_array IS 'Of a JSON file, whether the records are elements of an array';

ALTER TABLE retrofill.rejects
  ALTER COLUMN line DROP NOT NULL,
  ALTER COLUMN byte_offset DROP NOT NULL;
COMMENT ON COLUMN retrofill.rejects.line IS
  'Where the record begins; NULL, as byte_offset is, where only its number is known';
COMMENT ON COLUMN retrofill.batches.end_line IS
  'Where the last record begins; 0, as end_byte is, where only its number is known';
