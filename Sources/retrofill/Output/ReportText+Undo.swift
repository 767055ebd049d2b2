import Loading
import Store

extension ReportText {
  /// What became of the rows of the load, and what follows:
  ///
  ///     LOAD  TABLE            REMOVED  RESTORED  OVERWRITTEN  LEFT  GONE    TIME
  ///       12  timeseries_data    1,461         3            0     0     0  0.12 s
  init(_ report: UndoReport) {
    guard let changes = report.changes else {
      let note = report.note ?? ""
      self.init(summary: note, lines: [note], outcome: report.outcome)
      return
    }
    var table = TextTable([
      ("LOAD", .right), ("TABLE", .left), ("REMOVED", .right), ("RESTORED", .right),
      ("OVERWRITTEN", .right), ("LEFT", .right), ("GONE", .right), ("TIME", .right),
    ])
    let numbers = [
      changes.removed, changes.restored, changes.overwritten, changes.left, changes.gone,
    ]
    table.add(
      ["\(report.load)", report.table] + numbers.map(Quantities.count)
        + [Quantities.seconds(report.seconds)])
    let notes = Self.notes(on: changes)
    self.init(
      summary: "load \(report.load) undone: \(Quantities.counted(changes.removed, "row")) removed, "
        + "\(Quantities.count(changes.restored)) restored",
      lines: table.lines() + (notes.isEmpty ? [] : [""] + notes), notes: notes,
      outcome: report.outcome)
  }

  private static func notes(on changes: UndoReport.Changes) -> [String] {
    var notes: [String] = []
    if changes.left > 0 {
      notes.append(
        "\(Quantities.counted(changes.left, "row")) changed by hand since, and left as they are")
    }
    if changes.gone > 0 {
      notes.append("\(Quantities.counted(changes.gone, "row")) not there any more")
    }
    if !changes.partitions.isEmpty {
      let partitions = Quantities.counted(changes.partitions.count, "partition")
      notes.append("dropped \(partitions) that it had made")
    }
    notes += changes.stale.map {
      "load \($0.load) had left rows of this one: \($0.file) is loaded again when it is met"
    }
    return notes
  }
}
