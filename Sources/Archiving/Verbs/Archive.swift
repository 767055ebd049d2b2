package import Postgres
package import Store

/// Moves a table's history into files: written, read back, and with `remove` taken out of the table
/// once it is certain that the files hold the very same rows.
///
/// Run again, it writes what is not in an archive yet, and finishes what was interrupted.
package struct Archive: Verb {
  package var table: TableName
  /// Rows before this moment.
  package var before: Timestamp
  /// Rows from this moment on; nil is from the first row.
  package var from: Timestamp?
  /// Rows of this source; nil is of all.
  package var source: String?
  /// The folder into which each archive is put as a folder of its own.
  package var to: String
  /// Takes the archived rows out of the table.
  package var remove: Bool
  /// The column that says when a row is from; nil finds it.
  package var timeColumn: String?
  /// At most how many rows one file holds.
  package var partRows: Int
  package var atCheckpoint: ArchivingCheckpointHook = { _ in }

  package init(
    table: TableName, before: Timestamp, from: Timestamp? = nil, source: String? = nil,
    to directory: String, remove: Bool = false, timeColumn: String? = nil,
    partRows: Int = 1_000_000
  ) {
    self.table = table
    self.before = before
    self.from = from
    self.source = source
    to = directory
    self.remove = remove
    self.timeColumn = timeColumn
    self.partRows = partRows
  }

  /// Says which months would be written, and which partitions would go.
  package func plan(in context: RunContext) throws -> [PlannedAction] {
    let connection = try context.database.connect()
    return try context.interruption.cancelling(connection.canceller) {
      let run = try ArchiveRun(self, context: context, connection: connection)
      return try connection.snapshot { try run.plan() }
    }
  }

  /// Archives.
  ///
  /// - Throws: what went wrong before anything was done; afterwards it is in the report.
  package func run(in context: RunContext) throws -> ArchiveReport {
    let clock = ContinuousClock()
    let start = clock.now
    let connection = try context.database.connect()
    var report = ArchiveReport()
    try context.interruption.cancelling(connection.canceller) {
      let run = try ArchiveRun(self, context: context, connection: connection)
      try run.execute(&report)
    }
    report.seconds = (clock.now - start) / .seconds(1)
    return report
  }
}

extension Connection {
  /// Runs `body` so that all its statements see the same state of the database and change nothing.
  func snapshot<Value>(_ body: () throws -> Value) throws -> Value {
    try transaction {
      try execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
      return try body()
    }
  }
}
