package import Postgres

/// The rejects of loads: `retrofill.rejects`.
package struct RejectStore {
  /// How many rejects of one load are kept; the rest are counted.
  package static let kept = 100_000
  /// How much of a record's raw text is kept, in bytes.
  package static let keptRawBytes = 64 << 10

  let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  /// Copies rejects in as COPY text.
  package func copyIn(_ body: (borrowing CopyWriter) throws -> Void) throws {
    _ = try connection.copyIn(
      """
      COPY retrofill.rejects
        (load_id, record, line, byte_offset, column_name, code, message, raw, raw_truncated,
          raw_is_record)
      FROM STDIN
      """, body)
  }

  /// Gives a load the first rejects of another, those of the landing whose records it reads.
  package func copy(from earlier: Int64, to load: Int64, atMost count: Int) throws {
    try connection.execute(
      """
      INSERT INTO retrofill.rejects
        (load_id, record, line, byte_offset, column_name, code, message, raw, raw_truncated)
      SELECT \(load), record, line, byte_offset, column_name, code, message, raw, raw_truncated
      FROM retrofill.rejects WHERE load_id = \(earlier) ORDER BY record LIMIT \(count)
      """)
  }

  package func removeAll(of load: Int64) throws {
    try connection.execute("DELETE FROM retrofill.rejects WHERE load_id = \(load)")
    try connection.execute("DELETE FROM retrofill.rejected_files WHERE load_id = \(load)")
  }
}
