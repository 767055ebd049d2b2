import Archiving
import Foundation
import Postgres
import Store
import Synchronization
import TestSupport
import Testing

@Suite(.database) struct RetainTests {
  /// Half-way through March, looking back as many days.
  private func retain(
    _ fixture: HistoryFixture, days: Int, force: Bool = false, batchRows: Int = 50_000,
    archiveFirst: String? = nil, table: TableName = HistoryFixture.table,
    atCheckpoint: @escaping ArchivingCheckpointHook = { _ in }
  ) throws -> RetainReport {
    try verb(
      days: days, force: force, batchRows: batchRows, archiveFirst: archiveFirst, table: table,
      atCheckpoint: atCheckpoint
    ).run(in: fixture.context)
  }

  private func verb(
    days: Int, force: Bool = false, batchRows: Int = 50_000, archiveFirst: String? = nil,
    table: TableName = HistoryFixture.table,
    atCheckpoint: @escaping ArchivingCheckpointHook = { _ in }
  ) -> Retain {
    let policy = RetentionPolicy(
      table: table, limit: .keep(seconds: days * 86_400), archiveFirst: archiveFirst)
    var verb = Retain(policies: [policy], force: force, batchRows: batchRows)
    verb.atCheckpoint = atCheckpoint
    return verb
  }

