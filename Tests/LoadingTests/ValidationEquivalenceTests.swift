import FlatFiles
import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// What a validation finds without a database is what a load finds: the same records, the same
/// codes, the same judgement of the file as a whole.
@Suite(.database) struct ValidationEquivalenceTests {
  private static let ways: [(Publish, Int)] = [(.file, 50_000), (.batch, 50_000), (.batch, 3)]

  /// Validates a file and loads it in every way, with all rejects allowed.
  private func compare(_ path: String, _ layout: Layout, options: LayoutOptions) throws {
    let workshop = try Workshop()
    let file = SourceFile(path: path)
    let clock = FileClock(
      captured: try file.identity()?.modifiedMicroseconds,
      now: workshop.context.asOf.microseconds)
    let verdict = try FileValidation(
      layout.effective(options, fileName: file.name), clock: clock, keptRejects: 10_000
    ).verdict(on: file)
    for (publish, batchRows) in Self.ways {
      let report = try workshop.backfill([path], layout: layout) {
        $0.options = options
        $0.publish = publish
        $0.batchRows = batchRows
        $0.force = true
        $0.maxRejects = RejectBudget("100%") ?? .none
      }.loads[0]
      let context = Comment(rawValue: "\(path), \(publish), \(batchRows): \(report.words)")
      #expect(
        (report.status == .loaded) == (verdict.status != .unreadable && verdict.failures.isEmpty),
        context)
      for failure in verdict.failures { #expect(report.words.contains(failure.message), context) }
      for warning in verdict.warnings where publish == .file || verdict.failures.isEmpty {
        #expect(report.notes.contains("\(warning.code.rawValue): \(warning.message)"), context)
      }
      // What keeps the file out ahead of its load says so before records are looked at.
      guard verdict.failures.isEmpty || publish == .file, let load = report.load else { continue }
      let found = verdict.rejects.map {
        "\($0.position.record)|\($0.position.line)|\($0.position.byte)|\($0.column ?? "")|"
          + $0.code.rawValue
      }
      #expect(
        try rows(
          TestDatabase.connect(),
          """
          SELECT record, line, byte_offset, column_name, code FROM retrofill.rejects
          WHERE load_id = \(load) ORDER BY record
          """) == found, context)
      #expect(report.counts.rejected == verdict.rejected, context)
      #expect(report.counts.rowsRead == verdict.records, context)
    }
  }

  private static let samples = #filePath.split(separator: "/Tests/")[0] + "/samples/"

  @Test(arguments: [
    ("klines-with-bad-rows.csv", "binance-klines"), ("mixed-time-units.csv", "binance-klines"),
    ("header-only.csv", "fred"), ("truncated.csv.gz", "binance-klines"),
    ("api-error.json", "legacy-history"), ("cut-short.json", "legacy-history"),
  ])
  func everyBadSampleIsRejectedAlike(name: String, layout: String) throws {
    try compare(
      Self.samples + "bad/" + name, Layout.builtIn(named: layout),
      options: LayoutOptions(source: "bad"))
  }

  private static let checks = """
    checks:
      - range: {column: value, min: 0}
      - {compare: 'value < 1000', severity: warning}
      - {monotonic: {column: timestamp}}
      - pattern: {column: value, matches: '^[^e]*$'}
      - {required: volume, severity: warning}
    """

  @Test(arguments: [
    "",
    checks,
    checks + "\n  - {unique: [source_id, timestamp], severity: warning}\n  - interval: {every: 1d}",
    checks + "\n  - unique: [source_id, timestamp]",
    checks + "\n  - {interval: {every: 1d}, severity: error}",
  ])
  func everyCheckRejectsAlike(checks: String) throws {
    let workshop = try Workshop()
    let path = try workshop.file(
      "days.csv",
      """
      day,value,volume
      01/02/2024,1,1
      02/02/2024,-1,1
      03/02/2024,5000,
      03/02/2024,1e2,1
      03/02/2024,6,1
      01/02/2024,7,1
      14/02/2024,8,1
      02/14/2024,8,1
      2024-02-15,x
      15/02/2024,x,1
      15/02/2024,10%,1
      ,9,1
      16/02/2024,"9",1
      """)
    let layout = try Layout(
      yaml: """
        name: days
        columns: {timestamp: day, value: value, volume: volume}
        source: days
        \(checks)
        """, file: "l.yml")
    try compare(path, layout, options: LayoutOptions())
  }

  @Test(arguments: [
    (1_200, []), (998, ["13/02/2024,1"]), (1_000, ["13/02/2024,1"]),
    (0, ["31.01.2024,1", "1.2.2024,2", "2024-01-31,3"]),
    (0, ["20240131,1", "20240201,2", "202402,3"]),
  ])
  func whatTheFirstRecordsTellIsTheSameInBatchesOfAnySize(
    ambiguous: Int, others: [String]
  ) throws {
    let lines = [String](repeating: "01/02/2024,1", count: ambiguous) + others
    let workshop = try Workshop()
    let path = try workshop.file("d.csv", lines.map { $0 + "\n" }.joined())
    let layout = try Layout(
      yaml: "name: d\ncolumns: {timestamp: 1, value: 2}\nsource: d", file: "l.yml")
    try compare(path, layout, options: LayoutOptions())
  }

  @Test(arguments: ["", "[1]\n", "2024-01-02T00:00:00Z {\"p\":"])
  func aCaptureIsRejectedAlike(end: String) throws {
    let workshop = try Workshop()
    let path = try workshop.file(
      "feed.txt",
      """
      2024-01-01T00:00:00Z {"result":null,"id":1}
      2024-01-01T00:00:01Z {"d":{"p":1,"p":2}}

      2024-01-01T00:00:02Z {"d":{"p":"x"}}
      2024-01-01T00:00:03Z {"d":[{"p":3},{"p":04}]}
      2024-01-01T00:00:04 {"d":{"p":5}}

      """ + end)
    let layout = try Layout(
      yaml: """
        name: feed
        format: capture
        records: d
        columns: {timestamp: $received, value: p}
        source: feed
        """, file: "l.yml")
    try compare(path, layout, options: LayoutOptions())
  }

  // MARK: - The file as a whole

  private func uniqueDays() throws -> Layout {
    try Layout(
      yaml: """
        name: days
        columns: {timestamp: time, value: value}
        source: days
        checks: [{unique: [source_id, timestamp]}]
        """, file: "l.yml")
  }

  private let twice = "time,value\n2024-01-01,1\n2024-01-02,2\n2024-01-01,3\n"

  @Test(arguments: ways)
  func aFileThatFailsAsAWholePublishesNothing(publish: Publish, batchRows: Int) throws {
    let workshop = try Workshop()
    let path = try workshop.file("days.csv", twice)
    let layout = try uniqueDays()
    let report = try workshop.backfill([path], layout: layout) {
      $0.publish = publish
      $0.batchRows = min(batchRows, 1)
    }.loads[0]
    #expect(
      report.words == """
        \(path) as a whole fails what the layout checks, so nothing of it was published: 1 row has \
        the same `source_id`, `timestamp` as an earlier one; the first stands on line 4: the same \
        `source_id`, `timestamp` as on line 2 [duplicate-key]. Mend the file, or make the check a \
        warning in the layout (severity: warning).
        """)
    guard case .rejected = report.outcome else {
      Issue.record("the outcome is \(report.outcome)")
      return
    }
    let connection = try TestDatabase.connect()
    #expect(try rows(connection, "SELECT count(*) FROM timeseries_data") == ["0"])
    #expect(try rows(connection, "SELECT status FROM retrofill.loads") == ["failed"])
    #expect(try rows(connection, "SELECT count(*) FROM sources") == ["0"])
  }

  @Test func aFileThatPassesIsLoadedAfterBeingReadAhead() throws {
    let workshop = try Workshop()
    let path = try workshop.file("days.csv", twice.replacing("2024-01-01,3", with: "2024-01-03,3"))
    let layout = try uniqueDays()
    let report = try workshop.backfill([path], layout: layout) {
      $0.publish = .batch
      $0.batchRows = 1
    }.loads[0]
    #expect(report.summary == "loaded: 3 read, 3 inserted")
    var backfill = Backfill(paths: [path], layout: layout)
    backfill.publish = .batch
    backfill.force = true
    #expect(
      try backfill.plan(in: workshop.context).map(\.detail).allSatisfy {
        $0.hasSuffix(", the whole file checked before")
      })
  }

  @Test(arguments: ways)
  func aFileThatIsCutShortIsCheckedAsFarAsItGoesWhereThatIsAccepted(
    publish: Publish, batchRows: Int
  ) throws {
    let workshop = try Workshop()
    let layout = try Layout(
      yaml: """
        name: cut
        format: csv
        dialect: {delimiter: ','}
        columns: {timestamp: 1, value: 2}
        source: cut
        checks: [{unique: [source_id, timestamp]}]
        """, file: "l.yml")
    let report = try workshop.backfill([Self.samples + "bad/truncated.csv.gz"], layout: layout) {
      $0.publish = publish
      $0.batchRows = batchRows
      $0.acceptsTruncated = true
    }.loads[0]
    #expect(report.summary == "loaded: 15 read, 15 inserted", "\(report.words)")
  }

  @Test func standardInputCannotBeCheckedAheadAndThatIsSaid() throws {
    let workshop = try Workshop()
    let report = try workshop.backfill(["-"], layout: uniqueDays()) { $0.publish = .batch }.loads[0]
    #expect(
      report.words == """
        Standard input can be read only once, and the layout days has a check of the whole file, \
        which must be known before the first batch is committed. Use publish: file, or name a file.
        """)
  }

  @Test func timesWithoutAZoneAreSaidToBeTakenAsUTC() throws {
    let workshop = try Workshop()
    let path = try workshop.file("days.csv", "time,value\n2024-01-01 09:30,1\n")
    let report = try workshop.load(path)
    #expect(report.summary == "loaded: 1 read, 1 inserted")
    #expect(report.notes.contains("times without a zone were taken as UTC"))
  }
}
