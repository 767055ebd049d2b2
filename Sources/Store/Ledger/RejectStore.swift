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

  /// Rejects of a load that does not run, and which of them comes first.
  package struct Kept: Sendable {
    package let count: Int
    package let record: Int
    /// Nil where it is not known.
    package let line: Int?
    package let code: String
    package let message: String
  }

  /// What a load has committed so far; nil where that is nothing. Until its end these are the
  /// rejects that the server made of rows of its committed batches.
  package func kept(of load: Int64) throws -> Kept? {
    try connection.first(
      """
      SELECT count(*) OVER (), record, line, code, message
      FROM retrofill.rejects WHERE load_id = \(load) ORDER BY record LIMIT 1
      """
    ).map { row in
      try Kept(
        count: row.get(0), record: row.get(1), line: row.get(2), code: row.get(3),
        message: row.get(4))
    }
  }

  /// Removes the rejects of a load, but for those up to a record.
  package func removeAll(of load: Int64, behind record: Int = 0) throws {
    try connection.execute(
      "DELETE FROM retrofill.rejects WHERE load_id = \(load) AND record > \(record)")
    try connection.execute("DELETE FROM retrofill.rejected_files WHERE load_id = \(load)")
  }
}
