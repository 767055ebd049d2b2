import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// What makes a load the same load, and what makes it another.
@Suite(.database) struct IdentityTests {
  private let content = history(count: 3)

  @Test func theSameContentUnderAnotherNameIsSkipped() throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("a.csv", content))
    let report = try workshop.load(try workshop.file("b.csv", content))
    #expect(report.summary == "skipped")
    #expect(report.load == 1)
    #expect(report.notes.count == 1)
    #expect(report.notes[0].hasPrefix("loaded before as load 1, on 2"))
    #expect(try ledger() == ["1|loaded|3"])
  }

  @Test func theSameContentInGzipIsSkipped() throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("a.csv", content))
    #expect(try workshop.load(try workshop.gzipped("a.csv.gz", content)).summary == "skipped")
    #expect(try ledger() == ["1|loaded|3"])
  }

  @Test func aTouchedFileIsSkipped() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", content)
    _ = try workshop.load(path)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)], ofItemAtPath: path)
    #expect(try workshop.load(path).summary == "skipped")
  }

  @Test func otherContentUnderTheSameNameIsANewLoad() throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("a.csv", content))
    let report = try workshop.load(try workshop.file("a.csv", history(count: 4)))
    #expect(report.summary == "loaded: 4 read, 1 inserted, 3 unchanged")
    #expect(try ledger() == ["1|loaded|3", "2|loaded|1"])
  }

  @Test func theSameContentForAnotherSourceIsANewLoad() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", content)
    _ = try workshop.load(path)
    let report = try workshop.load(path) { $0.options.source = "other" }
    #expect(report.summary == "loaded: 3 read, 3 inserted")
    #expect(report.notes == ["made the source other (simple)"])
    #expect(
      try rows(
        TestDatabase.connect(),
        "SELECT name, count(*) FROM timeseries_data JOIN sources USING (source_id) GROUP BY 1 ORDER BY 1"
      )
        == ["other|3", "test|3"])
  }

  @Test func theSameContentThroughAnotherLayoutIsANewLoad() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", content)
    _ = try workshop.load(path)
    var layout = try simpleLayout()
    layout.missing = ["n/a"]
    let report = try workshop.backfill([path], layout: layout).loads[0]
    #expect(report.summary == "loaded: 3 read, 3 unchanged")
  }

  @Test func aForcedLoadStandsInForTheEarlierOne() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", content)
    _ = try workshop.load(path)
    let connection = try TestDatabase.connect()
    try connection.execute("UPDATE timeseries_data SET value = -1 WHERE value = 2")
    let report = try workshop.load(path) { $0.force = true }
    #expect(report.summary == "loaded: 3 read, 1 updated, 2 unchanged")
    #expect(try ledger() == ["1|replaced|3", "2|loaded|0"])
    #expect(
      try rows(connection, "SELECT value, load_id FROM timeseries_data ORDER BY 1")
        == ["0|1", "1|1", "2|2"])
    #expect(try workshop.load(path).load == 2)
  }

  @Test(arguments: Publish.allCases)
  func aLoadWhoseRowsAreGoneIsLoadedAgain(publish: Publish) throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", content)
    _ = try workshop.load(path) { $0.publish = publish }
    try TestDatabase.connect().execute("TRUNCATE timeseries_data")
    let report = try workshop.load(path) { $0.publish = publish }
    #expect(report.summary == "loaded: 3 read, 3 inserted")
    #expect(
      report.notes == [
        "load 1 brought this before, but its rows are gone from timeseries_data: loaded again"
      ])
  }

  @Test func rowsThatWereForgottenOnPurposeDoNotMakeALoadStale() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", content)
    _ = try workshop.load(path)
    try TestDatabase.connect().script(
      """
      DELETE FROM timeseries_data;
      INSERT INTO retrofill.removed_ranges
        (table_name, source_id, range_from, range_to, reason, row_count)
      VALUES ('timeseries_data', 1, '2024-01-01', '2024-02-01', 'expired', 3);
      """)
    #expect(try workshop.load(path).summary == "skipped")
  }

  @Test func aTableWithoutSourcesIsStaleWhenItIsEmpty() throws {
    let connection = try TestDatabase.connect()
    try connection.execute("CREATE TABLE own (id bigint PRIMARY KEY)")
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", "id\n1\n2\n")
    let layout = try tableLayout("own", ["id": "integer"])
    #expect(
      try workshop.backfill([path], layout: layout).loads[0].summary
        == "loaded: 2 read, 2 inserted")
    #expect(try workshop.backfill([path], layout: layout).loads[0].summary == "skipped")
    try connection.execute("TRUNCATE own")
    #expect(
      try workshop.backfill([path], layout: layout).loads[0].summary
        == "loaded: 2 read, 2 inserted")
  }

  @Test func anOldFileUnderANewNameOverwritesNothingInBatches() throws {
    let workshop = try Workshop()
    _ = try workshop.load(try workshop.file("old.csv", content)) { $0.publish = .batch }
    let newer = try workshop.file("new.csv", history(count: 3) { "\($0 + 10)" })
    _ = try workshop.load(newer) { $0.publish = .batch }
    let copy = try workshop.file("copy of old.csv", content)
    #expect(try workshop.load(copy) { $0.publish = .batch }.summary == "skipped")
    #expect(
      try rows(TestDatabase.connect(), "SELECT value FROM timeseries_data ORDER BY 1")
        == ["10", "11", "12"])
  }

  // MARK: - Loads that did not end

  @Test func aLoadOfADeadProcessIsTakenOver() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", content)
    let hook = StopOnce(at: .beforeCopy)
    _ = try workshop.load(path) { $0.atCheckpoint = hook.callAsFunction }
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      UPDATE retrofill.loads SET status = 'running', finished_at = NULL, error = NULL;
      CREATE TABLE retrofill.load_1_staging (a int);
      CREATE TABLE retrofill.load_1_timeseries_data_y2024m01 (a int);
      CREATE TABLE retrofill.load_77_staging (a int);
      """)
    let report = try workshop.load(path)
    #expect(report.load == 1)
    #expect(report.summary == "loaded: 3 read, 3 inserted")
    #expect(try leftovers(connection) == [])
    #expect(try ledger() == ["1|loaded|3"])
  }

  @Test func aLoadThatDiedBeforeItsFileChangedIsClosedAndAnotherBegins() throws {
    let workshop = try Workshop()
    let hook = StopOnce(at: .beforeCommit) { throw StopOnce.Stopped(checkpoint: .beforeCommit) }
    let first = try workshop.file("a.csv", content)
    _ = try workshop.load(first) { $0.atCheckpoint = hook.callAsFunction }
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      UPDATE retrofill.loads SET status = 'running', finished_at = NULL, error = NULL;
      INSERT INTO retrofill.batches VALUES (1, 1, 1, 2, 3, 4, 2, 1, 0, 1, 0, '{}');
      CREATE TABLE retrofill.load_1_staging (a int);
      """)
    let changed = try workshop.file("a.csv", history(count: 4))
    let report = try workshop.load(changed)
    #expect(report.load == 2)
    #expect(report.summary == "loaded: 4 read, 4 inserted")
    #expect(try leftovers(connection) == [])
    #expect(
      try rows(
        connection,
        "SELECT load_id, status, rows_read, inserted, unchanged, error FROM retrofill.loads ORDER BY 1"
      )
        == ["1|failed|2|1|1|the process died; the file has changed since", "2|loaded|4|4|0|"])
  }

  @Test func aLoadTakenOverForgetsTheLinesOfItsBatches() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", content)
    let hook = StopOnce(at: .beforeCopy)
    _ = try workshop.load(path) { $0.atCheckpoint = hook.callAsFunction }
    let connection = try TestDatabase.connect()
    try connection.script(
      """
      UPDATE retrofill.loads SET status = 'running', finished_at = NULL, error = NULL;
      INSERT INTO retrofill.batches VALUES (1, 9, 1, 2, 3, 4, 2, 2, 0, 0, 0, '{}');
      INSERT INTO retrofill.load_ranges VALUES (1, 1, '2024-01-01', '2024-01-02', 2);
      """)
    #expect(try workshop.load(path).load == 1)
    #expect(
      try rows(connection, "SELECT batch, rows_read FROM retrofill.batches") == ["1|3"])
    #expect(
      try rows(connection, "SELECT range_to, row_count FROM retrofill.load_ranges")
        == ["2024-01-03 00:00:00+00|3"])
  }

  // MARK: - Candles that had not ended

  /// Two candles of a minute, the second of which ends at 00:02.
  private let candles = """
    time,open,high,low,close
    2024-01-01T00:00:00Z,1,2,1,2
    2024-01-01T00:01:00Z,2,3,2,3

    """

  private func candleLayout() throws -> Layout {
    try Layout(
      yaml: """
        name: candles
        format: csv
        data_type: ohlcv
        source: test
        interval: 1m
        columns:
          timestamp: {from: time, type: timestamp}
          open: {from: open, type: decimal}
          high: {from: high, type: decimal}
          low: {from: low, type: decimal}
          close: {from: close, type: decimal}
        time: {unit: iso}
        """, file: "candles.yml")
  }

  @Test func anotherCaptureTimeIsAnotherLoad() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", candles)
    func load(capturedAt moment: String) throws -> String {
      try workshop.backfill([path], layout: candleLayout()) { $0.captured = Timestamp(moment) }
        .loads[0].summary
    }
    #expect(
      try load(capturedAt: "2024-01-01T00:01:30Z") == "loaded: 2 read, 1 inserted, 1 unfinished")
    #expect(try load(capturedAt: "2024-01-01T00:01:30Z") == "skipped")
    #expect(
      try load(capturedAt: "2024-01-01T00:02:00Z") == "loaded: 2 read, 1 inserted, 1 unchanged")
  }

  @Test func aFileWhoseUnfinishedCandlesMayHaveEndedIsLoadedAgain() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", candles)
    func load(modifiedAt moment: String) throws -> LoadReport {
      let seconds = Double(Timestamp(moment)?.microseconds ?? 0) / 1e6
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: seconds)], ofItemAtPath: path)
      return try workshop.backfill([path], layout: candleLayout()).loads[0]
    }
    #expect(
      try load(modifiedAt: "2024-01-01T00:01:30Z").summary
        == "loaded: 2 read, 1 inserted, 1 unfinished")
    #expect(try load(modifiedAt: "2024-01-01T00:01:30Z").summary == "skipped")
    #expect(try load(modifiedAt: "2024-01-01T00:01:10Z").summary == "skipped")
    let later = try load(modifiedAt: "2024-01-01T00:03:00Z")
    #expect(later.summary == "loaded: 2 read, 1 inserted, 1 unchanged")
    #expect(
      later.notes == [
        "load 1 left out 1 unfinished, and the file is of a later time: loaded again"
      ])
    #expect(try load(modifiedAt: "2024-01-01T00:04:00Z").summary == "skipped")
  }

  @Test func aLoadThatIsAliveIsRefused() throws {
    let workshop = try Workshop()
    let path = try workshop.file("a.csv", content)
    let inside = StopOnce(at: .loadBegun) {
      let second = try workshop.load(path)
      #expect(second.status == .failed)
      let holder = try TestDatabase.connect().holder(of: .load(1))
      #expect(holder.hasSuffix(" of \(ClientName.own)"))
      #expect(
        second.words == """
          \(path) is being loaded into timeseries_data already (load 1, \(holder)). \
          Wait until that has ended, or stop it; then run this again.
          """)
    }
    let report = try workshop.load(path) { $0.atCheckpoint = inside.callAsFunction }
    #expect(report.summary == "loaded: 3 read, 3 inserted")
  }

  @Test func theTablesOfALoadThatIsAliveAreLeftAlone() throws {
    let workshop = try Workshop()
    let first = try workshop.file("a.csv", content)
    let second = try workshop.file("b.csv", history(from: "2023-05-05T00:00:00Z", count: 2))
    let early = StopOnce(at: .afterKey) {
      let report = try workshop.load(second)
      #expect(report.summary == "loaded: 2 read, 2 inserted")
    }
    #expect(
      try workshop.load(first) { $0.atCheckpoint = early.callAsFunction }.summary
        == "loaded: 3 read, 3 inserted")
  }

  private func ledger() throws -> [String] {
    try rows(
      TestDatabase.connect(),
      "SELECT load_id, status, inserted FROM retrofill.loads ORDER BY load_id")
  }
}

/// The tables of loads that are still there.
func leftovers(_ connection: Connection) throws -> [String] {
  try rows(
    connection, "SELECT relname FROM pg_class WHERE relname ~ '^load_[0-9]' AND relkind = 'r'")
}
