import Archiving
import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// A load that was undone stays undone: a restore brings back what the archive would hold if the load
/// had never run.
@Suite(.database) struct RestoreOfUndoneTests {
  private let history: LoadedHistory

  init() throws { history = try LoadedHistory() }

  /// Load 1 brings days 1 to 3, load 2 days 3 to 5; then they are archived and removed.
  private func archiveTwoLoads() throws {
    try history.load([1: 1, 2: 2, 3: 3])
    try history.load([3: 13, 4: 14, 5: 15])
    try history.archive()
  }

  @Test func rowsOfAnUndoneLoadAreLeftOutAndWhatItOverwroteComesBack() throws {
    try archiveTwoLoads()
    #expect(try history.undo(2)?.gone == 3)
    let report = try history.restore()

    #expect(try history.rows() == ["1 | 1 | 1", "2 | 2 | 1", "3 | 3 | 1"])
    #expect(report.loads.map(\.counts.rowsRead) == [5])
    #expect(report.loads.map(\.counts.skipped) == [["undone": 2]])
    #expect((report.inserted, report.unchanged, report.kept, report.undone) == (3, 0, 0, 2))
    #expect(
      report.note == """
        2 rows of the archive were left out: an undo or a forced load had taken them back
        """)
    #expect(
      try history.fixture.rows(
        """
        SELECT rows_read, inserted, skipped, status FROM retrofill.loads WHERE verb = 'restore'
        """) == [#"5 | 3 | {"undone": 2} | loaded"#])
  }

  @Test func aSecondRestoreChangesNothing() throws {
    try archiveTwoLoads()
    try history.undo(2)
    try history.restore()
    let rows = try history.rows()
    let again = try history.restore()

    #expect((again.inserted, again.unchanged, again.undone) == (0, 3, 2))
    #expect(try history.rows() == rows)
  }

  @Test func whateverIsUndoneTheRestoreBringsWhatTheOthersBrought() throws {
    let loads: [KeyValuePairs<Int, Int>] = [
      [1: 1, 2: 2, 3: 3, 4: 4], [2: 12, 3: 13, 5: 15], [3: 23, 5: 25, 6: 26],
    ]
    let expected: [Set<Int64>: [String]] = [
      [1]: ["2 | 12 | 2", "3 | 23 | 3", "5 | 25 | 3", "6 | 26 | 3"],
      [2]: ["1 | 1 | 1", "2 | 2 | 1", "3 | 23 | 3", "4 | 4 | 1", "5 | 25 | 3", "6 | 26 | 3"],
      [3]: ["1 | 1 | 1", "2 | 12 | 2", "3 | 13 | 2", "4 | 4 | 1", "5 | 15 | 2"],
      [1, 2]: ["3 | 23 | 3", "5 | 25 | 3", "6 | 26 | 3"],
      [1, 3]: ["2 | 12 | 2", "3 | 13 | 2", "5 | 15 | 2"],
      [2, 3]: ["1 | 1 | 1", "2 | 2 | 1", "3 | 3 | 1", "4 | 4 | 1"],
      [1, 2, 3]: [],
    ]
    for load in loads { try history.load(load) }
    try history.archive()
    // Each undo is rolled back by hand: the next begins from three loads that stand.
    for (undone, rows) in expected {
      for order in [undone.sorted(), undone.sorted().reversed()] {
        try saveLedger()
        for load in order { try history.undo(load) }
        try history.restore()
        #expect(try history.rows() == rows, "\(order)")
        try history.connection.execute("DELETE FROM timeseries_data WHERE timestamp < '2023-02-01'")
        try bringLedgerBack()
      }
    }
  }

  @Test func rowsThatWereChangedByHandComeBackAsTheyAre() throws {
    try history.load([1: 1, 2: 2])
    try history.connection.execute(
      "UPDATE timeseries_data SET value = 77 WHERE timestamp = '2023-01-02'")
    try history.archive()
    try history.undo(1)
    let report = try history.restore()

    #expect(try history.rows() == ["2 | 77 | -1"])
    #expect((report.inserted, report.undone) == (1, 1))
  }

