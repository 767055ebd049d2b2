import Foundation
import Layouts
import Loading
import Postgres
import Store
import Synchronization
import TestSupport
import Testing

/// A load that stops at any boundary and is run again leaves the tables that an uninterrupted one
/// leaves.
@Suite(.database) struct CheckpointTests {
  /// What a load can be.
  enum Way: String, CaseIterable, Sendable {
    case wholeFile, batches, landing, upload
  }

  /// What stops it.
  enum Stop: CaseIterable, Sendable {
    /// An error in the tool.
    case error
    /// The server ends every session of the database.
    case cutConnections
    /// The process dies: its sessions end, and nobody writes anything down.
    case death
  }

  @Test(arguments: Way.allCases, Stop.allCases)
  func aLoadStoppedAnywhereAndRunAgainEqualsAnUninterruptedOne(way: Way, stop: Stop) throws {
    let workshop = try Workshop()
    let expected = try uninterrupted(way, workshop)
    for checkpoint in Checkpoint.allCases {
      try set(workshop)
      let settings = try TestDatabase.settings
      let hook = StopOnce(at: checkpoint) {
        if stop != .error { try endOtherSessions(settings) }
        if stop != .cutConnections { throw StopOnce.Stopped(checkpoint: checkpoint) }
      }
      let first = try run(way, workshop, hook)
      guard hook.wasReached else { continue }
      if stop == .death { try forgetTheFailure(first) }
      let second = try run(way, workshop, StopOnce(at: checkpoint) {})
      #expect([.loaded, .skipped].contains(second.status), "\(checkpoint): \(second.words)")
      let connection = try TestDatabase.connect()
      #expect(try contentHash(of: connection) == expected, "\(checkpoint)")
      #expect(try leftovers(connection) == [], "\(checkpoint)")
      let left = FileManager.default.subpaths(atPath: uploads(workshop).path) ?? []
      #expect(
        left.sorted() == (way == .upload ? ["processed", "processed/next.csv"] : ["next.csv"]),
        "\(checkpoint)")
      #expect(
        try rows(connection, "SELECT count(*) FROM retrofill.loads WHERE status = 'running'")
          == ["0"], "\(checkpoint)")
    }
  }

  @Test func everyCheckpointIsReached() throws {
    let reached = Mutex<Set<Checkpoint>>([])
    let workshop = try Workshop()
    for way in Way.allCases {
      try set(workshop)
      _ = try run(way, workshop) { checkpoint in
        reached.withLock { _ = $0.insert(checkpoint) }
      }
    }
    #expect(reached.withLock { Set(Checkpoint.allCases).subtracting($0) } == [])
  }

  @Test func whatGoesWrongBehindTheCommitDoesNotTakeItBack() throws {
    let workshop = try Workshop()
    try set(workshop)
    let report = try run(.wholeFile, workshop, StopOnce(at: .afterCommit))
    #expect(report.summary == "loaded: 80 read, 60 inserted, 1 updated, 19 unchanged")
    #expect(
      report.notes == ["published, but tidying up did not come to its end: stopped at afterCommit"])
    #expect(
      try rows(
        TestDatabase.connect(),
        "SELECT status, inserted, error FROM retrofill.loads WHERE load_id = 2")
        == ["loaded|60|"])
    #expect(try run(.wholeFile, workshop) { _ in }.summary == "skipped")
  }

  // MARK: - The scene

  /// A database with one source and one full month, and a file that changes, repeats and adds.
  private func set(_ workshop: Workshop) throws {
    try reset()
    let base = try workshop.file("base.csv", history(count: 20))
    #expect(try workshop.load(base).status == .loaded)
    let next = history(count: 80) { $0 == 3 ? "-3" : "\($0)" }
    _ = try workshop.file("next.csv", next)
    try? FileManager.default.removeItem(at: uploads(workshop))
    try FileManager.default.createDirectory(
      at: uploads(workshop), withIntermediateDirectories: true)
    _ = try workshop.file("uploads/next.csv", next)
  }

  private func uploads(_ workshop: Workshop) -> URL {
    workshop.folder.appendingPathComponent("uploads")
  }

  private func run(
    _ way: Way, _ workshop: Workshop, _ hook: @escaping CheckpointHook
  ) throws -> LoadReport {
    let path = workshop.folder.appendingPathComponent("next.csv").path
    if way == .landing { return try workshop.ingest(path) { $0.atCheckpoint = hook } }
    if way == .upload {
      var ingest = Ingest(paths: [])
      ingest.folders = [uploads(workshop).path]
      ingest.settleSeconds = 0
      ingest.atCheckpoint = hook
      let report = try ingest.run(in: workshop.context)
      // A file that has been moved is not looked at again.
      var done = LoadReport(file: "", layout: "", table: "")
      done.status = .skipped
      return report.loads.first ?? done
    }
    return try workshop.load(path) {
      $0.publish = way == .batches ? .batch : .file
      $0.batchRows = 30
      $0.atCheckpoint = hook
    }
  }

  private func run(_ way: Way, _ workshop: Workshop, _ hook: StopOnce) throws -> LoadReport {
    try run(way, workshop, hook.callAsFunction)
  }

  private func uninterrupted(_ way: Way, _ workshop: Workshop) throws -> [String: String] {
    try set(workshop)
    let report = try run(way, workshop) { _ in }
    #expect(report.status == .loaded, "\(report.words)")
    return try contentHash(of: TestDatabase.connect())
  }

  /// A dead process leaves its entry open, and everything that it had made.
  private func forgetTheFailure(_ report: LoadReport) throws {
    guard let load = report.load, report.status == .failed else { return }
    try TestDatabase.connect().script(
      """
      UPDATE retrofill.loads SET status = 'running', finished_at = NULL, error = NULL
      WHERE load_id = \(load) AND status = 'failed';
      CREATE TABLE IF NOT EXISTS retrofill.load_\(load)_staging (a int);
      CREATE TABLE IF NOT EXISTS retrofill.load_\(load)_timeseries_data_y2024m02 (a int);
      """)
  }

  private func reset() throws {
    let connection = try TestDatabase.connect()
    for partition in try Catalog(connection).partitions(of: "timeseries_data") {
      try connection.execute("DROP TABLE \(table: partition.name)")
    }
    try connection.script(
      """
      TRUNCATE sources, lineage, files, file_data, retrofill.loads,
        retrofill.timeseries_data_versions, retrofill.dirty_ranges RESTART IDENTITY CASCADE;
      """)
  }
}

/// Ends every session of the database but the one that does it.
func endOtherSessions(_ settings: ConnectionSettings, but spared: Int32 = 0) throws {
  try Connection(settings).execute(
    """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> \(spared)
      AND backend_type = 'client backend'
    """)
}
