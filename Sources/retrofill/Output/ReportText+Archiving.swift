import Archiving
import Postgres
import Store

extension ReportText {
  /// A line for each archive:
  ///
  ///     ARCHIVE                                  ROWS  FILES    SIZE  DONE
  ///     archive/timeseries_data-2020-10…        1,234      1   45 kB  written, removed
  init(_ report: ArchiveReport) {
    var table = TextTable([
      ("ARCHIVE", .left), ("ROWS", .right), ("FILES", .right), ("SIZE", .right), ("DONE", .left),
    ])
    for archive in report.archives {
      let done = [archive.written ? "written" : nil, archive.removed ? "removed" : nil]
      table.add([
        archive.directory, Quantities.count(archive.rows), "\(archive.parts)",
        Quantities.bytes(archive.bytes), done.compactMap(\.self).joined(separator: ", "),
      ])
    }
    let rows = report.archives.filter(\.written).map(\.rows).reduce(0, +)
    let removed = report.archives.filter(\.removed).map(\.rows).reduce(0, +)
    self.init(
      summary: report.note
        ?? "\(Quantities.counted(rows, "row")) archived, \(Quantities.count(removed)) removed",
      lines: table.isEmpty ? report.note.map { [$0] } ?? [] : table.lines(),
      outcome: report.outcome)
  }
}
