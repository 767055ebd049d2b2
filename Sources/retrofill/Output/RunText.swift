import Jobs
import Store

/// What a run did, as lines for people:
///
///     nightly: succeeded in 3.2 s (run 4)
///
///       STEP   VERB      STATUS     TIME    DID
///       klines backfill  succeeded  2.90 s  2 files loaded, 1 skipped: 2,880 rows inserted
enum RunText {
  static func lines(of report: RunReport) -> [String] {
    let run = report.runID.map { " (run \($0))" } ?? ""
    let head =
      "\(report.job): \(report.status.rawValue) in \(Quantities.seconds(report.seconds))\(run)"
    guard !report.steps.isEmpty else { return [head] }
    var table = TextTable([
      ("STEP", .left), ("VERB", .left), ("STATUS", .left), ("TIME", .right), ("DID", .left),
    ])
    for step in report.steps {
      table.add([
        step.id, step.verb, step.status.rawValue,
        step.status == .skipped ? "" : Quantities.seconds(step.seconds),
        step.report.map { ReportText($0).summary } ?? "",
      ])
    }
    let notes = report.steps.flatMap { step in
      (step.report.map { ReportText($0).notes } ?? []).map { "  \(step.id): \($0)" }
    }
    return [head, ""] + table.lines(indent: 2) + (notes.isEmpty ? [] : [""] + notes)
  }

  /// What went wrong, one sentence each.
  static func complaints(of report: RunReport) -> [String] {
    let ofSteps = report.steps.flatMap { step in
      (step.report.map { ReportText($0).complaints } ?? step.error.map { [$0] } ?? [])
        .map { "step \(step.id): \($0)" }
    }
    return ofSteps.isEmpty ? report.error.map { [$0] } ?? [] : ofSteps
  }
}
