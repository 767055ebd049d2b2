internal import Postgres
package import Store

/// Judges the quality of rows of `timeseries_data`, and marks those that stand out.
///
/// A range of rows is judged together with the rows after it that are compared with them. Scores and
/// marks that differ are written, and the ranges marked for `aggregate`, whose mean scores and
/// counts follow from them. A row whose score or mark would have to be told from rows that were
/// forgotten on purpose keeps what it has.
package struct Score: Verb {
  package var range: RefiningRange
  package var quality: QualityScore
  package var anomalies: AnomalyDetection
  /// About how many rows are judged in one transaction.
  package var sliceRows: Int

  package init(
    range: RefiningRange = .dirty, quality: QualityScore = QualityScore(),
    anomalies: AnomalyDetection = AnomalyDetection(), sliceRows: Int = 250_000
  ) {
    self.range = range
    self.quality = quality
    self.anomalies = anomalies
    self.sliceRows = sliceRows
  }

  package func plan(in context: RunContext) throws -> [PlannedAction] {
    try RefiningPlan(range: range, purpose: .score).actions(in: context)
  }

  /// - Throws: `RuleError` when a validation rule cannot be used, and whatever else stops it before
  ///   the first slice; what stops it later is in the report, with all that was committed before.
  package func run(in context: RunContext) throws -> ScoreReport {
    let start = ContinuousClock.now
    return try RefiningSession.run(in: context) { connection in
      let judgement = Judgement(
        connection: connection, score: quality, detection: anomalies,
        rules: try RuleVetting(connection: connection).enabledRules())
      let worklist = Worklist(connection: connection, purpose: .score)
      let slices = try worklist.prepare(range, sliceRows: sliceRows)
      try judgement.makeTable()
      var report = ScoreReport()
      report.outcome = RefiningSession.work(through: slices, in: context) { slice in
        let part = try connection.transaction { try score(slice, of: worklist, by: judgement) }
        report.add(part)
      }
      report.seconds = start.secondsUntilNow
      return report
    }
  }

  private func score(
    _ slice: Worklist.Slice, of worklist: Worklist, by judgement: Judgement
  ) throws -> ScoreReport {
    let connection = worklist.connection
    let writing = JudgementWriting(connection: connection, detection: anomalies)
    var report = ScoreReport()
    try connection.joinByKey()
    report.rows = try judgement.judge(slice)
    let tally = try writing.tally()
    report.changed = tally.changed
    report.incomplete = tally.incomplete
    if tally.changed > 0 { try writing.writeScores() }
    try connection.joinFreely()
    let counts = try writing.writeAnomalies(of: slice)
    report.anomaliesFound = counts.found
    report.anomaliesChanged = counts.changed
    report.anomaliesCleared = counts.cleared
    report.rangesDone = try worklist.finish(slice)
    return report
  }
}
