import FlatFiles
import Jobs
import Layouts
import Store

extension ReportText {
  /// How many rejects of a file are listed.
  private static let listed = 20

  /// A line for each file, then its rejects:
  ///
  ///     FILE                LAYOUT          STATUS   RECORDS  SKIPPED  REJECTED
  ///     samples/bad.csv     binance-klines  invalid       24        0         1
  ///
  ///     samples/bad.csv:5, column "open": `x` is no number [not-a-number]
  ///       1672531200000,x,…
  init(_ report: ValidationReport) {
    var table = TextTable([
      ("FILE", .left), ("LAYOUT", .left), ("STATUS", .left), ("RECORDS", .right),
      ("SKIPPED", .right), ("REJECTED", .right),
    ])
    for file in report.files {
      table.add([
        file.file, file.layout, file.status.rawValue, Quantities.count(file.records),
        Quantities.count(file.skipped.values.reduce(0, +)), Quantities.count(file.rejected),
      ])
    }
    let rejects = report.files.flatMap { Self.rejects(of: $0) }
    let notes = report.files.filter(\.assumedUTC).map {
      "\($0.file): times without a zone were taken as UTC"
    }
    let passedOver = report.passedOver.map { "passed over \($0): no data of the layout" }
    let sections = [table.isEmpty ? [] : table.lines(), rejects, notes, passedOver]
      .filter { !$0.isEmpty }
    self.init(
      summary: Self.summary(of: report),
      lines: sections.isEmpty ? ["no files"] : Array(sections.joined(separator: [""])),
      complaints: report.files.compactMap { file in file.error.map { "\($0)" } })
  }

  private static func rejects(of file: FileVerdict) -> [String] {
    let lines = file.rejects.prefix(listed).flatMap { reject in
      LookingText.lines(
        file: file.file, line: reject.position.line, column: reject.column,
        message: reject.message, code: reject.code.rawValue, raw: reject.rawText)
    }
    let rest = file.rejected - listed
    return lines
      + (rest > 0 ? ["… and \(Quantities.count(rest)) more; --format json lists them"] : [])
  }

  /// `3 files valid, 1 invalid: 2,400 records, 6 rejected`
  private static func summary(of report: ValidationReport) -> String {
    func count(_ status: FileVerdict.Status) -> Int {
      report.files.count { $0.status == status }
    }
    var files = [Quantities.counted(count(.valid), "file") + " valid"]
    if count(.invalid) > 0 { files.append("\(Quantities.count(count(.invalid))) invalid") }
    if count(.unreadable) > 0 { files.append("\(Quantities.count(count(.unreadable))) unreadable") }
    let records = report.files.map(\.records).reduce(0, +)
    let rejected = report.files.map(\.rejected).reduce(0, +)
    return files.joined(separator: ", ") + ": " + Quantities.counted(records, "record")
      + (rejected > 0 ? ", \(Quantities.count(rejected)) rejected" : "")
  }
}
