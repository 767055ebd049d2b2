internal import CPostgres

extension Connection {
  /// Runs `body` in a transaction and commits; when `body` throws, rolls back and throws on. Inside
  /// another transaction it is a savepoint. Afterwards the connection is usable either way, unless
  /// it broke.
  ///
  /// Throws also when COMMIT fails, and when a statement in `body` had failed without `body` saying
  /// so: the server then answers COMMIT with ROLLBACK. A connection that breaks during COMMIT leaves
  /// open whether it happened: `SQLState.transactionResolutionUnknown`.
  ///
  /// `commitSent` is called when COMMIT is on its way and not yet answered. When it throws, nobody
  /// waits for the answer: the connection is closed, and what became of COMMIT is as unknown. For a
  /// savepoint it is not called.
  @discardableResult
  package func transaction<Value>(
    _ body: () throws -> Value, commitSent: () throws -> Void = {}
  ) throws -> Value {
    let scope = try begin()
    let value: Value
    do {
      value = try body()
    } catch {
      end { rollBack(scope) }
      throw error
    }
    try end(scope, commitSent)
    return value
  }

  /// Begins a transaction that stays open until `commit` or `rollBack`, for work that comes in pieces.
  package func beginTransaction() throws { _ = try begin() }

  /// Commits what `beginTransaction` began; throws as `transaction` does.
  package func commitTransaction(commitSent: () throws -> Void = {}) throws {
    try end(TransactionScope(depth: transactionDepth), commitSent)
  }

  /// Takes back what `beginTransaction` began.
  package func rollBackTransaction() { end { rollBack(TransactionScope(depth: transactionDepth)) } }

  private func begin() throws -> TransactionScope {
    let scope = TransactionScope(depth: transactionDepth + 1)
    try execute(scope.begin)
    transactionDepth += 1
    return scope
  }

  private func end(_ scope: TransactionScope, _ commitSent: () throws -> Void) throws {
    do {
      try commit(scope, sent: commitSent)
    } catch {
      end { rollBack(scope) }
      throw error
    }
    transactionDepth -= 1
  }

  private func end(by rollingBack: () -> Void) {
    rollingBack()
    transactionDepth -= 1
  }

  private func commit(_ scope: TransactionScope, sent: () throws -> Void) throws {
    let result: QueryResult
    do {
      result = try scope.isOutermost ? commit(scope.commit.text, sent) : run(scope.commit)
    } catch var error as PostgresError where !isOpen && scope.isOutermost {
      error.sqlState = .transactionResolutionUnknown
      throw error
    }
    if result.commandTag == "ROLLBACK" {
      throw PostgresError(
        sqlState: .inFailedTransaction,
        message: "the transaction was rolled back, because a statement in it had failed",
        sql: scope.commit.text)
    }
  }

  private func commit(_ sql: String, _ sent: () throws -> Void) throws -> QueryResult {
    guard PQsendQuery(handle, sql) == 1 else { throw lostConnection(during: sql) }
    do {
      try sent()
    } catch {
      hangUp()
      throw PostgresError(
        sqlState: .transactionResolutionUnknown, severity: "FATAL",
        message: "the connection was closed before COMMIT was answered: \(error)", sql: sql)
    }
    var answer: QueryResult?
    while let result = nextResult() {
      // Behind an error may come another, which says no more than that the connection broke.
      if answer == nil || answer?.status == PGRES_COMMAND_OK { answer = result }
    }
    guard let answer else { throw lostConnection(during: sql) }
    try check(answer, sql: sql)
    return answer
  }

  /// What goes wrong here is not worth telling: the error that led here is, and a broken connection
  /// has rolled back by itself.
  private func rollBack(_ scope: TransactionScope) {
    guard PQtransactionStatus(handle) != PQTRANS_IDLE else { return }
    for statement in scope.rollBack { _ = try? execute(statement) }
  }
}

/// The statements around a transaction, or around a savepoint inside of one.
private struct TransactionScope {
  let depth: Int

  var isOutermost: Bool { depth == 1 }

  private var savepoint: SQL { "\(identifier: "retrofill_\(depth)")" }

  var begin: SQL { isOutermost ? "BEGIN" : "SAVEPOINT \(sql: savepoint)" }

  var commit: SQL { isOutermost ? "COMMIT" : "RELEASE SAVEPOINT \(sql: savepoint)" }

  var rollBack: [SQL] {
    isOutermost
      ? ["ROLLBACK"]
      : ["ROLLBACK TO SAVEPOINT \(sql: savepoint)", "RELEASE SAVEPOINT \(sql: savepoint)"]
  }
}
