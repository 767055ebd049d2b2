internal import Logging
internal import Postgres
package import Store

/// Recomputes the roll-ups of `timeseries_data` where rows changed, or everywhere.
///
/// A bucket is made from its rows as a whole, so the edge bucket of a range is right, and a bucket
/// without rows goes. Rows that were forgotten on purpose are the exception: a bucket that lacks some
/// is kept as it is and reported as incomplete. Only what differs is written.
package struct Aggregate: Verb {
  package var range: RefiningRange
  /// About how many rows are summed up in one transaction.
  package var sliceRows: Int

  package init(range: RefiningRange = .dirty, sliceRows: Int = 250_000) {
    self.range = range
    self.sliceRows = sliceRows
  }

  package func plan(in context: RunContext) throws -> [PlannedAction] {
    try RefiningPlan(range: range, purpose: .aggregate).actions(in: context)
  }

  /// - Throws: what stops it before the first slice; what stops it later is in the report, with all
  ///   that was committed before.
  package func run(in context: RunContext) throws -> AggregateReport {
    let start = ContinuousClock.now
    return try RefiningSession.run(in: context) { connection in
      let worklist = Worklist(connection: connection, purpose: .aggregate)
      let hours = HourlySums(connection: connection)
      let slices = try worklist.prepare(range, sliceRows: sliceRows)
      try hours.makeTable()
      var report = AggregateReport()
      report.outcome = RefiningSession.work(through: slices, in: context) { slice in
        let part = try connection.transaction {
          try aggregate(slice, of: worklist, from: hours)
        }
        report.add(part)
      }
      report.seconds = start.secondsUntilNow
      return report
    }
  }

  private func aggregate(
    _ slice: Worklist.Slice, of worklist: Worklist, from hours: HourlySums
  ) throws -> AggregateReport {
    let connection = worklist.connection
    // One snapshot for rows and removed ranges: a removal that commits between two statements would
    // show buckets without their rows as buckets that have none.
    try connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    var report = AggregateReport()
    try connection.joinByKey()
    report.rows = try hours.read(slice)
    for rollUp in RollUp.allCases {
      let statements = RollUpSQL(rollUp: rollUp, slice: slice)
      guard let row = try connection.first(statements.merge) else { continue }
      let counts = try AggregateReport.Buckets(row)
      report.rollUps[rollUp] = counts
      if counts.incomplete > 0 {
        report.incompleteBuckets += try connection.query(statements.incomplete).map {
          try IncompleteBucket(rollUp: rollUp, row: $0)
        }
      }
    }
    try connection.joinFreely()
    report.rangesDone = try worklist.finish(slice)
    return report
  }
}
