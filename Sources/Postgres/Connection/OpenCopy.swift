internal import CPostgres

/// A `COPY … FROM STDIN` that stays open between its pieces, for rows that come bit by bit.
///
/// Until it is finished or given up, the connection is good for nothing else.
package final class OpenCopy {
  private let connection: Connection
  private let sql: SQL
  let stream: CopyStream

  /// Sends the statement. Throws `PostgresError` when the server refuses it.
  package init(_ sql: SQL, on connection: Connection) throws {
    self.connection = connection
    self.sql = sql
    try connection.beginCopy(sql, as: PGRES_COPY_IN)
    stream = CopyStream(connection)
  }

  /// Hands bytes on to the server, at once or with the next ones. Throws when the connection broke;
  /// what the server thinks of the rows comes when it is finished.
  package func write(_ bytes: UnsafeRawBufferPointer) throws { try stream.write(bytes) }

  /// Ends it. Returns the number of rows.
  package func finish() throws -> Int {
    do {
      try stream.flush()
    } catch {
      throw giveUp(because: error)
    }
    guard PQputCopyEnd(connection.handle, nil) == 1 else {
      connection.abandon()
      throw connection.lostConnection(during: sql.text)
    }
    return try connection.finishCopy(sql)
  }

  /// Ends it so that nothing is stored.
  ///
  /// - Returns: the error to throw on: when the connection broke, the server's last words.
  @discardableResult
  package func giveUp(because error: any Error) -> any Error {
    PQputCopyEnd(connection.handle, "the client gave up")
    do {
      _ = try connection.finishCopy(sql)
    } catch let serverError where stream.hasFailed {
      return serverError
    } catch {}
    return error
  }
}
