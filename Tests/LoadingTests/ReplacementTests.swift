import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// A forced load replaces the one that it stands in for: rows that this had brought and the forced one
/// does not bring are taken back.
@Suite(.database) struct ReplacementTests {
  private let workshop: Workshop
  private let connection: Connection

  init() throws {
    workshop = try Workshop()
    connection = try TestDatabase.connect()
    try connection.execute("CREATE TABLE own (id bigint PRIMARY KEY, amount numeric, coin text)")
    try allow()
  }

  @Test(arguments: Publish.allCases)
  func aCandleThatCountsAsUnfinishedNowIsRemoved(publish: Publish) throws {
    let path = try workshop.file(
      "a.csv",
      """
      time,open,high,low,close
      2024-01-01T00:00:00Z,1,2,1,2
      2024-01-01T00:01:00Z,2,3,2,3

      """)
    func load(modifiedAt moment: String, force: Bool) throws -> LoadReport {
      let seconds = Double(Timestamp(moment)?.microseconds ?? 0) / 1e6
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: seconds)], ofItemAtPath: path)
      return try workshop.backfill([path], layout: candleLayout()) {
        $0.force = force
        $0.publish = publish
      }.loads[0]
    }
    _ = try load(modifiedAt: "2024-01-01T00:05:00Z", force: false)
    let before = try contentHash(of: connection)
    try connection.execute("TRUNCATE retrofill.dirty_ranges")
    let forced = try load(modifiedAt: "2024-01-01T00:01:30Z", force: true)
    #expect(forced.summary == "loaded: 2 read, 1 unchanged, 1 unfinished")
    #expect(forced.takenBack == [1, 0])
    #expect(
      forced.notes == [
        "load 1 had brought rows that this one does not: 1 removed, 0 as they were before"
      ])
    #expect(
      try rows(connection, "SELECT timestamp, load_id FROM timeseries_data")
        == ["2024-01-01 00:00:00+00|1"])
    #expect(
      try rows(connection, "SELECT range_from, range_to FROM retrofill.dirty_ranges")
        == ["2024-01-01 00:01:00+00|2024-01-01 00:01:00+00"])
    #expect(
      try rows(connection, "SELECT status, removed, reverted FROM retrofill.loads ORDER BY load_id")
        == ["replaced|0|0", "loaded|1|0"])
    try undo(2)
    #expect(try contentHash(of: connection) == before)
    #expect(try asides("timeseries_data_versions") == 0)
  }

  @Test(arguments: Publish.allCases)
  func aRowThatIsRejectedByNowIsAsItWasBefore(publish: Publish) throws {
    try load("before.csv", [1: 1, 2: 2, 3: 3])
    try load("a.csv", [2: 12, 3: 13, 4: 14, 5: 15])
    let before = try table()
    try refuse(2, 5)
    let forced = try load("a.csv", [2: 12, 3: 13, 4: 14, 5: 15]) {
      $0.force = true
      $0.publish = publish
      $0.batchRows = 2
      $0.maxRejects = .count(2)
    }
    #expect(forced.summary == "loaded: 4 read, 2 unchanged, 2 rejected")
    #expect(forced.takenBack == [1, 1])
    #expect(try own() == ["1|1", "2|2", "3|13", "4|14"])
    #expect(try journal() == ["1|1", "2|1", "3|2", "4|2"])
    try allow()
    try undo(3)
    #expect(try table() == before)
    #expect(try journal() == ["1|1", "2|2", "3|2", "4|2", "5|2"])
    // The chain is whole again.
    try undo(2)
    #expect(try own() == ["1|1", "2|2", "3|3"])
    try undo(1)
    #expect(try own() == [])
    #expect(try rows(connection, "SELECT count(*) FROM retrofill.own_versions") == ["0"])
  }

  @Test func rowsThatWereWrittenOverSinceStay() throws {
    let content = history(count: 5)
    let path = try workshop.file("a.csv", content)
    _ = try workshop.load(path)
    // Its source gets another name, so that none of its rows are brought once more.
    try connection.execute("UPDATE sources SET name = 'renamed' WHERE name = 'test'")
    let later = try workshop.file("b.csv", history(count: 2) { "1\($0)" })
    _ = try workshop.load(later) { $0.options.source = "renamed" }
    try connection.execute("UPDATE timeseries_data SET value = 77 WHERE value = 2")
    let before = try series()
    let forced = try workshop.load(path) { $0.force = true }
    #expect(forced.summary == "loaded: 5 read, 5 inserted")
    #expect(forced.takenBack == [2, 0])
    #expect(
      try rows(
        connection, "SELECT value, load_id FROM timeseries_data WHERE source_id = 1 ORDER BY 1")
        == ["10|2", "11|2", "77|-1"])
    try undo(3)
    #expect(try series() == before)
  }

  @Test func whatLaterLoadsWroteStaysOnTopWhenTheForcedOneIsUndone() throws {
    try load("a.csv", [1: 1, 2: 2])
    try refuse(2)
    let forced = try load("a.csv", [1: 1, 2: 2]) {
      $0.force = true
      $0.maxRejects = .count(1)
    }
    #expect(forced.takenBack == [1, 0])
    try allow()
    try load("later.csv", [2: 20])
    try load("latest.csv", [2: 200])
    try undo(2)
    #expect(try own() == ["1|1", "2|200"])
    try undo(3)
    #expect(try own() == ["1|1", "2|200"])
    try undo(4)
    #expect(try own() == ["1|1", "2|2"])
    #expect(try journal() == ["1|1", "2|1"])
  }

  @Test func allThatTheSameContentHadBroughtIsReplaced() throws {
    let amounts = [1: 1, 2: 2, 3: 3]
    try load("a.csv", amounts)
    // Of the second one only this row is its own.
    try connection.execute("UPDATE own SET amount = 5 WHERE id = 3")
    try load("a.csv", amounts) { $0.force = true }
    #expect(try journal() == ["1|1", "2|1", "3|2"])
    let before = try table()
    try refuse(2, 3)
    let third = try load("a.csv", amounts) {
      $0.force = true
      $0.maxRejects = .count(2)
    }
    // Beneath the third row lies what a hand had made of it.
    #expect(third.takenBack == [1, 1])
    #expect(try own() == ["1|1", "3|5"])
    try allow()
    try undo(3)
    #expect(try table() == before)
    #expect(
      try rows(connection, "SELECT load_id, status FROM retrofill.loads ORDER BY 1")
        == ["1|replaced", "2|loaded", "3|undone"])
  }

  @Test func undoingAForcedLoadThatIsReplacedItselfBringsNothingBack() throws {
    try load("a.csv", [1: 1, 2: 2])
    let before = try table()
    try refuse(2)
    for _ in 1...2 {
      try load("a.csv", [1: 1, 2: 2]) {
        $0.force = true
        $0.maxRejects = .count(1)
      }
    }
    try undo(2)
    #expect(try own() == ["1|1"])
    #expect(
      try rows(connection, "SELECT load_id, status, replaced_by FROM retrofill.loads ORDER BY 1")
        == ["1|replaced|3", "2|undone|", "3|loaded|"])
    try allow()
    try undo(3)
    #expect(try table() == before)
  }

  @Test func aRowThatAnotherLoadHadFoundThereIsBroughtByThatOneWhenItIsMet() throws {
    try load("a.csv", [1: 1, 2: 2])
    try load("other.csv", [2: 2, 3: 3])
    try refuse(2)
    try load("a.csv", [1: 1, 2: 2]) {
      $0.force = true
      $0.maxRejects = .count(1)
    }
    #expect(try own() == ["1|1", "3|3"])
    try allow()
    let again = try load("other.csv", [2: 2, 3: 3])
    #expect(again.summary == "loaded: 2 read, 1 inserted, 1 unchanged")
    #expect(
      again.notes == [
        "load 2 brought this before and had left rows of load 1, which load 3 replaced since: "
          + "loaded again"
      ])
  }

  @Test func withoutVersionsWhatIsTakenOutCannotComeBack() throws {
    _ = try workshop.load(workshop.file("a.csv", history(count: 3)))
    try connection.execute("UPDATE sources SET name = 'renamed'")
    let forced = try workshop.load(workshop.file("a.csv", history(count: 3))) {
      $0.force = true
      $0.keepsUndo = false
    }
    #expect(forced.counts.removed == 3)
    let error = #expect(throws: UndoError.self) { try undo(2) }
    #expect(
      error.map { "\($0)" } == """
        Load 2 overwrote 3 rows and kept no versions of them (it was told --no-undo, or is from \
        before there were any): it cannot be undone. Nothing was changed.
        """)
  }

  @Test func rowsOfALoadThatKeptNoVersionsAreLeftAndThatIsSaid() throws {
    _ = try workshop.load(workshop.file("before.csv", history(count: 1) { _ in "9" }))
    let path = try workshop.file("a.csv", history(count: 3))
    _ = try workshop.load(path) { $0.keepsUndo = false }
    try connection.execute("UPDATE sources SET name = 'renamed'")
    let forced = try workshop.load(path) { $0.force = true }
    #expect(forced.takenBack == [0, 0])
    #expect(
      forced.notes.contains(
        "load 2 had brought rows that this one does not, and no longer has the versions that it "
          + "overwrote: they are left as they are"))
    #expect(try rows(connection, "SELECT count(*) FROM timeseries_data") == ["6"])
  }

  @Test(arguments: [1, 2, 3])
  func aForcedLoadThatIsKilledBetweenItsBatchesReplacesAllTheSame(time: Int) throws {
    let amounts = Dictionary(uniqueKeysWithValues: (1...6).map { ($0, $0) })
    try load("a.csv", amounts)
    try refuse(1, 4)
    let configure: (inout Backfill) -> Void = {
      $0.force = true
      $0.publish = .batch
      $0.batchRows = 2
      $0.maxRejects = .count(2)
    }
    let hook = StopOnce(at: .beforeCommit, time: time) {
      throw StopOnce.Stopped(checkpoint: .beforeCommit)
    }
    _ = try backfill("a.csv", amounts) {
      configure(&$0)
      $0.atCheckpoint = hook.callAsFunction
    }
    #expect(hook.wasReached)
    // As a process that is killed leaves it.
    try connection.execute(
      """
      UPDATE retrofill.loads SET status = 'running', finished_at = NULL, error = NULL
      WHERE load_id = 2
      """)
    let report = try load("a.csv", amounts, configure)
    #expect(report.load == 2)
    #expect(report.summary == "loaded: 6 read, 4 unchanged, 2 rejected")
    #expect(report.takenBack == [2, 0])
    #expect(try own() == ["2|2", "3|3", "5|5", "6|6"])
    #expect(try leftovers(connection) == [])
  }

  @Test func aForcedLoadWhoseBatchesCannotAllBeAppendedReplacesAllTheSame() throws {
    // The last record has the key of the first one, which is committed by then.
    let text = history(count: 5) + "2024-01-01T00:00:00Z,9\n"
    let path = try workshop.file("a.csv", text)
    _ = try workshop.load(path)
    try connection.execute("UPDATE sources SET name = 'renamed'")
    let forced = try workshop.load(path) {
      $0.force = true
      $0.publish = .batch
      $0.batchRows = 2
    }
    #expect(forced.summary == "loaded: 6 read, 5 inserted, 1 duplicate")
    #expect(forced.takenBack == [5, 0])
    #expect(
      try rows(
        connection,
        "SELECT source_id, count(*), sum(value) FROM timeseries_data GROUP BY 1 ORDER BY 1")
        == ["2|5|19"])
    #expect(try leftovers(connection) == [])
  }

  @Test func aTryThatWasNotForcedLeavesNothingToTheForcedOneBehindIt() throws {
    let amounts = Dictionary(uniqueKeysWithValues: (1...6).map { ($0, $0) })
    try load("a.csv", amounts)
    try undo(1)
    // The first try of the second load commits a batch, without a word on which keys it brought.
    let hook = StopOnce(at: .beforeCommit, time: 2) {
      throw StopOnce.Stopped(checkpoint: .beforeCommit)
    }
    _ = try backfill("a.csv", amounts) {
      $0.publish = .batch
      $0.batchRows = 2
      $0.atCheckpoint = hook.callAsFunction
    }
    try connection.execute(
      """
      UPDATE retrofill.loads SET status = 'running', finished_at = NULL, error = NULL
      WHERE load_id = 2
      """)
    let report = try load("a.csv", amounts) {
      $0.force = true
      $0.publish = .batch
      $0.batchRows = 2
    }
    #expect(report.load == 2)
    #expect(report.takenBack == [0, 0])
    #expect(try own().count == 6)
    #expect(try leftovers(connection) == [])
  }

  // MARK: - The scene

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

  private func backfill(
    _ name: String, _ amounts: [Int: Int], _ configure: (inout Backfill) -> Void = { _ in }
  ) throws -> LoadReport {
    let lines = amounts.sorted { $0.key < $1.key }.map { "\($0.key),\($0.value),c\($0.key)\n" }
    let text = "id,amount,coin\n" + lines.joined()
    // The same file again is the same file for a load that was killed.
    let known = workshop.folder.appendingPathComponent(name).path
    let isKnown = (try? String(contentsOfFile: known, encoding: .utf8)) == text
    let path = isKnown ? known : try workshop.file(name, text)
    let layout = try Layout(
      yaml: """
        name: own
        format: csv
        into: own
        create_parents: false
        columns:
          id: {from: id, type: integer}
          amount: {from: amount, type: decimal}
          coin: {from: coin, parent: coin_priorities}
        """, file: "own.yml")
    return try workshop.backfill([path], layout: layout, configure).loads[0]
  }

  @discardableResult
  private func load(
    _ name: String, _ amounts: [Int: Int], _ configure: (inout Backfill) -> Void = { _ in }
  ) throws -> LoadReport {
    let report = try backfill(name, amounts, configure)
    #expect(report.status == .loaded, "\(report.words)")
    return report
  }

  /// Lets the records of some ids be rejected: their coins are unknown.
  private func refuse(_ ids: Int...) throws {
    try connection.execute(
      "DELETE FROM coin_priorities WHERE coin_id = ANY (\(ids.map { "c\($0)" })::text[])")
  }

  private func allow() throws {
    try connection.execute(
      """
      INSERT INTO coin_priorities (coin_id) SELECT 'c' || n FROM generate_series(1, 6) AS n
      ON CONFLICT DO NOTHING
      """)
  }

  private func undo(_ load: Int64) throws {
    _ = try Undo(load: load).run(in: workshop.context)
  }

  private func own() throws -> [String] {
    try rows(connection, "SELECT id, amount FROM own ORDER BY 1")
  }

  /// Which load wrote each row.
  private func journal() throws -> [String] {
    try rows(connection, "SELECT id, retrofill_load FROM retrofill.own_journal ORDER BY 1")
  }

  /// What stands in the table of the test.
  private func table() throws -> String { try contentHash(of: connection)["own"] ?? "" }

  /// What stands in `timeseries_data`.
  private func series() throws -> String {
    try contentHash(of: connection)["timeseries_data"] ?? ""
  }

  private func asides(_ versions: String) throws -> Int {
    try connection.one(
      """
      SELECT count(*) FROM \(table: TableName(schema: "retrofill", name: versions))
      WHERE retrofill_replaced_by < 0
      """
    ).get(0)
  }
}

extension LoadReport {
  /// How many rows of the load that it stands in for it removed, and how many it reverted.
  fileprivate var takenBack: [Int] { [counts.removed, counts.reverted] }
}
