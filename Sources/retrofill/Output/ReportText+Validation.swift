import FlatFiles
import Jobs
import Layouts
import Store

extension ReportText {
  /// How many rejects of each code of a file are listed.
  private static let listed = 5

  /// A line for each file, then the first rejects of each code, what is wrong with files as a whole,
  /// and warnings:
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
    let rejects = report.files.map { Self.rejects(of: $0) }
    let failures = report.files.flatMap { Self.lines(of: $0.failures, "fails as a whole", $0) }
    let warnings = report.files.flatMap { file in
      Self.lines(of: file.warnings, "warning", file)
        + (file.assumedUTC ? ["\(file.file): times without a zone were taken as UTC"] : [])
    }
    let notes = report.files.flatMap { file in file.notes.map { "\(file.file): \($0)" } }
    let passedOver = report.passedOver.map { "passed over \($0)" }
    let sections =
      ([table.isEmpty ? [] : table.lines()] + rejects + [failures, warnings, notes, passedOver])
      .filter { !$0.isEmpty }
    self.init(
      summary: Self.summary(of: report),
      lines: sections.isEmpty ? ["no files"] : Array(sections.joined(separator: [""])),
      complaints: report.files.compactMap { file in file.error.map { "\($0)" } })
  }

  /// Those of one code together, in the order in which the codes are first met, and how many more
  /// there are of it.
  private static func rejects(of file: FileVerdict) -> [String] {
    var codes: [RejectCode] = []
    for reject in file.rejects where !codes.contains(reject.code) { codes.append(reject.code) }
    return codes.flatMap { code in
      let found = file.codes[code, default: 0]
      let shown = file.rejects.lazy.filter { $0.code == code }.prefix(listed)
      let lines = shown.flatMap { reject in
        LookingText.lines(
          place: file.file + reject.position.suffix, column: reject.column,
          message: reject.message, code: code.rawValue, raw: reject.rawText)
      }
      let rest = found - shown.count
      return lines + (rest > 0 ? ["… and \(Quantities.count(rest)) more [\(code.rawValue)]"] : [])
    }
  }

  private static func lines(
    of findings: [CheckFinding], _ what: String, _ file: FileVerdict
  ) -> [String] {
    findings.map { "\(file.file): \(what): \($0.message) [\($0.code.rawValue)]" }
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
