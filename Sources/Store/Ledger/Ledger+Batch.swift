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
        rejected = excluded.rejected, skipped = excluded.skipped, committed_at = clock_timestamp()
      """)
  }

  /// What became of the records of the batches that a load has committed.
  package func committedCounts(of load: Int64) throws -> LoadCounts {
    let row = try connection.one(
      """
      SELECT coalesce(sum(rows_read), 0)::bigint, coalesce(sum(inserted), 0)::bigint,
        coalesce(sum(updated), 0)::bigint, coalesce(sum(unchanged), 0)::bigint,
        coalesce(sum(rejected), 0)::bigint
      FROM retrofill.batches
      WHERE load_id = \(load)
      """)
    var counts = LoadCounts()
    counts.rowsRead = try row.get(0)
    counts.inserted = try row.get(1)
    counts.updated = try row.get(2)
    counts.unchanged = try row.get(3)
    counts.rejected = try row.get(4)
    try connection.forEachRow(
      """
      SELECT key, sum(value::bigint)::bigint
      FROM retrofill.batches CROSS JOIN LATERAL jsonb_each_text(skipped)
      WHERE load_id = \(load)
      GROUP BY key
      """
    ) { counts.skip(try $0.get(0), try $0.get(1)) }
    return counts
  }
}
