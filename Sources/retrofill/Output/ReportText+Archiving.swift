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

  /// A line for each policy:
  ///
  ///     TABLE      KEPT FROM              ROWS  PARTITIONS    SIZE  ARCHIVES
  ///     file_data  2024-11-03 00:00:00   1,234           0     0 B
  init(_ report: RetainReport) {
    var table = TextTable([
      ("TABLE", .left), ("KEPT FROM", .left), ("ROWS GONE", .right), ("PARTITIONS", .right),
      ("SIZE", .right), ("ARCHIVES", .left),
    ])
    for entry in report.tables {
      table.add([
        entry.table, LookingText.moment(entry.before), Quantities.count(entry.rows),
        "\(entry.partitions.count)", Quantities.bytes(entry.bytes),
        entry.archives.map(\.directory).joined(separator: ", "),
      ])
    }
    let rows = report.tables.map(\.rows).reduce(0, +)
    let versions = Quantities.counted(report.oldVersions, "old version")
    let pruned = report.oldVersions > 0 ? ", \(versions) pruned" : ""
    self.init(
      summary: "\(Quantities.counted(rows, "row")) expired\(pruned)", lines: table.lines(),
      outcome: report.outcome)
  }

  /// The loads of the archive's parts, and how many rows it was in all.
  init(_ report: RestoreReport) {
    let loads = ReportText.loads(report.loads)
    let made = report.sources.map { "made the source \($0)" }
    let notes = (report.note.map { [$0] } ?? []) + made
    let rows = Quantities.counted(report.inserted, "row")
    self.init(
      summary: report.note
        ?? "\(rows) restored, \(Quantities.count(report.updated)) updated, "
        + "\(Quantities.count(report.unchanged)) unchanged, \(Quantities.count(report.kept)) kept",
      lines: Array([loads, notes].filter { !$0.isEmpty }.joined(separator: [""])),
      outcome: report.outcome)
  }
}
