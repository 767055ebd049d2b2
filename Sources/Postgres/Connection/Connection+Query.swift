internal import CPostgres

extension Connection {
  /// Runs one statement. Returns how many rows it went through; 0 for those that go through none.
  @discardableResult
  package func execute(_ sql: SQL) throws -> Int {
    try run(sql).rowsAffected
  }

  /// Runs one statement and returns all its rows.
  package func query(_ sql: SQL) throws -> [Row] {
    try run(sql).rows
  }

  /// Runs one statement and returns its first row; nil when it gives none.
  package func first(_ sql: SQL) throws -> Row? {
    try run(sql).rows.first
  }

  /// Runs one statement that always gives a row, and returns its first.
  ///
  /// - Throws: `PostgresError` with `SQLState.noData` when it gives none after all.
  package func one(_ sql: SQL) throws -> Row {
    guard let row = try first(sql) else {
      throw PostgresError(
        sqlState: .noData, message: "the statement gave no row, though it always should",
        sql: sql.text)
    }
    return row
  }

  /// Runs one statement and hands over its rows as they come, in flat memory. The connection does
  /// nothing else until the last one. When `body` throws, the statement is cancelled, which fails
  /// the transaction around it, and the error is thrown on.
  package func forEachRow(_ sql: SQL, _ body: (Row) throws -> Void) throws {
    try send(sql)
    PQsetSingleRowMode(handle)
    do {
      while let result = nextResult() {
        try check(result, sql: sql.text)
        for row in result.rows { try body(row) }
      }
    } catch {
      abandon()
      throw error
    }
  }

  /// Runs SQL of any number of statements, which take no parameters. Unless the text says otherwise
  /// they are one transaction.
  package func script(_ text: String) throws {
    try refuseNUL(in: text)
    guard let result = PQexec(handle, text) else { throw lostConnection(during: text) }
    try check(QueryResult(result), sql: text)
  }

  /// Runs one statement, and throws unless it succeeded.
  func run(_ sql: SQL) throws -> QueryResult {
    let text = sql.text
    try refuseNUL(in: text)
    let result = try ParameterArrays(sql.parameters, sql: text).withPointers { arrays in
      PQexecParams(
        handle, text, arrays.count, arrays.types, arrays.values, arrays.lengths, arrays.formats, 0)
    }
    guard let result else { throw lostConnection(during: text) }
    let wrapped = QueryResult(result)
    try check(wrapped, sql: text)
    return wrapped
  }

  /// Sends one statement without waiting for its results.
  func send(_ sql: SQL) throws {
    let text = sql.text
    try refuseNUL(in: text)
    let sent = try ParameterArrays(sql.parameters, sql: text).withPointers { arrays in
      PQsendQueryParams(
        handle, text, arrays.count, arrays.types, arrays.values, arrays.lengths, arrays.formats, 0)
    }
    if sent == 0 { throw lostConnection(during: text) }
  }

  func nextResult() -> QueryResult? {
    PQgetResult(handle).map { QueryResult($0) }
  }

  /// Throws unless the result is rows or a success without rows.
  func check(_ result: QueryResult, sql: String) throws {
    switch result.status {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE: return
    case PGRES_EMPTY_QUERY:
      throw PostgresError(
        sqlState: SQLState("42601"), message: "the statement is empty", sql: sql)
    case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
      abandon(after: result)
      throw PostgresError(
        sqlState: .featureNotSupported,
        message: "COPY from or to the client goes through copyIn or copyOut", sql: sql)
    default:
      if !isOpen { canceller.hangUp() }
      throw PostgresError(result, sql: sql)
    }
  }

  /// Gives up what runs, and reads on until the connection is free for the next statement.
  func abandon(after last: QueryResult? = nil) {
    if last?.status == PGRES_COPY_IN {
      // Not cancelled: a COPY that was sent with parameters and fails by itself would leave one
      // answer too many behind, and the next statement would take it for its own.
      PQputCopyEnd(handle, "given up")
    } else if PQtransactionStatus(handle) == PQTRANS_ACTIVE {
      canceller.cancel()
    }
    while isOpen, let result = nextResult() {
      if result.status == PGRES_COPY_OUT { drainCopy() }
    }
  }

  private func drainCopy() {
    var bytes: UnsafeMutablePointer<CChar>?
    while PQgetCopyData(handle, &bytes, 0) > 0 { PQfreemem(bytes) }
  }

  /// What libpq says when it could not even send, or got no result.
  func lostConnection(during sql: String?) -> PostgresError {
    // libpq closes its own descriptor of the socket; the canceller's would keep the server waiting.
    if !isOpen { canceller.hangUp() }
    return PostgresError(
      sqlState: .connectionFailure, severity: "FATAL",
      message: String(cString: PQerrorMessage(handle)).trimmingNewlines(), sql: sql)
  }

  func refuseNUL(in text: String) throws {
    if text.utf8.contains(0) { throw PostgresError.nulCharacter(sql: text) }
  }
}

extension PostgresError {
  /// libpq takes text up to the first NUL and would send half of it in silence, so it is refused
  /// here with the server's own code.
  static func nulCharacter(sql: String) -> PostgresError {
    PostgresError(
      sqlState: .characterNotInRepertoire,
      message: "text holds a NUL character, which PostgreSQL cannot store", sql: sql)
  }
}
