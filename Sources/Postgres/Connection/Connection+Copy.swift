internal import CPostgres

extension Connection {
  /// Runs a `COPY … FROM STDIN`, whose bytes `body` writes. Returns the number of rows.
  ///
  ///     try connection.copyIn("COPY t FROM STDIN") { writer in try writer.write("1\tone\n") }
  ///
  /// When `body` throws, the COPY fails, nothing of it is stored, and the error is thrown on. When
  /// the server refuses a row, its error is thrown once `body` has returned. When the connection
  /// breaks, the server's last words are thrown, not what `body` made of them.
  @discardableResult
  package func copyIn(
    _ sql: SQL, _ body: (borrowing CopyWriter) throws -> Void
  ) throws -> Int {
    let copy = try OpenCopy(sql, on: self)
    do {
      try body(CopyWriter(copy.stream))
    } catch {
      throw copy.giveUp(because: error)
    }
    return try copy.finish()
  }

  /// Runs a `COPY … TO STDOUT` and hands over its bytes as they come: in text and CSV format a row
  /// at a time, in binary format the header with the first row. Returns the number of rows. When
  /// `body` throws, the statement is cancelled, which fails the transaction around it, and the
  /// error is thrown on.
  @discardableResult
  package func copyOut(_ sql: SQL, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Int {
    try beginCopy(sql, as: PGRES_COPY_OUT)
    while true {
      var bytes: UnsafeMutablePointer<CChar>?
      let count = PQgetCopyData(handle, &bytes, 0)
      guard count > 0 else { break }
      defer { PQfreemem(bytes) }
      do {
        try body(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
      } catch {
        abandon()
        throw error
      }
    }
    return try finishCopy(sql)
  }

  /// Sends the statement by itself, not with parameters as others are: with those libpq ends a COPY
  /// by a message more, which is one too many when the server had refused before the data.
  func beginCopy(_ sql: SQL, as status: ExecStatusType) throws {
    let text = sql.text
    try refuseNUL(in: text)
    guard sql.parameters.isEmpty else {
      throw PostgresError(
        sqlState: .featureNotSupported,
        message: "COPY takes no parameters; write its values with \\(literal:)", sql: text)
    }
    guard PQsendQuery(handle, text) == 1, let result = nextResult() else {
      throw lostConnection(during: text)
    }
    guard result.status != status else { return }
    abandon(after: result)
    guard result.status == PGRES_FATAL_ERROR else {
      let direction = status == PGRES_COPY_IN ? "FROM STDIN" : "TO STDOUT"
      throw PostgresError(
        sqlState: .featureNotSupported, message: "the statement is not a COPY … \(direction)",
        sql: sql.text)
    }
    throw PostgresError(result, sql: sql.text)
  }

  /// Reads the results behind the data: the count, or the first error.
  func finishCopy(_ sql: SQL) throws -> Int {
    var rows = 0
    var failure: PostgresError?
    while let result = nextResult() {
      switch result.status {
      case PGRES_COMMAND_OK: rows = result.rowsAffected
      // A broken connection answers so for ever.
      case PGRES_COPY_IN, PGRES_COPY_OUT:
        throw failure ?? lostConnection(during: sql.text)
      default: failure = failure ?? PostgresError(result, sql: sql.text)
      }
    }
    if let failure { throw failure }
    return rows
  }
}
