internal import CPostgres

extension Connection {
  /// Runs `body` in a transaction and commits; when `body` throws, rolls back and throws on. Inside
  /// another transaction it is a savepoint. Afterwards the connection is usable either way, unless
  /// it broke.
  ///
  /// Throws also when COMMIT fails, and when a statement in `body` had failed without `body` saying
  /// so: the server then answers COMMIT with ROLLBACK. A connection that breaks during COMMIT leaves
  /// open whether it happened: `SQLState.transactionResolutionUnknown`.
  @discardableResult
  package func transaction<Value>(_ body: () throws -> Value) throws -> Value {
    transactionDepth += 1
    defer { transactionDepth -= 1 }
    let scope = TransactionScope(depth: transactionDepth)
    try execute(scope.begin)
    let value: Value
    do {
      value = try body()
    } catch {
      rollBack(scope)
      throw error
    }
    do {
      try commit(scope)
    } catch {
      rollBack(scope)
      throw error
    }
    return value
  }

  private func commit(_ scope: TransactionScope) throws {
    let result: QueryResult
    do {
      result = try run(scope.commit)
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
