import Foundation
import Layouts
import Loading
import Postgres
import Store
import TestSupport
import Testing

/// After an undo the tables are as if the load had never run.
@Suite(.database) struct UndoTests {
  private let workshop: Workshop
  private let connection: Connection

  init() throws {
    workshop = try Workshop()
    connection = try TestDatabase.connect()
  }

  @Test func aLoadIntoAnEmptyDatabaseLeavesNothing() throws {
    let before = try contentHash(of: connection)
    let load = try load("a.csv", history(count: 80))
    let report = try undo(load)
    #expect(report.changes?.removed == 80)
    #expect(
      report.changes?.partitions
        == ["timeseries_data_y2024m01", "timeseries_data_y2024m02", "timeseries_data_y2024m03"])
    #expect(try contentHash(of: connection) == before)
    #expect(try Catalog(connection).partitions(of: "timeseries_data").isEmpty)
  }

  @Test(arguments: Publish.allCases)
  func rowsThatALoadOverwroteAreAsTheyWere(publish: Publish) throws {
    _ = try load("a.csv", history(count: 40))
    try connection.execute("UPDATE timeseries_data SET quality_score = 70 WHERE value = 3")
    let before = try contentHash(of: connection)
    let second = try load("b.csv", history(count: 60) { $0 < 10 ? "-\($0 + 1)" : "\($0)" }) {
      $0.publish = publish
      $0.batchRows = 7
    }
    let report = try undo(second)
    #expect(report.changes?.removed == 20)
    #expect(report.changes?.restored == 10)
    #expect(try contentHash(of: connection) == before)
    #expect(try rows(connection, "SELECT count(*) FROM \(table: versions)") == ["0"])
    #expect(
      try rows(connection, "SELECT DISTINCT load_id FROM timeseries_data") == ["1"])
  }

  @Test func ofAChainOfThreeAnyOrderOfUndoingLeavesWhatTheOthersWrote() throws {
    let values: [(Int) -> String] = [
      { "\($0)" }, { $0 % 2 == 0 ? "1\($0)" : "\($0)" }, { $0 % 3 == 0 ? "2\($0)" : "\($0)" },
    ]
    // Each file has rows of its own, rows that it changes and rows that it repeats.
    let files = values.indices.map { history(count: 30 + 10 * $0, value: values[$0]) }
    for order in [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]] {
      try reset()
      for (index, file) in files.enumerated() { _ = try load("\(index).csv", file) }
      for (place, number) in order.enumerated() {
        try undo(Int64(number))
        let left = Set([1, 2, 3]).subtracting(order[...place]).sorted()
        // Loads that had found rows of the undone one unchanged bring them again.
        for number in left { try reload("\(number - 1).csv") }
        let hash = try contentHash(of: connection)
        try reset()
        for number in left { _ = try load("\(number - 1).csv", files[number - 1]) }
        #expect(try contentHash(of: connection) == hash, "\(order), \(left)")
        try reset()
        for (index, file) in files.enumerated() { _ = try load("\(index).csv", file) }
        for number in order[...place] { try undo(Int64(number)) }
      }
      #expect(try rows(connection, "SELECT count(*) FROM timeseries_data") == ["0"])
      #expect(try rows(connection, "SELECT count(*) FROM \(table: versions)") == ["0"])
    }
  }

  @Test func aLoadWhoseRowsAnotherRepeatedMakesThatOneStaleAndItIsLoadedAgain() throws {
    let first = try load("a.csv", history(count: 20))
    _ = try load("b.csv", history(count: 30))
    let expected = try contentHash(of: connection)
    let report = try undo(first)
    #expect(report.changes?.stale.map(\.load) == [2])
    #expect(try rows(connection, "SELECT count(*) FROM timeseries_data") == ["10"])
    let again = try workshop.load(workshop.folder.appendingPathComponent("b.csv").path)
    #expect(again.summary == "loaded: 30 read, 20 inserted, 10 unchanged")
    #expect(
      again.notes.contains(
        "load 2 brought this before and had left rows of load 1, which was undone since: "
          + "loaded again"))
    #expect(try contentHash(of: connection) == expected)
    #expect(
      try rows(connection, "SELECT load_id, status FROM retrofill.loads ORDER BY 1")
        == ["1|undone", "2|replaced", "3|loaded"])
  }

  @Test func rowsThatWereChangedByHandAreLeftAndCounted() throws {
    let load = try load("a.csv", history(count: 10))
    try connection.script(
      """
      UPDATE timeseries_data SET value = 77 WHERE value IN (2, 3);
      UPDATE timeseries_data SET quality_score = 50 WHERE value = 4;
      DELETE FROM timeseries_data WHERE value = 5;
      """)
    let report = try undo(load)
    #expect(report.changes?.removed == 7)
    #expect(report.changes?.left == 2)
    #expect(report.changes?.gone == 1)
    #expect(
      try rows(connection, "SELECT value, load_id FROM timeseries_data") == ["77|-1", "77|-1"])
  }

  @Test func aRowThatWasChangedByHandComesBackWhenTheLoadThatOverwroteItIsUndone() throws {
    _ = try load("a.csv", history(count: 10))
    try connection.execute("UPDATE timeseries_data SET value = 77 WHERE value = 2")
    let before = try contentHash(of: connection)
    let second = try load("b.csv", history(count: 10) { "1\($0)" })
    try undo(second)
    #expect(try contentHash(of: connection) == before)
    #expect(
      try rows(connection, "SELECT load_id FROM timeseries_data WHERE value = 77") == ["-1"])
  }

  @Test func whatDerivesFromTheRowsIsToBeRefinedAgain() throws {
    let load = try load("a.csv", history(count: 40))
    try connection.execute("TRUNCATE retrofill.dirty_ranges")
    try undo(load)
    #expect(
      try rows(
        connection, "SELECT table_name, range_from, range_to FROM retrofill.dirty_ranges ORDER BY 2"
      )
        == [
          "timeseries_data|2024-01-01 00:00:00+00|2024-01-31 00:00:00+00",
          "timeseries_data|2024-02-01 00:00:00+00|2024-02-09 00:00:00+00",
        ])
  }

  @Test func aLandedFileIsGoneAfterwards() throws {
    let before = try contentHash(of: connection)
    let report = try workshop.ingest(try workshop.file("a.csv", history(count: 5)))
    #expect(try undo(#require(report.load)).changes?.removed == 5)
    #expect(try contentHash(of: connection) == before)
  }

  @Test func aForcedLandingThatIsUndoneLeavesTheFileToTheOneBefore() throws {
    let path = try workshop.file("a.csv", history(count: 5))
    _ = try workshop.ingest(path)
    let before = try contentHash(of: connection)
    let forced = try workshop.ingest(path) { $0.force = true }
    try undo(#require(forced.load))
    #expect(try contentHash(of: connection) == before)
    #expect(try workshop.ingest(path).summary == "skipped")
  }

  @Test func aForcedLoadThatIsUndoneLeavesTheOneBefore() throws {
    let path = try workshop.file("a.csv", history(count: 10))
    _ = try workshop.load(path)
    try connection.execute("UPDATE timeseries_data SET value = 77 WHERE value = 2")
    let before = try contentHash(of: connection)
    let forced = try workshop.load(path) { $0.force = true }
    #expect(forced.summary == "loaded: 10 read, 1 updated, 9 unchanged")
    try undo(#require(forced.load))
    #expect(try contentHash(of: connection) == before)
    #expect(try workshop.load(path).summary == "skipped")
  }

  @Test func anUndoThatIsRepeatedSaysSo() throws {
    let load = try load("a.csv", history(count: 3))
    try undo(load)
    let again = try Undo(load: load).run(in: workshop.context)
    #expect(again.changes == nil)
    #expect(again.note?.hasPrefix("load 1 was undone on ") == true)
  }

  @Test(arguments: [Checkpoint.beforeCommit, .afterCommit])
  func anUndoStoppedAnywhereAndRunAgainIsDone(at checkpoint: Checkpoint) throws {
    let before = try contentHash(of: connection)
    let load = try load("a.csv", history(count: 40))
    let after = try contentHash(of: connection)
    var undo = Undo(load: load)
    undo.atCheckpoint = StopOnce(at: checkpoint).callAsFunction
    #expect(throws: StopOnce.Stopped.self) { try undo.run(in: workshop.context) }
    #expect(
      try contentHash(of: connection) == (checkpoint == .beforeCommit ? after : before))
    _ = try Undo(load: load).run(in: workshop.context)
    #expect(try contentHash(of: connection) == before)
  }

  // MARK: - What cannot be undone

  @Test func aLoadThatKeptNoVersionsIsUndoneOnlyIfItOverwroteNothing() throws {
    _ = try load("a.csv", history(count: 10))
    let before = try contentHash(of: connection)
    let adding = try load("b.csv", history(count: 12)) { $0.keepsUndo = false }
    try undo(adding)
    #expect(try contentHash(of: connection) == before)
    let changing = try load("c.csv", history(count: 10) { "1\($0)" }) { $0.keepsUndo = false }
    #expect(
      words { try undo(changing) } == """
        Load 3 overwrote 10 rows and kept no versions of them (it was told --no-undo, or is from \
        before there were any): it cannot be undone. Nothing was changed.
        """)
  }

  @Test func aLoadWhoseVersionsWerePrunedIsRefused() throws {
    _ = try load("a.csv", history(count: 10))
    let changing = try load("b.csv", history(count: 10) { "1\($0)" })
    let moment = try #require(Timestamp("2100-01-01T00:00:00Z"))
    #expect(try VersionTables(connection).prune(before: moment) == 10)
    #expect(
      words { try undo(changing) } == """
        Load 2 overwrote 10 rows, and the versions of rows that were overwritten before \
        2100-01-01T00:00:00Z have been pruned: it cannot be undone. Nothing was changed. How long \
        they are kept is undo_days of 'retain'.
        """)
  }

  @Test func aLoadThatIsNotThereIsSaid() {
    #expect(
      words { try undo(4711) } == """
        There is no load 4711 in the ledger. The column LOAD of a load's report says its number.
        """)
  }

  @Test func aLoadThatRunsIsLeftAlone() throws {
    let load = try load("a.csv", history(count: 10))
    #expect(try connection.tryAcquire(.load(load)))
    #expect(words { try undo(load) }.contains("is being loaded into timeseries_data already"))
  }

  // MARK: - The scene

  private let versions = TableName(schema: "retrofill", name: "timeseries_data_versions")

  private func load(
    _ name: String, _ content: String, _ configure: (inout Backfill) -> Void = { _ in }
  ) throws -> Int64 {
    let report = try workshop.load(workshop.file(name, content), configure)
    #expect(report.status == .loaded, "\(report.words)")
    return try #require(report.load)
  }

  private func reload(_ name: String) throws {
    let report = try workshop.load(workshop.folder.appendingPathComponent(name).path)
    #expect([.loaded, .skipped].contains(report.status), "\(report.words)")
  }

  @discardableResult
  private func undo(_ load: Int64) throws -> UndoReport {
    let report = try Undo(load: load).run(in: workshop.context)
    let leftovers = try rows(
      connection,
      """
      SELECT relname FROM pg_class
      WHERE relnamespace = 'retrofill'::regnamespace AND relname ~ '^load_[0-9]'
      """
    )
    #expect(leftovers == [])
    return report
  }

  private func words(_ body: () throws -> Void) -> String {
    do {
      try body()
      return ""
    } catch {
      return "\(error)"
    }
  }

  private func reset() throws {
    for partition in try Catalog(connection).partitions(of: "timeseries_data") {
      try connection.execute("DROP TABLE \(table: partition.name)")
    }
    try connection.script(
      """
      TRUNCATE sources, lineage, ingest_events, retrofill.loads, retrofill.timeseries_data_versions,
        retrofill.dirty_ranges RESTART IDENTITY CASCADE;
      """)
  }
}
