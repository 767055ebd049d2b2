internal import CPostgres

/// The rows of a `COPY … TO STDOUT`, asked for one by one, for a reader that others pull at.
///
/// Until the last row has been asked for, the connection is good for nothing else. Whoever stops
/// before lets go of the connection with it.
package final class CopyOutRows {
  private let connection: Connection
  private let sql: SQL
  private var row: UnsafeMutablePointer<CChar>?
  private var isAtEnd = false

  /// Sends the statement. Throws `PostgresError` when the server refuses it.
  package init(_ sql: SQL, on connection: Connection) throws {
    self.connection = connection
    self.sql = sql
    try connection.beginCopy(sql, as: PGRES_COPY_OUT)
  }

  deinit { PQfreemem(row) }

  /// The next row, in text and CSV format with its line end; nil behind the last. Valid until the
  /// next call.
  package func next() throws -> UnsafeRawBufferPointer? {
    if isAtEnd { return nil }
    PQfreemem(row)
    row = nil
    let count = PQgetCopyData(connection.handle, &row, 0)
    guard count > 0 else {
      isAtEnd = true
      _ = try connection.finishCopy(sql)
      return nil
    }
    return UnsafeRawBufferPointer(start: row, count: Int(count))
  }
}
