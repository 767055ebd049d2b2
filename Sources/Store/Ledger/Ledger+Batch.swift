import Postgres

extension Ledger {
  /// A part of a load that committed on its own.
  package struct Batch: Sendable {
    package var number: Int
    package var firstRecord: Int
    /// The last record, the line it begins on and its byte offset.
    package var lastRecord: Int
    package var endLine: Int
    package var endByte: Int
    package var counts: LoadCounts

    package init(
      number: Int, firstRecord: Int, lastRecord: Int, endLine: Int, endByte: Int,
      counts: LoadCounts
    ) {
      self.number = number
      self.firstRecord = firstRecord
      self.lastRecord = lastRecord
      self.endLine = endLine
      self.endByte = endByte
      self.counts = counts
    }
  }

  /// Records a batch. Belongs into the transaction that commits it.
  ///
  /// - Throws: `LedgerError.countsDisagree` when a record is not accounted for.
  package func record(_ batch: Batch, of load: Int64) throws {
    let counts = try batch.counts.checked()
    try connection.execute(
      """
      INSERT INTO retrofill.batches (load_id, batch, first_record, last_record, end_line,
        end_byte, rows_read, inserted, updated, unchanged, rejected, skipped)
      VALUES (\(load), \(batch.number), \(batch.firstRecord), \(batch.lastRecord),
        \(batch.endLine), \(batch.endByte), \(counts.rowsRead), \(counts.inserted),
        \(counts.updated), \(counts.unchanged), \(counts.rejected),
        \(counts.skippedJSON)::jsonb)
      ON CONFLICT (load_id, batch) DO UPDATE
      SET first_record = excluded.first_record, last_record = excluded.last_record,
        end_line = excluded.end_line, end_byte = excluded.end_byte,
        rows_read = excluded.rows_read, inserted = excluded.inserted,
        updated = excluded.updated, unchanged = excluded.unchanged,
        rejected = excluded.rejected, skipped = excluded.skipped, committed_at = now()
      """)
  }
}
