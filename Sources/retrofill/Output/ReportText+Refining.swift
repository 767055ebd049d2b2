import Postgres
import Refining
import Store

extension ReportText {
  /// A line for each roll-up:
  ///
  ///     TABLE         WRITTEN  UNCHANGED  REMOVED  INCOMPLETE
  ///     hourly_stats    1,440          0        0           0
  init(_ report: AggregateReport) {
    var table = TextTable([
      ("TABLE", .left), ("WRITTEN", .right), ("UNCHANGED", .right), ("REMOVED", .right),
      ("INCOMPLETE", .right),
    ])
    var written = 0
    for rollUp in RollUp.allCases {
      let buckets = report.rollUps[rollUp] ?? AggregateReport.Buckets()
      written += buckets.written
      table.add(
        [rollUp.rawValue]
          + [buckets.written, buckets.unchanged, buckets.removed, buckets.incomplete]
          .map(Quantities.count))
    }
    let incomplete = report.incompleteBuckets.map { bucket in
      let remedy =
        bucket.archives.isEmpty
        ? "its rows expired" : "restore \(bucket.archives.joined(separator: " and "))"
      return "incomplete: \(bucket.table.rawValue) \(bucket.source) \(bucket.bucket): \(remedy)"
    }
    self.init(
      summary: "\(Quantities.counted(written, "bucket")) written from "
        + Quantities.counted(report.rows, "row")
        + (incomplete.isEmpty ? "" : ", \(Quantities.count(incomplete.count)) incomplete"),
      lines: table.lines() + (incomplete.isEmpty ? [] : [""] + incomplete),
      notes: incomplete,
      outcome: report.outcome)
  }

  /// A sentence: `1,641 rows judged, 3 changed; 2 anomalies found, 0 changed, 1 cleared`.
  init(_ report: ScoreReport) {
    let incomplete =
      report.incomplete > 0
      ? "; \(Quantities.counted(report.incomplete, "row")) kept as judged" : ""
    let found = report.anomaliesFound
    let anomalies = "\(Quantities.count(found)) \(found == 1 ? "anomaly" : "anomalies") found"
    let summary =
      "\(Quantities.counted(report.rows, "row")) judged, \(Quantities.count(report.changed)) "
      + "changed; \(anomalies), \(Quantities.count(report.anomaliesChanged)) changed, "
      + "\(Quantities.count(report.anomaliesCleared)) cleared\(incomplete)"
    self.init(summary: summary, lines: [summary], outcome: report.outcome)
  }
}
