import Postgres
package import Store

/// Lets go of rows that are older than their table's policy keeps: whole partitions where all of
/// one is, batch by batch otherwise.
///
/// Now is the context's `asOf`. Nothing goes that is not refined yet, and, unless it is forced,
/// nothing goes where more than half of a table would: that is more often a wrong clock or a wrong
/// policy than meant.
package struct Retain: Verb {
  package var policies: [RetentionPolicy]
  /// Removes also an unusual share of a table.
  package var force: Bool
  /// How many days the versions of rows that loads overwrote are kept, for `undo`.
  package var undoDays: Int
  /// How many rows are deleted in one transaction.
  package var batchRows: Int
  package var atCheckpoint: ArchivingCheckpointHook = { _ in }

  package init(
    policies: [RetentionPolicy], force: Bool = false, undoDays: Int = 30, batchRows: Int = 50_000
  ) {
    self.policies = policies
    self.force = force
    self.undoDays = undoDays
    self.batchRows = batchRows
  }

  /// Lists the partitions and rows that would go, with their bytes, or why they would not.
  package func plan(in context: RunContext) throws -> [PlannedAction] {
    let connection = try context.database.connect()
    return try context.interruption.cancelling(connection.canceller) {
      try connection.snapshot {
        try policies.flatMap { policy in
          try RetentionRun(self, policy, context: context, connection: connection).plan()
        }
      }
    }
  }

  /// Applies the policies in order.
  ///
  /// - Throws: what went wrong before anything was done; afterwards it is in the report.
  package func run(in context: RunContext) throws -> RetainReport {
    let clock = ContinuousClock()
    let start = clock.now
    let connection = try context.database.connect()
    var report = RetainReport()
    do {
      try context.interruption.cancelling(connection.canceller) {
        for policy in policies {
          let run = try RetentionRun(self, policy, context: context, connection: connection)
          try run.execute(&report)
        }
        report.oldVersions = try pruneVersions(before: context.asOf, on: connection)
      }
    } catch  where report.hasDoneSomething && !context.isInterruption(error) {
      report.error = error.advised
    }
    report.seconds = (clock.now - start) / .seconds(1)
    return report
  }

  /// Drops the versions of overwritten rows that `undo` may no longer use.
  private func pruneVersions(before now: Timestamp, on connection: Connection) throws -> Int {
    let limit = RetentionPolicy.Limit.keep(seconds: undoDays * 86_400).cutoff(asOf: now)
    return try VersionTables(connection).prune(before: limit)
  }
}
