import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// Bad rows are data: each keeps its place, its reason and its bytes, and is judged by the budget.
@Suite(.database) struct RejectTests {
  /// Five records, of which the second and the fifth are bad.
  private let content = """
    time,value
    2024-01-01T00:00:00Z,1
    2024-01-02T00:00:00Z,two
    2024-01-03T00:00:00Z,3
    2024-01-04T00:00:00Z,4
    never,5
    """

  @Test(arguments: Publish.allCases)
  func withoutABudgetOneRejectKeepsTheFileOut(publish: Publish) throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", content)
    let report = try workshop.load(path) { $0.publish = publish }
    #expect(report.summary == "failed: 5 read, 2 rejected")
    #expect(
      report.words.hasPrefix(
        "\(path): 2 of 5 records were rejected and 0 are allowed, so nothing of it was published. The first: \(path):3: not-a-number: "
      ))
    #expect(
      report.words.hasSuffix("Mend the file or the layout, or allow more with --max-rejects."))
    guard case .rejected = report.outcome else {
      Issue.record("the outcome is \(report.outcome)")
      return
    }
    let connection = try TestDatabase.connect()
    #expect(
      try rows(connection, "SELECT status, rows_read, rejected, inserted FROM retrofill.loads")
        == ["failed|5|2|0"])
    #expect(
      try rows(connection, "SELECT error FROM retrofill.loads") == [report.words])
    #expect(try rows(connection, "SELECT count(*) FROM timeseries_data") == ["0"])
    #expect(try rows(connection, "SELECT count(*) FROM sources") == ["0"])
    #expect(try leftovers(connection) == [])
  }

  @Test func eachRejectKeepsItsPlaceItsReasonAndItsBytes() throws {
    let workshop = try Workshop()
    let bytes =
      Array("time,value\n2024-01-01T00:00:00Z,1\n2024-01-02T00:00:00Z,\t\\N\\x\n".utf8)
      + Array("2024-01-03T00:00:00Z,".utf8) + [0xFF, 0x31, 0xC3, 0x0A]
    let report = try workshop.load(try workshop.file("a.csv", bytes: bytes))
    #expect(report.summary == "failed: 3 read, 2 rejected", "\(report.words)")
    #expect(
      try rows(
        TestDatabase.connect(),
        """
        SELECT load_id, record, line, byte_offset, column_name, code, encode(raw, 'escape'),
          raw_truncated
        FROM retrofill.rejects ORDER BY record
        """)
        == [
          "1|2|3|34|value|not-a-number|2024-01-02T00:00:00Z,\t\\\\N\\\\x|f",
          "1|3|4|61||invalid-utf8|2024-01-03T00:00:00Z,\\3771\\303|f",
        ])
  }

  @Test(arguments: [
    ("2", true), ("1", false), ("40%", true), ("39.9%", false), ("100%", true), ("0%", false),
  ])
  func theBudgetIsACountOrAShare(budget: String, isLoaded: Bool) throws {
    let workshop = try Workshop()
    let report = try workshop.load(try workshop.file("a.csv", content)) {
      $0.maxRejects = RejectBudget(budget) ?? .none
    }
    #expect(
      report.summary
        == (isLoaded
          ? "loaded: 5 read, 3 inserted, 2 rejected" : "failed: 5 read, 2 rejected"))
    #expect(
      try rows(TestDatabase.connect(), "SELECT count(*) FROM retrofill.rejects") == ["2"])
  }

  @Test(arguments: ["", "-1", "x", "101%", "-1%", "%", "1.5"])
  func whatIsNoBudgetIsNotRead(text: String) { #expect(RejectBudget(text) == nil) }

  @Test func aSourceOfAnotherLoadIsNotWithdrawn() throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("good.csv", history(count: 2)))
    _ = try workshop.load(try workshop.file("bad.csv", content))
    #expect(try rows(TestDatabase.connect(), "SELECT name FROM sources") == ["test"])
  }

  @Test func aSourceWithBatchesThatStayIsNotWithdrawn() throws {
    let workshop = try Workshop()
    let report = try workshop.load(try workshop.file("a.csv", content)) {
      $0.publish = .batch
      $0.batchRows = 1
    }
    #expect(report.summary == "failed: 5 read, 1 inserted, 2 rejected")
    let connection = try TestDatabase.connect()
    #expect(
      try rows(connection, "SELECT status, rows_read, inserted, rejected FROM retrofill.loads")
        == ["failed|5|1|2"])
    #expect(
      try rows(connection, "SELECT name, value FROM sources JOIN timeseries_data USING (source_id)")
        == ["test|1"])
  }

  @Test func aBatchThatExceedsTheBudgetIsNotCommitted() throws {
    let workshop = try Workshop()
    let mixed =
      "time,value\n"
      + (1...4).map { day in
        "2024-01-0\(day)T00:00:00Z,\(day.isMultiple(of: 2) ? "x" : "1")\n"
      }.joined()
    let report = try workshop.load(try workshop.file("a.csv", mixed)) {
      $0.publish = .batch
      $0.batchRows = 2
      $0.maxRejects = .count(1)
    }
    #expect(report.summary == "failed: 4 read, 2 rejected")
    #expect(
      try rows(TestDatabase.connect(), "SELECT count(*) FROM timeseries_data") == ["0"])
  }

  @Test func aFailedLoadTellsWhatItsCommittedBatchesBrought() throws {
    let workshop = try Workshop()
    let days = "2024-01-01T00:00:00Z,1\n2024-01-01T00:00:00Z,2\n2024-01-02T00:00:00Z,3\n"
    let report = try workshop.load(
      try workshop.file("a.csv", "time,value\n" + days + "2024-01-03T00:00:00Z,x\n")
    ) {
      $0.publish = .batch
      $0.batchRows = 3
    }
    #expect(report.summary == "failed: 4 read, 2 inserted, 1 rejected, 1 duplicate")
    let connection = try TestDatabase.connect()
    #expect(
      try rows(
        connection,
        "SELECT status, rows_read, inserted, rejected, skipped FROM retrofill.loads")
        == [#"failed|4|2|1|{"duplicate": 1}"#])
    #expect(
      try rows(connection, "SELECT range_from, range_to, row_count FROM retrofill.load_ranges")
        == ["2024-01-01 00:00:00+00|2024-01-02 00:00:00+00|3"])
  }

  @Test func aBatchWhoseAnswerWasLostIsCountedAllTheSame() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", history(count: 2))
    let settings = try TestDatabase.settings
    // As if the second batch had been committed, and its answer lost with the connection.
    let hook = StopOnce(at: .beforeCommit) {
      try Connection(settings).execute(
        """
        INSERT INTO retrofill.batches
        VALUES (1, 7, 1, 2, 3, 4, 2, 1, 0, 0, 0, '{"exists": 1}')
        """)
      throw StopOnce.Stopped(checkpoint: .beforeCommit)
    }
    let report = try workshop.load(path) {
      $0.publish = .batch
      $0.batchRows = 2
      $0.atCheckpoint = hook.callAsFunction
    }
    #expect(report.summary == "failed: 2 read, 1 inserted, 1 exists")
    #expect(
      try rows(
        Connection(settings),
        "SELECT status, rows_read, inserted, skipped FROM retrofill.loads")
        == [#"failed|2|1|{"exists": 1}"#])
  }

  @Test func ofManyRejectsTheFirstHundredThousandAreKept() throws {
    let workshop = try Workshop()
    let bad = String(repeating: "x,1\n", count: 100_002)
    let report = try workshop.load(try workshop.file("a.csv", "time,value\n" + bad))
    #expect(report.counts.rejected == 100_002)
    let connection = try TestDatabase.connect()
    #expect(
      try rows(connection, "SELECT count(*), min(record), max(record) FROM retrofill.rejects")
        == ["100000|1|100000"])
    #expect(try rows(connection, "SELECT rejected FROM retrofill.loads") == ["100002"])
    let spools = workshop.context.home.rejectSpools
    #expect(try FileManager.default.contentsOfDirectory(atPath: spools) == [])
  }

  @Test func aLongRecordIsCutAndSaysSo() throws {
    let workshop = try Workshop()
    let long = String(repeating: "y", count: 70_000)
    _ = try workshop.load(try workshop.file("a.csv", "time,value\n2024-01-01T00:00:00Z,\(long)\n"))
    #expect(
      try rows(TestDatabase.connect(), "SELECT length(raw), raw_truncated FROM retrofill.rejects")
        == ["65536|t"])
  }

  @Test func aHomeThatCannotBeWrittenIsNamed() throws {
    let workshop = try Workshop()
    let home = try workshop.file("home", "a file, not a folder")
    let report = try workshop.load(try workshop.file("a.csv", content))
    #expect(
      report.words == """
        The rejects could not be written to \(home)/rejects: Not a directory. \
        Make room or permit writing there, or name another home with --home.
        """)
    #expect(
      try rows(TestDatabase.connect(), "SELECT status FROM retrofill.loads") == ["failed"])
  }
}
