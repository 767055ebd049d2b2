import Archiving
import Foundation
import Postgres
import Store
import Synchronization
import TestSupport
import Testing

@Suite(.database) struct ArchiveSafetyTests {
  @Test func aRowThatArrivesBetweenExportAndRemovalStopsTheRemoval() throws {
    let fixture = try HistoryFixture()
    let settings = try TestDatabase.settings
    let report = try fixture.archive(remove: true) { checkpoint in
      guard checkpoint == .beforeLock else { return }
      try Connection(settings).execute(
        """
        INSERT INTO timeseries_data (source_id, "timestamp", value)
        VALUES (2, '2024-02-07 01:00', 5), (2, '2024-02-07 02:00', 5)
        """)
    }

    #expect(
      report.error.map { "\($0)" } == """
        timeseries_data is not what \
        \(fixture.archives)/timeseries_data_2024-01-01_2024-03-01 holds of it, from \
        2024-02-01T00:00:00Z to 2024-03-01T00:00:00Z: 2 more rows than were archived. Nothing was \
        removed; the archive is sound and stays. Run this again: what is new is archived beside it.
        """)
    #expect(report.archives.map(\.removed) == [false])
    #expect(try fixture.count() == 139)
    #expect(try fixture.rows("SELECT * FROM retrofill.removed_ranges").isEmpty)

