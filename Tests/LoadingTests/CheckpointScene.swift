import Foundation
import Layouts
import Loading
import Postgres
import Store
import Synchronization
import TestSupport

/// A server of its own, a network that can be broken, and a load that can be stopped at each of its
/// checkpoints.
final class CheckpointScene {
  /// What a load can be.
  enum Way: String, CaseIterable, Sendable {
    case wholeFile, batches, landing, upload
    /// The same for a file of which no row meets one of the table.
    case appendedFile, appendedBatches
    /// Into a table without a key.
    case unkeyedFile, unkeyedBatches

    /// Those that such a load comes by.
    var checkpoints: Set<Checkpoint> {
      let ofBuilding: Set<Checkpoint> = [.beforeKey, .afterKey, .beforeAttach, .afterAttach]
      let ofMoving: Set<Checkpoint> = [.beforeFileMove, .afterFileMove]
      let ofMerging: Set<Checkpoint> = [.beforeMerge, .afterMerge]
      let all = Set(Checkpoint.allCases)
      return switch self {
      case .wholeFile: all.subtracting(ofMoving)
      case .batches: all.subtracting(ofMoving).subtracting(ofBuilding)
      case .appendedFile: all.subtracting(ofMoving).subtracting(ofMerging)
      case .appendedBatches, .landing, .unkeyedFile, .unkeyedBatches:
        all.subtracting(ofMoving).subtracting(ofBuilding).subtracting(ofMerging)
      case .upload: all.subtracting(ofBuilding).subtracting(ofMerging)
      }
    }
  }

  /// What stops a load, and when.
  struct Stop: Sendable {
    enum Kind: CaseIterable, Sendable {
      /// An error in the tool.
      case error
      /// The process dies: its sessions end, and nobody writes anything down.
      case death
      /// The network breaks.
      case cutConnections
      /// The network breaks when the server has done what it was last told.
      case lostAnswers
      /// The server dies, and what its tables without a log held is gone.
      case killedServer
    }

    let kind: Kind
    let checkpoint: Checkpoint
    /// Which of the times that the load comes by the checkpoint, from 1.
    let time: Int
    /// Whether the database stays out of reach until the load has given up; else it goes on by itself.
    let isLasting: Bool
  }

  private let way: Way
  private let workshop: Workshop
  private let server: PrivateServer
  private let proxy: FaultProxy

  init(_ way: Way) throws {
    self.way = way
    workshop = try Workshop()
    server = try TestDatabase.server
    proxy = try FaultProxy(before: server.settings)
  }

  func close() { proxy.close() }

  /// A database with one source and a part of a month, and a file that changes, repeats and adds, or
  /// adds only.
  func set() throws {
    try reset()
    let base = try workshop.file("base.csv", history(count: 20))
    guard try workshop.backfill([base], layout: layout).loads[0].status == .loaded else {
      throw NotLoaded()
    }
    let next =
      switch way {
      case .appendedFile, .appendedBatches: history(from: "2024-01-21T00:00:00Z", count: 80)
      default: history(count: 80) { $0 == 3 ? "-3" : "\($0)" }
      }
    _ = try workshop.file("next.csv", next)
    try? FileManager.default.removeItem(at: uploads)
    try FileManager.default.createDirectory(at: uploads, withIntermediateDirectories: true)
    if way == .upload { _ = try workshop.file("uploads/next.csv", next) }
  }

  /// The files in the folder of uploads, once the load is done.
  var expectedUploads: [String] { way == .upload ? ["processed", "processed/next.csv"] : [] }

  func foundUploads() -> [String] {
    FileManager.default.subpaths(atPath: uploads.path)?.sorted() ?? []
  }

  private var layout: Layout {
    get throws {
      switch way {
      case .unkeyedFile, .unkeyedBatches:
        try tableLayout("unkeyed", ["time": "timestamp", "value": "decimal"])
      default: try simpleLayout()
      }
    }
  }

  private var uploads: URL { workshop.folder.appendingPathComponent("uploads") }

  private struct NotLoaded: Error {}

  /// Loads the file, and returns what became of it; nothing of a load that was interrupted, and of a
  /// file that has been moved already.
  @discardableResult
  func run(
    _ hook: @escaping CheckpointHook = { _ in }, interruption: Interruption = Interruption(),
    reconnecting: Reconnecting = Reconnecting()
  ) throws -> [LoadReport] {
    var context = workshop.context
    context.database = Database(settings: proxy.settings, logger: context.logger)
    context.interruption = interruption
    context.reconnecting = reconnecting
    let path = workshop.folder.appendingPathComponent("next.csv").path
    if way == .landing || way == .upload {
      var ingest = Ingest(paths: way == .landing ? [path] : [])
      ingest.folders = way == .upload ? [uploads.path] : []
      ingest.settleSeconds = 0
      ingest.atCheckpoint = hook
      return try ingest.run(in: context).loads
    }
    var backfill = Backfill(paths: [path], layout: try layout)
    backfill.publish = [.batches, .appendedBatches, .unkeyedBatches].contains(way) ? .batch : .file
    backfill.batchRows = 30
    backfill.atCheckpoint = hook
    return try backfill.run(in: context).loads
  }

  /// What the tables hold after a load that nothing stopped, and how often it came by which
  /// checkpoints.
  func uninterrupted() throws -> (content: [String: String], times: [Checkpoint: Int]) {
    try set()
    let times = Mutex<[Checkpoint: Int]>([:])
    let reports = try run { checkpoint in
      times.withLock { $0[checkpoint, default: 0] += 1 }
    }
    guard reports.map(\.status) == [.loaded] else { throw NotLoaded() }
    return (try contentHash(of: TestDatabase.connect()), times.withLock { $0 })
  }

  /// Runs the load into a stop, and makes everything work again.
  ///
  /// - Returns: whether the load came to the place.
  func stop(_ stop: Stop) throws -> Bool {
    let interruption = Interruption()
    let hook = StopOnce(at: stop.checkpoint, time: stop.time) { [proxy, server] in
      switch stop.kind {
      case .error: throw StopOnce.Stopped(checkpoint: stop.checkpoint)
      case .death:
        proxy.strike(.drop, lasting: true)
        interruption.raise()
        throw Interrupted()
      case .cutConnections: proxy.strike(.drop, lasting: stop.isLasting)
      case .lostAnswers: proxy.strike(.swallow, lasting: stop.isLasting)
      case .killedServer:
        try server.killHard()
        if !stop.isLasting { try server.start() }
      }
    }
    try run(
      hook.callAsFunction, interruption: interruption,
      reconnecting: stop.isLasting ? .never : Reconnecting())
    proxy.heal()
    try server.start()
    try waitUntilAlone()
    return hook.wasReached
  }

  /// The server notices after a moment who has gone.
  private func waitUntilAlone() throws {
    let connection = try TestDatabase.connect()
    let others: SQL = """
      SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND backend_type = 'client backend'
        AND pid <> pg_backend_pid()
      """
    while try connection.first(others) != nil { usleep(5_000) }
  }

  private func reset() throws {
    let connection = try TestDatabase.connect()
    for partition in try Catalog(connection).partitions(of: "timeseries_data") {
      try connection.execute("DROP TABLE \(table: partition.name)")
    }
    try connection.script(
      """
      TRUNCATE sources, lineage, files, file_data, ingest_events, retrofill.loads,
        retrofill.timeseries_data_versions, retrofill.dirty_ranges RESTART IDENTITY CASCADE;
      DROP TABLE IF EXISTS unkeyed;
      CREATE TABLE unkeyed (time timestamptz, value numeric);
      """)
  }
}
