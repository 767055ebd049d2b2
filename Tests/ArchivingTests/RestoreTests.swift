import Archiving
import Foundation
import Loading
import Postgres
import Store
import Synchronization
import TestSupport
import Testing

@Suite(.database) struct RestoreTests {
  private let archive = "timeseries_data_2024-01-01_2024-03-01"

  private func restore(
    _ fixture: HistoryFixture, _ name: String? = nil, into table: TableName? = nil,
    onConflict: ConflictPolicy = .keep
  ) throws -> RestoreReport {
    try Restore(
      directory: fixture.archives + "/" + (name ?? archive), into: table, onConflict: onConflict
    ).run(in: fixture.context)
  }

  private func hash(_ fixture: HistoryFixture) throws -> String? {
    try contentHash(of: fixture.connection, exact: true)["timeseries_data"]
  }

  @Test func everyRowComesBackExactly() throws {
    let fixture = try HistoryFixture()
    try fixture.connection.execute(
      "UPDATE timeseries_data SET volume = 'NaN' WHERE source_id = 1 AND open < 101")
    let before = try hash(fixture)
    _ = try fixture.archive(remove: true)
    let report = try restore(fixture)

    #expect(report.loads.map(\.status) == [.loaded, .loaded])
    #expect((report.inserted, report.updated) == (90, 0))
    #expect((report.unchanged, report.kept) == (0, 0))
    #expect(try hash(fixture) == before)
    #expect(
      try fixture.partitions()
        == ["timeseries_data_y2024m01", "timeseries_data_y2024m02", "timeseries_data_y2024m03"])
  }

  @Test func eachPartTellsOfItsEnd() throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive(remove: true)
    let report = try restore(fixture)
    #expect(
      try fixture.rows("SELECT load_id, event_type, status FROM ingest_events ORDER BY load_id")
        == report.loads.compactMap(\.load).sorted().map { "\($0) | restore | loaded" })
    #expect(report.loads.count == 2)
  }

  @Test func whatTheRemovalRecordedIsTakenBackAndRefinedAgain() throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive(remove: true)
    _ = try restore(fixture)

    #expect(try fixture.rows("SELECT * FROM retrofill.removed_ranges").isEmpty)
    #expect(
      try fixture.rows("SELECT status, removed_at FROM retrofill.archives") == ["written | NULL"])
    #expect(
      try fixture.rows(
        """
        SELECT source_id, range_from, range_to FROM retrofill.dirty_ranges
        WHERE load_id IS NULL ORDER BY source_id
        """) == [
          "1 | 2024-01-01 12:00:00+00 | 2024-02-29 12:00:00+00",
          "2 | 2024-01-01 00:00:00+00 | 2024-02-28 00:00:00+00",
        ])
  }

  @Test func aSecondRestoreChangesNothing() throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive(remove: true)
    _ = try restore(fixture)
    let hash = try hash(fixture)
    try fixture.connection.execute("DELETE FROM retrofill.dirty_ranges")
    let report = try restore(fixture)

    #expect((report.inserted, report.updated) == (0, 0))
    #expect((report.unchanged, report.kept) == (90, 0))
    #expect(try self.hash(fixture) == hash)
    #expect(try fixture.rows("SELECT * FROM retrofill.dirty_ranges").isEmpty)
  }

  @Test func restoredRowsCanBeRemovedAgainWithTheSameArchive() throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive(remove: true)
    _ = try restore(fixture)
    try fixture.connection.execute("DELETE FROM retrofill.dirty_ranges")
    let report = try fixture.archive(remove: true)

    #expect(report.archives.map(\.written) == [false])
    #expect(report.archives.map(\.removed) == [true])
    #expect(try fixture.count() == 47)
  }

  @Test func aCorrectionMadeSinceIsKeptUnlessToldOtherwise() throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive()
    try fixture.connection.execute(
      "UPDATE timeseries_data SET value = 77 WHERE source_id = 2 AND value = 3")

    let kept = try restore(fixture)
    #expect((kept.inserted, kept.updated, kept.unchanged, kept.kept) == (0, 0, 89, 1))
    #expect(
      kept.note == """
        timeseries_data has 1 row that differs from the archive, and kept it; \
        on_conflict: update would bring the archived version back
        """)
    #expect(try fixture.count("value = 77") == 1)

    let updated = try restore(fixture, onConflict: .update)
    #expect((updated.inserted, updated.updated, updated.unchanged) == (0, 1, 89))
    #expect(try fixture.count("value = 77") == 0)
    #expect(
      try fixture.rows("SELECT value FROM retrofill.timeseries_data_versions") == ["77"])
  }

  @Test func anotherTableTakesTheRowsToo() throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive(remove: true)
    try fixture.connection.execute("CREATE TABLE old_data (LIKE timeseries_data INCLUDING ALL)")
    let report = try restore(fixture, into: "old_data")

    #expect(report.table == "old_data")
    #expect(report.inserted == 90)
    #expect(try fixture.count() == 47)
    #expect(
      try fixture.rows("SELECT sum(row_count) FROM retrofill.removed_ranges") == ["90"])
  }

  @Test func everyTypeOfAUserTableComesBack() throws {
    let fixture = try HistoryFixture()
    try fixture.connection.script(
      """
      CREATE TABLE odd (id uuid PRIMARY KEY, at timestamptz NOT NULL, until timestamptz,
        tags text[], span interval, raw bytea, note text, doc json, ok boolean, f float8,
        twice numeric GENERATED ALWAYS AS (f::numeric * 2) STORED);
      INSERT INTO odd VALUES
        ('00000000-0000-0000-0000-000000000001', '2024-01-01', 'infinity', '{a,"b c",NULL}',
          '1 mon -2 days', '\\x00ff', '', '{"a": [1,  2]}', true, 0.1),
        ('00000000-0000-0000-0000-000000000002', '2024-01-02', NULL, NULL, NULL, NULL,
          E'two\\nlines, a "quote" and a \\\\.', NULL, NULL, 1e300);
      """)
    let before = try fixture.rows("SELECT * FROM odd ORDER BY id")
    _ = try fixture.archive(remove: true, table: "odd", timeColumn: "at")
    #expect(try fixture.rows("SELECT * FROM odd").isEmpty)
    let report = try restore(fixture, "odd_2024-01-01_2024-02-01")

    #expect(report.loads.compactMap { $0.error.map { "\($0)" } } == [])
    #expect(report.inserted == 2)
    #expect(try fixture.rows("SELECT * FROM odd ORDER BY id") == before)
  }

  // MARK: - Archives that are not sound

  @Test func aDamagedPartIsRefusedBeforeAnythingIsWritten() throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive(remove: true)
    try fixture.damage(archive + "/timeseries_data_y2024m02.csv.gz")

    #expect(
      fixture.errorText { _ = try restore(fixture) } == """
        FOLDER/archives/\(archive)/timeseries_data_y2024m02.csv.gz is damaged: its SHA-256 is not \
        the one in the manifest. Fetch it again from where it was copied.
        """)
    #expect(try fixture.count() == 47)
    #expect(try fixture.rows("SELECT * FROM retrofill.loads").isEmpty)
  }

  @Test func aMissingPartIsNamed() throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive(remove: true)
    let part = archive + "/timeseries_data_y2024m02.csv.gz"
    try FileManager.default.removeItem(atPath: fixture.archives + "/" + part)

    #expect(
      fixture.errorText { _ = try restore(fixture) } == """
        FOLDER/archives/\(part) is missing, though the manifest lists it. \
        Fetch it from where it was copied.
        """)
  }

  @Test func aPartTooManyIsNamed() throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive(remove: true)
    let folder = fixture.archives + "/" + archive
    try FileManager.default.copyItem(
      atPath: folder + "/timeseries_data_y2024m02.csv.gz", toPath: folder + "/more.csv.gz")

    #expect(
      fixture.errorText { _ = try restore(fixture) } == """
        FOLDER/archives/\(archive)/more.csv.gz is not in the manifest of its archive. \
        Move it away, or fetch the archive again.
        """)
  }

  @Test func aChangedManifestIsRefused() throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive(remove: true)
    let path = fixture.archives + "/" + archive + "/manifest.json"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try text.replacing("\"rows\" : 47", with: "\"rows\" : 46")
      .write(toFile: path, atomically: true, encoding: .utf8)

    #expect(
      fixture.errorText { _ = try restore(fixture) } == """
        FOLDER/archives/\(archive)/manifest.json was changed after it was written: its SHA-256 is \
        not the one in SHA256SUMS. Fetch the archive again from where it was copied.
        """)
  }

  @Test(arguments: ["../outside.csv.gz", "/etc/passwd", ".."])
  func aPartOutsideOfItsFolderIsNotRead(_ name: String) throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive(remove: true)
    try fixture.forgeManifest(of: archive) {
      $0.replacing("\"timeseries_data_y2024m01.csv.gz\"", with: "\"\(name)\"")
    }

    #expect(
      fixture.errorText { _ = try restore(fixture) } == """
        FOLDER/archives/\(archive)/manifest.json names a part outside of its folder: "\(name)". \
        Such an archive is not read.
        """)
  }

  @Test func aManifestOfALaterFormatIsRefused() throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive(remove: true)
    try fixture.forgeManifest(of: archive) {
      $0.replacing("\"format_version\" : 1", with: "\"format_version\" : 2")
    }

    #expect(
      fixture.errorText { _ = try restore(fixture) } == """
        FOLDER/archives/\(archive)/manifest.json is of format retrofill-archive version 2; this \
        retrofill reads retrofill-archive version 1. Use the version that wrote it.
        """)
  }

  @Test func aFolderWithoutAManifestIsNoArchive() throws {
    let fixture = try HistoryFixture()

    #expect(
      fixture.errorText { _ = try restore(fixture, "nowhere") } == """
        FOLDER/archives/nowhere is no archive: it has no manifest.json. \
        Name the folder that holds the manifest and the parts.
        """)
  }

  // MARK: - Another database

  @Test func sourcesThatAreUnknownAreMadeAsTheyWere() throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive(remove: true)
    let before = try fixture.rows("SELECT source_id, name, display_name, category FROM sources")
    try fixture.connection.execute("DELETE FROM sources")
    let report = try restore(fixture)

    #expect(report.sources == ["btc", "fear"])
    #expect(
      try fixture.rows("SELECT source_id, name, display_name, category FROM sources") == before)
  }

  @Test func rowsNeverBelongToAnotherSource() throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive(remove: true)
    try fixture.connection.execute("UPDATE sources SET name = 'eth' WHERE source_id = 1")

    #expect(
      fixture.errorText { _ = try restore(fixture) } == """
        In the archive the source 1 is btc, but here the source 1 is eth, so the rows would belong \
        to another source. Nothing was restored.
        """)
    #expect(try fixture.count() == 47)
  }

  // MARK: - Stopping

  private static let loadCheckpoints: [Checkpoint] = [
    .loadBegun, .beforeCopy, .afterCopy, .beforeMerge, .afterMerge, .beforeLedger, .beforeCommit,
  ]

  @Test(arguments: loadCheckpoints)
  func aRestoreThatStopsInAPartIsFinishedByTheNext(_ checkpoint: Checkpoint) throws {
    let fixture = try HistoryFixture()
    let before = try hash(fixture)
    _ = try fixture.archive(remove: true)
    let reached = Mutex(0)
    var verb = Restore(directory: fixture.archives + "/" + archive)
    verb.atLoadCheckpoint = { current in
      guard current == checkpoint else { return }
      let count = reached.withLock { count in
        count += 1
        return count
      }
      if count == 2 { throw LoadStopped(checkpoint: current) }
    }
    let stopped = try verb.run(in: fixture.context)

    #expect(reached.withLock { $0 } == 2)
    #expect(stopped.loads.map(\.status) == [.loaded, .failed])
    #expect(
      try fixture.rows("SELECT sum(row_count) FROM retrofill.removed_ranges") == ["90"])
    #expect(try restore(fixture).outcome.isDone)
    #expect(try hash(fixture) == before)
    #expect(try fixture.rows("SELECT * FROM retrofill.removed_ranges").isEmpty)
    #expect(
      try fixture.rows(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '^load_[0-9]'"
      ).isEmpty)
  }

  @Test(arguments: [ArchivingCheckpoint.beforeCommit, .afterCommit])
  func aRestoreThatStopsAtItsEndIsFinishedByTheNext(_ checkpoint: ArchivingCheckpoint) throws {
    let fixture = try HistoryFixture()
    _ = try fixture.archive(remove: true)
    var verb = Restore(directory: fixture.archives + "/" + archive)
    verb.atCheckpoint = { if $0 == checkpoint { throw Stopped(checkpoint: $0) } }
    let stopped = try verb.run(in: fixture.context)

    #expect(stopped.error is Stopped)
    _ = try restore(fixture)
    #expect(try fixture.count() == 137)
    #expect(try fixture.rows("SELECT * FROM retrofill.removed_ranges").isEmpty)
    #expect(
      try fixture.rows(
        "SELECT DISTINCT source_id FROM retrofill.dirty_ranges WHERE load_id IS NULL")
        == ["1", "2"])
  }
}

/// Thrown by a checkpoint of a load: the process stops here.
struct LoadStopped: Error {
  let checkpoint: Checkpoint
}

extension Outcome {
  var isDone: Bool { if case .done = self { true } else { false } }
}
