import Loading
import Store

extension ReportText {
  /// A line for each file, and what is worth saying beside:
  ///
  ///     LOAD  FILE      STATUS  STRATEGY   READ  INSERTED  UPDATED  UNCHANGED  SKIPPED  REJECTED    TIME
  ///        1  btc.json  loaded  built     1,461     1,461        0          0        0         0  0.12 s
  init(_ report: LoadsReport) {
    let notes = report.loads.flatMap { load in load.notes.map { "\(load.file): \($0)" } }
    let passedOver = report.passedOver.map { "passed over \($0)" }
    let verified = report.loads.flatMap(VerificationText.lines(of:))
    let sections = [Self.loads(report.loads), notes, verified, passedOver].filter { !$0.isEmpty }
    self.init(
      summary: Self.summary(of: report),
      lines: sections.isEmpty ? ["no files"] : Array(sections.joined(separator: [""])),
      notes: report.loads.filter { $0.status != .skipped }.flatMap { load in
        load.notes.map { "\(load.file): \($0)" }
      } + report.loads.compactMap(VerificationText.sentence(of:)),
      complaints: report.loads.compactMap { load in
        load.error.map { "\($0)" } ?? VerificationText.complaint(load)
      }
        + (report.interruption.map { ["\($0)"] } ?? []))
  }

  /// The table of loads; nothing when there are none.
  static func loads(_ loads: [LoadReport]) -> [String] {
    var table = TextTable([
      ("LOAD", .right), ("FILE", .left), ("STATUS", .left), ("STRATEGY", .left), ("READ", .right),
      ("INSERTED", .right), ("UPDATED", .right), ("UNCHANGED", .right), ("SKIPPED", .right),
      ("REJECTED", .right), ("TIME", .right),
    ])
    for load in loads {
      let counts = load.counts
      let numbers = [
        counts.rowsRead, counts.inserted, counts.updated, counts.unchanged, counts.skippedTotal,
        counts.rejected,
      ]
      table.add(
        [
          load.load.map(String.init) ?? "", load.file, load.status.rawValue,
          load.strategies.map(\.rawValue).joined(separator: ", "),
        ] + numbers.map(Quantities.count) + [Quantities.seconds(load.seconds)])
    }
    return table.isEmpty ? [] : table.lines()
  }

  /// `2 files loaded, 1 skipped: 2,880 rows inserted, 3 rejected`
  private static func summary(of report: LoadsReport) -> String {
    func count(_ status: LoadReport.Status) -> Int {
      report.loads.count { $0.status == status }
    }
    var files = [Quantities.counted(count(.loaded), "file") + " loaded"]
    if count(.skipped) > 0 { files.append("\(Quantities.count(count(.skipped))) skipped") }
    if count(.failed) > 0 { files.append("\(Quantities.count(count(.failed))) failed") }
    var counts = LoadCounts()
    for load in report.loads where load.status != .skipped { counts += load.counts }
    var rows: [String] = []
    for (number, what) in [
      (counts.inserted, "inserted"), (counts.updated, "updated"), (counts.unchanged, "unchanged"),
      (counts.rejected, "rejected"), (counts.removed, "removed"), (counts.reverted, "reverted"),
    ] where number > 0 {
      rows.append(
        rows.isEmpty
          ? "\(Quantities.counted(number, "row")) \(what)" : "\(Quantities.count(number)) \(what)")
    }
    return files.joined(separator: ", ")
      + (rows.isEmpty ? "" : ": " + rows.joined(separator: ", "))
  }
}