  @Test func aRowThatTheTableHasByThenStays() throws {
    try archiveTwoLoads()
    try history.undo(2)
    try history.load([3: 33, 4: 34])
    let report = try history.restore()

    #expect(
      try history.rows() == ["1 | 1 | 1", "2 | 2 | 1", "3 | 33 | 3", "4 | 34 | 3"])
    #expect((report.inserted, report.kept, report.undone) == (2, 1, 2))
    #expect(
      report.note == """
        timeseries_data has 1 row that differs from the archive, and kept it; on_conflict: update \
        would bring the archived version back; 2 rows of the archive were left out: an undo or a \
        forced load had taken them back
        """)
    try history.restore(onConflict: .update)
    #expect(try history.rows() == ["1 | 1 | 1", "2 | 2 | 1", "3 | 3 | 1", "4 | 34 | 3"])
  }

  @Test func anotherTableDoesNotGetThemEither() throws {
    try archiveTwoLoads()
    try history.undo(2)
    try history.connection.execute("CREATE TABLE old_data (LIKE timeseries_data INCLUDING ALL)")
    let report = try history.restore(into: "old_data")

    #expect(try history.rows(of: "old_data") == ["1 | 1 | 1", "2 | 2 | 1", "3 | 3 | 1"])
    #expect(report.undone == 2)
  }

  @Test func whatAnUndoneLoadOverwroteWaitsForTheRestoreLongerThanVersionsAreKept() throws {
    try archiveTwoLoads()
    try history.undo(2)
    let moment = try #require(Timestamp("2100-01-01T00:00:00Z"))
    #expect(try VersionTables(history.connection).prune(before: moment) == 0)
    try history.restore()

    #expect(try history.rows() == ["1 | 1 | 1", "2 | 2 | 1", "3 | 3 | 1"])
  }

  @Test func whatCameBackIsTakenBackWithTheLoadThatHadWrittenIt() throws {
    try history.load([3: 1])
    try history.load([3: 2])
    try history.load([3: 3])
    try history.archive()
    try history.undo(3)
    try history.restore()
    try history.load([3: 4])
    #expect(try history.rows() == ["3 | 4 | 5"])
    try history.undo(2)
    #expect(try history.rows() == ["3 | 4 | 5"])
    try history.undo(5)
    #expect(try history.rows() == ["3 | 1 | 1"])
    try history.undo(1)
    #expect(try history.rows() == [])
  }

  // MARK: - Loads that others stand in for

  @Test func rowsOfALoadThatAnotherStandsInForComeBack() throws {
    try history.load([1: 1, 2: 2])
    let forced = try history.load([1: 1, 2: 2]) { $0.force = true }
    #expect(forced.counts.unchanged == 2)
    try history.archive()
    let report = try history.restore()

    #expect(try history.rows() == ["1 | 1 | 1", "2 | 2 | 1"])
    #expect((report.inserted, report.undone) == (2, 0))
  }

  @Test func rowsThatAForcedLoadTookOutDoNotComeBackUntilItIsUndone() throws {
    try loadCandles(takenAt: "2023-01-03T00:00:00Z", force: false)
    try history.archive(remove: false)
    // By now the second one counts as unfinished.
    let forced = try loadCandles(takenAt: "2023-01-02T00:00:30Z", force: true)
    #expect((forced.counts.unchanged, forced.counts.removed) == (1, 1))
    let report = try history.restore()

    #expect(try history.rows() == ["1 | NULL | 1"])
    #expect((report.inserted, report.unchanged, report.undone) == (0, 1, 1))
    #expect(
      report.note == """
        1 row of the archive was left out: an undo or a forced load had taken it back
        """)
    try history.undo(2)
    #expect(try history.rows() == ["1 | NULL | 1", "2 | NULL | 1"])
    try history.connection.execute("DELETE FROM timeseries_data WHERE timestamp = '2023-01-02'")
    #expect(try history.restore().inserted == 1)
    #expect(try history.rows() == ["1 | NULL | 1", "2 | NULL | 1"])
  }

  // MARK: - Numbers of another ledger

  @Test func anArchiveThatThisDatabaseDidNotWriteComesBackWhole() throws {
    try archiveTwoLoads()
    try history.undo(2)
    try history.connection.script(
      "DELETE FROM retrofill.removed_ranges; DELETE FROM retrofill.archives;")
    let report = try history.restore()

    #expect((report.inserted, report.undone) == (5, 0))
    #expect(
      try history.rows() == ["1 | 1 | 1", "2 | 2 | 1", "3 | 13 | 2", "4 | 14 | 2", "5 | 15 | 2"])
  }

  @Test func aNumberOfALoadIntoAnotherTableIsNoReason() throws {
    try archiveTwoLoads()
    try history.undo(2)
    try history.connection.execute(
      "UPDATE retrofill.loads SET table_name = 'trades' WHERE load_id = 2")

    #expect(try history.restore().inserted == 5)
  }

  // MARK: - The scene

  /// Loads a candle of each of the first two days.
  @discardableResult
  private func loadCandles(takenAt moment: String, force: Bool) throws -> LoadReport {
    let path = history.fixture.folder + "/candles.csv"
    let candles = """
      time,open,high,low,close
      2023-01-01T00:00:00Z,1,2,1,2
      2023-01-02T00:00:00Z,2,3,2,3

      """
    try candles.write(toFile: path, atomically: true, encoding: .utf8)
    let seconds = Double(Timestamp(moment)?.microseconds ?? 0) / 1e6
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: seconds)], ofItemAtPath: path)
    let layout = try Layout(
      yaml: """
        name: candles
        format: csv
        data_type: ohlcv
        source: eth
        interval: 1m
        columns:
          timestamp: {from: time, type: timestamp}
          open: {from: open, type: decimal}
          high: {from: high, type: decimal}
          low: {from: low, type: decimal}
          close: {from: close, type: decimal}
        time: {unit: iso}
        """, file: "candles.yml")
    var backfill = Backfill(paths: [path], layout: layout)
    backfill.force = force
    return try backfill.run(in: history.fixture.context).loads[0]
  }

  private let kept = ["loads", "timeseries_data_versions", "removed_ranges", "load_ranges"]

  private func saveLedger() throws {
    for table in kept {
      try history.connection.execute(
        """
        CREATE TABLE \(identifier: "saved_\(table)") AS
        SELECT * FROM \(table: TableName(schema: "retrofill", name: table))
        """)
    }
  }

  private func bringLedgerBack() throws {
    for table in kept.reversed() {
      try history.connection.execute(
        "DELETE FROM \(table: TableName(schema: "retrofill", name: table))")
    }
    for table in kept {
      try history.connection.script(
        """
        INSERT INTO retrofill.\(table) OVERRIDING SYSTEM VALUE SELECT * FROM saved_\(table);
        DROP TABLE saved_\(table);
        """)
    }
  }
}
