internal import Logging
internal import Postgres
internal import Store

/// The connection of one refining verb, with the table's refining lock.
enum RefiningSession {
  /// Opens a connection, waits until no other refiner works on the table, and runs `body`. Ctrl-C
  /// cancels the statement that runs.
  ///
  /// The two verbs share one lock: both rewrite the same dirty ranges.
  static func run<Value>(
    in context: RunContext, _ body: (Connection) throws -> Value
  ) throws -> Value {
    let connection = try context.database.connect()
    return try context.interruption.cancelling(connection.canceller) {
      try prepare(connection)
      let lock = AdvisoryLock.refining(RefinedTable.name.description, "rows")
      if try connection.tryAcquire(lock) == false {
        context.logger.notice(
          "another run refines the table; waiting for it to end",
          metadata: ["table": "\(RefinedTable.name)"])
        try connection.execute("SELECT pg_advisory_lock(\(sql: lock.key))")
      }
      do {
        // The lock ends with the session, which nobody else has.
        return try body(connection)
      } catch let error as PostgresError {
        throw context.interruption.cause(of: error)
      }
    }
  }

  /// Works through slices, each a transaction of its own, until the end or the first error. What was
  /// committed until then stays, and stays off the dirty ranges.
  static func work(
    through slices: [Worklist.Slice], in context: RunContext,
    _ body: (Worklist.Slice) throws -> Void
  ) -> Outcome {
    var rows = 0
    do {
      for slice in slices {
        try context.interruption.check()
        try body(slice)
        rows += slice.rows
        context.progress(
          Progress(subject: "\(RefinedTable.name)", phase: "refining", bytesDone: 0, rows: rows))
      }
      return .done
    } catch {
      return .failed(advising: context.interruption.cause(of: error))
    }
  }

  /// Compiling a plan over many partitions takes longer than running it does.
  static func prepare(_ connection: Connection) throws {
    try connection.execute("SET jit = off")
  }
}

extension Interruption {
  /// What a statement that was cancelled says is of no interest beside who had it cancelled.
  fileprivate func cause(of error: any Error) -> any Error {
    isRaised ? Interrupted() : error
  }
}
