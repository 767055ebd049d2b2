import Archiving
import Jobs
import Layouts
import Loading
import Refining
import Store

/// What a verb did, as lines for people.
struct ReportText {
  /// One line that stands for the whole, as in the table of a run's steps.
  let summary: String
  /// The lines that a command prints.
  let lines: [String]
  /// What is worth saying beside the summary.
  let notes: [String]
  /// What went wrong, one sentence each, for standard error.
  let complaints: [String]

  init(_ report: any VerbReport) {
    switch report {
    case let report as LoadsReport: self.init(report)
    case let report as UndoReport: self.init(report)
    case let report as ValidationReport: self.init(report)
    case let report as AggregateReport: self.init(report)
    case let report as ScoreReport: self.init(report)
    case let report as ArchiveReport: self.init(report)
    case let report as RestoreReport: self.init(report)
    case let report as RetainReport: self.init(report)
    default: self.init(summary: "", lines: [], outcome: report.outcome)
    }
  }

  init(summary: String, lines: [String], notes: [String] = [], complaints: [String]) {
    self.summary = summary
    self.lines = lines
    self.notes = notes
    self.complaints = complaints
  }

  init(summary: String, lines: [String], notes: [String] = [], outcome: Outcome) {
    var complaints: [String] = []
    if case .failed(let error) = outcome { complaints = ["\(error)"] }
    self.init(summary: summary, lines: lines, notes: notes, complaints: complaints)
  }
}