    let again = try fixture.archive(remove: true)
    #expect(again.error == nil)
    #expect(again.archives.map(\.removed) == [true, true])
    #expect(try fixture.count() == 47)
  }

  @Test func aValueThatChangesBetweenExportAndRemovalStopsTheRemoval() throws {
    let fixture = try HistoryFixture()
    let settings = try TestDatabase.settings
    let report = try fixture.archive(remove: true) { checkpoint in
      guard checkpoint == .beforeLock else { return }
      try Connection(settings).execute(
        """
        UPDATE timeseries_data SET close = close + 0.01
        WHERE source_id = 1 AND "timestamp" = '2024-01-09 12:00'
        """)
    }

    let text = try #require(report.error.map { "\($0)" })
    #expect(text.contains(": rows have changed since, though their number, 47, is the same."))
    #expect(try fixture.count() == 137)
  }

  @Test func whatIsNotRefinedIsNotRemoved() throws {
    let fixture = try HistoryFixture()
    try fixture.connection.execute(
      """
      INSERT INTO retrofill.dirty_ranges (table_name, source_id, range_from, range_to)
      VALUES ('timeseries_data', 2, '2024-02-03', '2024-02-05')
      """)

    #expect(
      fixture.errorText { _ = try fixture.archive(remove: true) } == """
        timeseries_data is not refined where rows would be removed: 1 dirty range from \
        2024-02-03T00:00:00Z to 2024-02-05T00:00:00Z, of fear. Scores and roll-ups could not be \
        computed afterwards. Run 'retrofill score --range dirty' and 'retrofill aggregate --range \
        dirty', then this again.
        """)
    #expect(fixture.files().isEmpty)
    #expect(try fixture.archive(remove: false).archives.map(\.rows) == [90])
  }

  @Test func aMonthThatIsOnlyPartlyRemovedMustBeRefinedAsAWhole() throws {
    let fixture = try HistoryFixture()
    try fixture.connection.execute(
      """
      INSERT INTO retrofill.dirty_ranges (table_name, source_id, range_from, range_to)
      VALUES ('timeseries_data', 2, '2024-02-25', '2024-02-25')
      """)
    let middle = try #require(Timestamp("2024-02-10"))

    #expect(fixture.errorText { _ = try fixture.archive(before: middle, remove: true) } != nil)
    #expect(
      fixture.errorText { _ = try fixture.archive(before: HistoryFixture.february, remove: true) }
        == nil)
  }

  @Test func aDirtyRangeThatArrivesBeforeTheLockStopsTheRemoval() throws {
    let fixture = try HistoryFixture()
    let settings = try TestDatabase.settings
    let report = try fixture.archive(remove: true) { checkpoint in
      guard checkpoint == .beforeLock else { return }
      try Connection(settings).execute(
        """
        INSERT INTO retrofill.dirty_ranges (table_name, source_id, range_from, range_to)
        VALUES ('timeseries_data', 1, '2024-01-03', '2024-01-05')
        """)
    }

    #expect(report.error is ArchivingError)
    #expect(try fixture.count() == 137)
  }

  @Test func aDamagedPartIsNotTakenForItsRows() throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive()
    let part = "timeseries_data_2024-01-01_2024-03-01/timeseries_data_y2024m01.csv.gz"
    try fixture.damage(part)

    #expect(
      fixture.errorText { _ = try fixture.archive(remove: true) } == """
        FOLDER/archives/\(part) is damaged: its SHA-256 is not the one in the manifest. \
        Fetch it again from where it was copied.
        """)
    #expect(try fixture.count() == 137)
  }

  @Test func twoArchivesOfATableAtOnceAreRefused() throws {
    let fixture = try HistoryFixture()
    let other = try TestDatabase.connect()
    #expect(try other.tryAcquire(AdvisoryLock(name: "history of timeseries_data")))
    let process: Int32 = try #require(try other.first("SELECT pg_backend_pid()")?.get(0))
    #expect(
      fixture.errorText { _ = try fixture.archive() } == """
        timeseries_data is being archived, restored or expired already (server process \
        \(process) of \(OwnProcess.sessionName)). Wait until that has ended, or stop it; then run this again.
        """)
    try other.release(AdvisoryLock(name: "history of timeseries_data"))
    #expect(fixture.errorText { _ = try fixture.archive() } == nil)
  }

  /// Each row is in the table or in an archive, whatever the moment at which the process stops, and
  /// the next run ends as an uninterrupted one.
  @Test(arguments: ArchivingCheckpoint.allCases)
  func aRunThatStopsAnywhereIsFinishedByTheNext(_ checkpoint: ArchivingCheckpoint) throws {
    let fixture = try HistoryFixture()
    let middle = try #require(Timestamp("2024-03-11"))
    let reached = Atomic<Bool>(false)
    let stopped = try? fixture.archive(before: middle, remove: true) { current in
      guard current == checkpoint else { return }
      reached.store(true, ordering: .relaxed)
      throw Stopped(checkpoint: current)
    }
    let wasReached = reached.load(ordering: .relaxed)
    try #require(wasReached, "no run comes to \(checkpoint)")
    #expect(stopped == nil || stopped?.error is Stopped)

    let left = try fixture.count()
    #expect(left == 137 || (left == 32 && checkpoint == .afterCommit))
    _ = try fixture.archive(before: middle, remove: true)

    #expect(try fixture.count() == 32)
    #expect(try fixture.partitions() == ["timeseries_data_y2024m03"])
    #expect(fixture.files().filter { $0.hasSuffix(".csv.gz") }.count == 3)
    #expect(!fixture.files().contains { $0.contains(".partial") })
    #expect(
      try fixture.rows("SELECT status, row_count FROM retrofill.archives") == ["removed | 105"])
    #expect(
      try fixture.rows("SELECT sum(row_count) FROM retrofill.removed_ranges") == ["105"])
  }

  @Test func whatAKilledRunLeftIsCleared() throws {
    let fixture = try HistoryFixture()
    let leftover = fixture.archives + "/.partial-99999-timeseries_data"
    let other = fixture.archives + "/.partial-99999-file_data"
    for folder in [leftover, other] {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data("half".utf8).write(to: URL(fileURLWithPath: folder + "/part.csv.gz"))
    }
    _ = try fixture.archive()

    #expect(!FileManager.default.fileExists(atPath: leftover))
    #expect(FileManager.default.fileExists(atPath: other))
  }

  @Test func aLockThatOthersHoldIsWaitedFor() throws {
    let fixture = try HistoryFixture()
    let other = try TestDatabase.connect()
    // The server ends this session, and with it the lock, while the removal waits.
    try other.execute("SET idle_in_transaction_session_timeout = '300ms'")
    try other.execute("BEGIN")
    try other.execute("LOCK TABLE timeseries_data_y2024m01 IN ROW EXCLUSIVE MODE")
    let report = try fixture.archive(remove: true)

    #expect(report.error == nil)
    #expect(report.archives.map(\.removed) == [true])
    #expect(try fixture.count() == 47)
  }
}