  @Test func expiredPartitionsAreDroppedAndOlderRowsOfTheNextAreDeleted() throws {
    let fixture = try HistoryFixture()
    let report = try retain(fixture, days: 51)

    let entry = try #require(report.tables.first)
    #expect(entry.table == "timeseries_data")
    #expect(entry.before == Timestamp("2024-02-10"))
    #expect(entry.rows == 60)
    #expect(entry.partitions == ["timeseries_data_y2024m01"])
    #expect(entry.bytes > 0)
    #expect(try fixture.count() == 77)
    #expect(try fixture.count("\"timestamp\" < '2024-02-10'") == 0)
    #expect(
      try fixture.rows(
        """
        SELECT source_id, range_from, range_to, reason, archive_id, row_count
        FROM retrofill.removed_ranges ORDER BY source_id
        """) == [
          "1 | 2024-01-01 12:00:00+00 | 2024-02-09 12:00:00.000001+00 | expired | NULL | 40",
          "2 | 2024-01-01 00:00:00+00 | 2024-02-08 00:00:00.000001+00 | expired | NULL | 20",
        ])
    #expect(try fixture.rows("SELECT * FROM retrofill.dirty_ranges").isEmpty)
  }

  @Test func smallBatchesDeleteTheSameRows() throws {
    let fixture = try HistoryFixture()
    let batches = Mutex(0)
    let report = try retain(fixture, days: 51, batchRows: 4) { checkpoint in
      if checkpoint == .afterDelete { batches.withLock { $0 += 1 } }
    }

    #expect(report.tables.map(\.rows) == [60])
    #expect(batches.withLock { $0 } == 4)
    #expect(try fixture.count() == 77)
    #expect(
      try fixture.rows("SELECT row_count FROM retrofill.removed_ranges ORDER BY source_id")
        == ["40", "20"])
  }

  @Test func aSecondRunFindsNothing() throws {
    let fixture = try HistoryFixture()
    _ = try retain(fixture, days: 51)
    let report = try retain(fixture, days: 51)

    #expect(report.tables.map(\.rows) == [0])
    #expect(report.tables.map(\.partitions) == [[]])
  }

  @Test func moreThanHalfOfATableNeedsForce() throws {
    let fixture = try HistoryFixture()

    #expect(
      fixture.errorText { _ = try retain(fixture, days: 31) } == """
        More than half of timeseries_data would go: 90 rows are older than 2024-03-01T00:00:00Z, \
        and 47 are not. Nothing was removed. If that is meant, run this again with force; \
        otherwise check the retention and the clock (as_of).
        """)
    #expect(
      fixture.errorText { _ = try retain(fixture, days: 0) } == """
        All of timeseries_data would go: 137 rows are older than 2024-04-01T00:00:00Z, and none \
        is not. Nothing was removed. If that is meant, run this again with force; otherwise check \
        the retention and the clock (as_of).
        """)
    #expect(try fixture.count() == 137)
    #expect(try retain(fixture, days: 31, force: true).tables.map(\.rows) == [90])
  }

  @Test func whatIsNotRefinedStays() throws {
    let fixture = try HistoryFixture()
    try fixture.connection.execute(
      """
      INSERT INTO retrofill.dirty_ranges (table_name, source_id, range_from, range_to)
      VALUES ('timeseries_data', 2, '2024-01-03', '2024-01-05')
      """)

    let text = fixture.errorText { _ = try retain(fixture, days: 51) }
    #expect(text?.hasPrefix("timeseries_data is not refined where rows would be removed") == true)
    #expect(try fixture.count() == 137)
  }

  @Test func archiveFirstKeepsTheRowsInFiles() throws {
    let fixture = try HistoryFixture()
    let report = try retain(fixture, days: 51, archiveFirst: fixture.archives)

    let entry = try #require(report.tables.first)
    #expect(entry.rows == 60)
    #expect(entry.partitions == ["timeseries_data_y2024m01"])
    #expect(entry.archives.map(\.removed) == [true])
    #expect(try fixture.count() == 77)
    #expect(
      try fixture.rows("SELECT DISTINCT reason FROM retrofill.removed_ranges") == ["archived"])
  }

  @Test func landedRowsGoWhileTheirFilesStay() throws {
    let fixture = try HistoryFixture()
    try fixture.connection.script(
      """
      INSERT INTO files (file_id, filename, file_type, file_size, storage_path, status)
      VALUES ('a', 'a.csv', 'csv', 1, '/a.csv', 'completed');
      INSERT INTO file_data
      SELECT 1, n, '{}', timestamptz '2024-04-01' - n * interval '1 day'
      FROM generate_series(1, 100) AS n;
      """)
    let report = try retain(fixture, days: 60, table: "file_data")

    #expect(report.tables.map(\.rows) == [40])
    #expect(try fixture.rows("SELECT count(*), max(row_number) FROM file_data") == ["60 | 60"])
    #expect(try fixture.rows("SELECT status FROM files") == ["completed"])
    #expect(try fixture.rows("SELECT * FROM retrofill.removed_ranges").isEmpty)
  }

  @Test func oldVersionsOfRowsArePruned() throws {
    let fixture = try HistoryFixture()
    try fixture.connection.execute(
      """
      INSERT INTO retrofill.timeseries_data_versions
      SELECT t.*, n, timestamptz '2024-02-28' + n * interval '2 days'
      FROM timeseries_data AS t, generate_series(1, 2) AS n
      WHERE source_id = 1 AND "timestamp" = '2024-01-01 12:00'
      """)
    let report = try Retain(policies: []).run(in: fixture.context)

    #expect(report.oldVersions == 1)
    #expect(
      try fixture.rows("SELECT retrofill_replaced_by FROM retrofill.timeseries_data_versions") == [
        "2"
      ])
  }

  @Test func thePlanListsPartitionsRowsAndBytes() throws {
    let fixture = try HistoryFixture()
    let plan = try verb(days: 51).plan(in: fixture.context)

    #expect(plan.map(\.action) == ["drop", "delete"])
    #expect(plan.map(\.subject) == ["timeseries_data_y2024m01", "timeseries_data"])
    #expect(plan.map(\.rows) == [47, 13])
    #expect(try #require(plan.first?.bytes) > 0)
    #expect(try fixture.count() == 137)
  }

  @Test func thePlanSaysWhatWouldBeRefused() throws {
    let fixture = try HistoryFixture()
    let plan = try verb(days: 31).plan(in: fixture.context)

    #expect(plan.map(\.action) == ["refuse"])
  }

  /// The checkpoints that retention without an archive comes to.
  private static let checkpoints: [ArchivingCheckpoint] = [
    .beforeLock, .afterLock, .beforeDrop, .afterDrop, .beforeDelete, .afterDelete, .beforeCommit,
    .afterCommit,
  ]

  /// A removed range tells of every row that is gone, whatever the moment at which a run stops, and
  /// the next run ends as an uninterrupted one.
  @Test(arguments: checkpoints)
  func aRunThatStopsAnywhereIsFinishedByTheNext(_ checkpoint: ArchivingCheckpoint) throws {
    let fixture = try HistoryFixture()
    let reached = Mutex(0)
    _ = try? retain(fixture, days: 51, batchRows: 4) { current in
      guard current == checkpoint else { return }
      let count = reached.withLock { count in
        count += 1
        return count
      }
      if count == 2 || checkpoint == .beforeDrop || checkpoint == .afterDrop {
        throw Stopped(checkpoint: current)
      }
    }
    #expect(reached.withLock { $0 } > 0)
    let gone = 137 - (try fixture.count())
    #expect(
      try fixture.rows("SELECT coalesce(sum(row_count), 0) FROM retrofill.removed_ranges")
        == ["\(gone)"])

    _ = try retain(fixture, days: 51, batchRows: 4)
    #expect(try fixture.count() == 77)
    #expect(
      try fixture.rows("SELECT row_count FROM retrofill.removed_ranges ORDER BY source_id")
        == ["40", "20"])
  }
}
