import Archiving
import Loading
import Postgres
import Refining
import Store
import TestSupport
import Testing

/// An undone restore leaves the table as it was before: what it brought is forgotten once more.
@Suite(.database) struct UndoRestoreTests {
  private let history: LoadedHistory
  private var fixture: HistoryFixture { history.fixture }
  private var connection: Connection { history.connection }

  init() throws { history = try LoadedHistory() }

  // MARK: - All parts

  @Test func whatTheRestoreBroughtIsGoneAndForgottenAsBefore() throws {
    _ = try fixture.archive(remove: true)
    let (before, ranges) = try (hash(), removedRanges())
    let partitions = try fixture.partitions()
    let whole = try restore()
    let undone = try whole.map { try #require(try history.undo($0)) }

    #expect(undone.map(\.removed) == [47, 43])
    #expect(undone.map(\.gone) == [0, 0])
    #expect(
      undone.map(\.partitions) == [["timeseries_data_y2024m01"], ["timeseries_data_y2024m02"]])
    #expect(try hash() == before)
    #expect(try fixture.partitions() == partitions)
    #expect(
      ranges == [
        "1 | 2024-01-01 12:00:00+00 | 2024-02-29 12:00:00.000001+00 | 60",
        "2 | 2024-01-01 00:00:00+00 | 2024-02-28 00:00:00.000001+00 | 30",
      ])
    // The same rows, part by part.
    #expect(
      try removedRanges() == [
        "1 | 2024-01-01 12:00:00+00 | 2024-01-31 12:00:00.000001+00 | 31",
        "1 | 2024-02-01 12:00:00+00 | 2024-02-29 12:00:00.000001+00 | 29",
        "2 | 2024-01-01 00:00:00+00 | 2024-01-31 12:00:00.000001+00 | 16",
        "2 | 2024-02-01 12:00:00+00 | 2024-02-28 00:00:00.000001+00 | 14",
      ])
    #expect(try fixture.rows("SELECT status FROM retrofill.archives") == ["removed"])
    #expect(try linesOfRestores() == 0)
    #expect(try restore().count == 2)
    #expect(try fixture.count() == 137)
    #expect(try removedRanges() == [])
  }

  @Test func oneOfTwoPartsLeavesTheOther() throws {
    _ = try fixture.archive(remove: true)
    let parts = try restore()
    try history.undo(parts[0])

    #expect(try fixture.count("timestamp < '2024-02-01'") == 0)
    #expect(try fixture.count("timestamp >= '2024-02-01'") == 90)
    #expect(
      try removedRanges() == [
        "1 | 2024-01-01 12:00:00+00 | 2024-01-31 12:00:00.000001+00 | 31",
        "2 | 2024-01-01 00:00:00+00 | 2024-01-31 12:00:00.000001+00 | 16",
      ])
    #expect(try fixture.rows("SELECT status FROM retrofill.archives") == ["written"])

    let again = try restore()
    #expect(try fixture.count() == 137)
    #expect(try removedRanges() == [])
    try history.undo(again[0])
    #expect(try fixture.count("timestamp < '2024-02-01'") == 0)
    #expect(try removedRanges().count == 2)
    try history.undo(parts[1])
    #expect(try fixture.rows("SELECT status FROM retrofill.archives") == ["removed"])
  }

  @Test func whatDerivesFromTheRowsIsKept() throws {
    _ = try Score(range: .all).run(in: fixture.context)
    _ = try Aggregate(range: .all).run(in: fixture.context)
    let before = try rollUps()
    _ = try fixture.archive(remove: true)
    let parts = try restore()
    try connection.execute("DELETE FROM retrofill.dirty_ranges")
    for part in parts { try history.undo(part) }
    #expect(
      try fixture.rows(
        "SELECT DISTINCT source_id FROM retrofill.dirty_ranges WHERE load_id = \(parts[0])")
        == ["1", "2"])
    _ = try Score(range: .dirty).run(in: fixture.context)
    _ = try Aggregate(range: .dirty).run(in: fixture.context)

    #expect(try rollUps() == before)
    #expect(try fixture.rows("SELECT * FROM retrofill.dirty_ranges").isEmpty)
  }

  @Test func aRestoreOfTwoRunsIsUndoneWithBoth() throws {
    _ = try fixture.archive(remove: true)
    let before = try hash()["timeseries_data"]
    var verb = Restore(directory: fixture.archives + "/" + archive)
    verb.atCheckpoint = { if $0 == .beforeCommit { throw Stopped(checkpoint: $0) } }
    let stopped = try verb.run(in: fixture.context)
    #expect(stopped.error is Stopped)
    _ = try restore()
    for load in stopped.loads.compactMap(\.load) { try history.undo(load) }

    #expect(try hash()["timeseries_data"] == before)
    #expect(try fixture.rows("SELECT sum(row_count) FROM retrofill.removed_ranges") == ["90"])
    #expect(try fixture.rows("SELECT status FROM retrofill.archives") == ["removed"])
  }

  @Test func anEarlierRestoreHasNothingThatALaterOneBrought() throws {
    try history.load([1: 1, 2: 2])
    try history.archive()
    let first = try #require(try history.restore().loads[0].load)
    try history.archive()
    let second = try #require(try history.restore().loads[0].load)
    let rows = try history.rows()
    let nothing = try history.undo(first)

    #expect(nothing?.gone == 2)
    #expect(try history.rows() == rows)
    #expect(try removedRanges() == [])
    #expect(try history.undo(second)?.removed == 2)
    #expect(try history.rows() == [])
    #expect(try fixture.rows("SELECT sum(row_count) FROM retrofill.removed_ranges") == ["2"])
    #expect(try fixture.rows("SELECT status FROM retrofill.archives") == ["removed"])
  }

  // MARK: - What was there before

  @Test func rowsThatItOverwroteAreAsTheyWere() throws {
    try history.load([1: 1, 2: 2, 3: 3])
    try history.archive(remove: false)
    try history.load([2: 12])
    try connection.execute(
      "UPDATE timeseries_data SET value = 77, quality_score = 5 WHERE value = 3")
    let before = try contentHash(of: connection, exact: true)
    let restored = try history.restore(onConflict: .update)
    #expect(restored.updated == 2)
    #expect(try history.rows() == ["1 | 1 | 1", "2 | 2 | 1", "3 | 3 | 1"])
    let changes = try history.undo(try #require(restored.loads[0].load))

    #expect((changes?.restored, changes?.removed) == (2, 0))
    #expect(try contentHash(of: connection, exact: true) == before)
    #expect(try history.rows() == ["1 | 1 | 1", "2 | 12 | 2", "3 | 77 | -1"])
    try history.undo(2)
    #expect(try history.rows() == ["1 | 1 | 1", "2 | 2 | 1", "3 | 77 | -1"])
  }

  @Test func rowsThatItFoundStay() throws {
    try history.load([1: 1, 2: 2, 3: 3])
    try history.archive(remove: false)
    try connection.execute("DELETE FROM timeseries_data WHERE value = 2")
    let restored = try history.restore()
    #expect((restored.inserted, restored.unchanged) == (1, 2))
    try history.undo(try #require(restored.loads[0].load))

    #expect(try history.rows() == ["1 | 1 | 1", "3 | 3 | 1"])
    #expect(try removedRanges() == [])
    #expect(try fixture.rows("SELECT status FROM retrofill.archives") == ["written"])
  }

  @Test func aRowWhoseScoreAloneDiffersIsNoChangeByHand() throws {
    try history.load([1: 1])
    try history.archive(remove: false)
    try connection.execute("UPDATE timeseries_data SET quality_score = 5 WHERE load_id = 1")
    let restored = try history.restore(onConflict: .update)
    #expect(restored.updated == 1)
    #expect(try history.rows() == ["1 | 1 | 1"])
    try history.undo(try #require(restored.loads[0].load))

    #expect(
      try fixture.rows("SELECT quality_score, load_id FROM timeseries_data WHERE load_id <> 7")
        == ["5 | 1"])
  }

  // MARK: - What came since

  @Test func rowsThatWereChangedByHandSinceAreLeftAndCounted() throws {
    _ = try fixture.archive(remove: true)
    let part = try restore()[0]
    try connection.script(
      """
      UPDATE timeseries_data SET value = 77 WHERE source_id = 2 AND value IN (2, 3);
      UPDATE timeseries_data SET close = close + 0.1 WHERE source_id = 1 AND open < 101;
      UPDATE timeseries_data SET quality_score = 1 WHERE timestamp >= '2024-01-20';
      DELETE FROM timeseries_data WHERE source_id = 2 AND value = 4;
      """)
    let changes = try history.undo(part)

    #expect(changes?.removed == 43)
    #expect(changes?.left == 3)
    #expect(changes?.gone == 1)
    #expect(
      try fixture.rows(
        """
        SELECT source_id, value, load_id FROM timeseries_data
        WHERE timestamp < '2024-02-01' ORDER BY 1, 2
        """) == ["1 | NULL | -7", "2 | 77 | NULL", "2 | 77 | NULL"])
  }

  @Test func rowsThatALaterLoadOverwroteStayAndItsUndoBringsNothingBack() throws {
    try history.load([1: 1, 2: 2])
    try history.archive()
    let restore = try #require(try history.restore().loads[0].load)
    let later = try #require(try history.load([2: 12, 3: 13]).load)
    let changes = try history.undo(restore)

    #expect((changes?.removed, changes?.overwritten, changes?.left) == (1, 1, 0))
    #expect(try history.rows() == ["2 | 12 | \(later)", "3 | 13 | \(later)"])
    try history.undo(later)
    #expect(try history.rows() == [])
    #expect(try versions() == 0)
  }

  @Test func aRestoreInTheMiddleOfAChainIsTakenOut() throws {
    try history.load([1: 1])
    try history.archive(remove: false)
    let second = try #require(try history.load([1: 2]).load)
    let restore = try #require(try history.restore(onConflict: .update).loads[0].load)
    let third = try #require(try history.load([1: 3]).load)
    try history.undo(restore)
    #expect(try history.rows() == ["1 | 3 | \(third)"])
    try history.undo(third)
    #expect(try history.rows() == ["1 | 2 | \(second)"])
    try history.undo(second)
    #expect(try history.rows() == ["1 | 1 | 1"])
    #expect(try versions() == 0)
  }

  @Test func rowsWhoseLoadIsUndoneAfterwardsAreAsIfThatHadNeverRun() throws {
    try history.load([1: 1, 2: 2])
    try history.load([1: 11, 3: 13])
    try history.archive()
    let restore = try #require(try history.restore().loads[0].load)
    try history.undo(2)
    #expect(try history.rows() == ["1 | 1 | 1", "2 | 2 | 1"])
    let changes = try history.undo(restore)
    #expect((changes?.removed, changes?.left, changes?.gone) == (2, 0, 1))
    #expect(try history.rows() == [])
  }

  @Test func whatTheRestoreOverwroteComesBackWithTheLoadWhoseRowItBrought() throws {
    try history.load([1: 1, 2: 2])
    try history.archive()
    let second = try #require(try history.load([1: 21]).load)
    let restore = try #require(try history.restore(onConflict: .update).loads[0].load)
    #expect(try history.rows() == ["1 | 1 | 1", "2 | 2 | 1"])
    let changes = try history.undo(1)
    #expect((changes?.restored, changes?.removed) == (1, 1))
    #expect(try history.rows() == ["1 | 21 | \(second)"])
    try history.undo(restore)
    #expect(try history.rows() == ["1 | 21 | \(second)"])
    try history.undo(second)
    #expect(try history.rows() == [])
  }

  @Test func ofTwoRestoresOverOneRowEachIsTakenBackAlone() throws {
    try history.load([1: 1])
    try history.archive(remove: false)
    try history.load([1: 2])
    try history.archive()
    let first = try #require(try history.restore().loads[0].load)
    let second = try #require(
      try history.restore(LoadedHistory.archive + "_2", onConflict: .update).loads[0].load)
    #expect(try history.rows() == ["1 | 2 | 2"])
    try history.undo(second)
    #expect(try history.rows() == ["1 | 1 | 1"])
    #expect(try history.undo(first)?.removed == 1)
    #expect(try history.rows() == [])
  }

  // MARK: - Tables of users

  @Test func aTableOfTheUsersOwnIsAsItWas() throws {
    try connection.script(
      """
      CREATE TABLE odd (id int PRIMARY KEY, at timestamptz NOT NULL, doc json);
      INSERT INTO odd SELECT n, timestamptz '2024-01-01' + n * interval '1 day', '{}'
      FROM generate_series(1, 5) AS n;
      """)
    _ = try fixture.archive(remove: true, table: "odd", timeColumn: "at")
    let load = try #require(
      try history.restore("odd_2024-01-01_2024-02-01").loads[0].load)
    try connection.script(
      "UPDATE odd SET doc = '[]' WHERE id = 3; INSERT INTO odd VALUES (6, '2024-01-09', NULL);")
    let changes = try history.undo(load)

    #expect((changes?.removed, changes?.left) == (4, 1))
    #expect(try fixture.rows("SELECT id, doc FROM odd ORDER BY id") == ["3 | []", "6 | NULL"])
    #expect(
      try fixture.rows("SELECT status FROM retrofill.archives WHERE table_name = 'odd'")
        == ["removed"])
  }

  // MARK: - What is said

  @Test func aPlanSaysHowManyRowsWouldGo() throws {
    try history.load([1: 1, 2: 2])
    try history.archive()
    let restore = try #require(try history.restore().loads[0].load)
    try connection.execute("UPDATE timeseries_data SET value = 9 WHERE value = 2 AND load_id = 1")

    #expect(try Undo(load: restore).plan(in: fixture.context).map(\.rows) == [1])
  }

  @Test func aRestoreThatDidNotWriteDownItsRowsIsRefused() throws {
    try history.load([1: 1])
    try history.archive()
    try history.restore()
    try connection.execute("UPDATE retrofill.loads SET keeps_undo = false WHERE verb = 'restore'")

    #expect(
      fixture.errorText { try history.undo(2) } == """
        Load 2 restored an archive into timeseries_data and did not write down which rows it \
        brought (it is from before that was done): it cannot be undone. Nothing was changed. What \
        it brought back is forgotten again by 'retrofill archive timeseries_data … --remove', \
        which also remembers that it was archived.
        """)
  }

  @Test func aRestoreWhoseRowsAreNotKnownAnyMoreIsRefused() throws {
    try history.load([1: 1, 2: 2])
    try history.archive()
    try history.restore()
    let moment = try #require(Timestamp("2100-01-01T00:00:00Z"))
    _ = try VersionTables(connection).prune(before: moment)

    #expect(
      fixture.errorText { try history.undo(2) } == """
        Load 2 restored 2 rows, and which rows were restored before 2100-01-01T00:00:00Z is not \
        known any more: it cannot be undone. Nothing was changed. How long that is kept is \
        undo_days of 'retain'. The rows are forgotten again by 'retrofill archive timeseries_data … \
        --remove'.
        """)
    #expect(try linesOfRestores() == 0)
  }

  // MARK: - The scene

  private let archive = "timeseries_data_2024-01-01_2024-03-01"

  /// Restores the two months that no load brought.
  private func restore() throws -> [Int64] { try history.restore(archive).loads.compactMap(\.load) }

  private func hash() throws -> [String: String] {
    try contentHash(of: connection, exact: true)
  }

  private func rollUps() throws -> [String: String] {
    try contentHash(of: connection).filter { $0.key.hasSuffix("_stats") }
  }

  private func removedRanges() throws -> [String] {
    try fixture.rows(
      """
      SELECT source_id, range_from, range_to, row_count FROM retrofill.removed_ranges ORDER BY 1, 2
      """)
  }

  private func versions() throws -> Int {
    try connection.one("SELECT count(*) FROM retrofill.timeseries_data_versions").get(0)
  }

  private func linesOfRestores() throws -> Int {
    try connection.one("SELECT count(*) FROM retrofill.timeseries_data_restored").get(0)
  }
}
