import Postgres
import Store

/// Rows on their way to the server: encoded, all for one place.
struct Chunk: Sendable {
  let destination: Destination
  let bytes: [UInt8]
  let rows: Int
  /// The number of the last row's record.
  let lastRecord: Int

  enum Destination: Sendable, Hashable {
    case staging
    case build(TableName)
    /// The target itself.
    case target

    /// The table that the load writes aside; nil for none.
    func table(of tables: LoadTables) -> TableName? {
      switch self {
      case .staging: tables.staging
      case .build(let name): name
      case .target: nil
      }
    }
  }
}

/// Writes chunks over several connections: into the staging table, and into partitions that are
/// built aside. Each partition belongs to one connection, so that its rows keep their order.
final class TableWriters: Sendable {
  private let workers: Workers<Message, [TableName: Built]>

  enum Message: Sendable {
    case build(PartitionBuild, kept: Ledger.FilledTable?)
    case chunk(Chunk)
    /// Most likely no more rows come for this partition.
    case filled(TableName)
  }

  /// A partition that is built: with its key, not yet attached.
  struct Built: Sendable {
    let build: PartitionBuild
    var rows = 0
    var duplicates = 0
    var hasKey = false
  }

  /// How rows for the staging table are written that the server may refuse there.
  struct Care: Sendable {
    /// After how many refused rows of one connection it is enough.
    let mostRefused: Int?
  }

  /// With `care` there are no builds, and each chunk is copied on its own.
  init(
    count: Int, tables: LoadTables, database: Database, staging: StagingTable,
    interruption: Interruption, care: Care?, atCheckpoint: @escaping CheckpointHook
  ) {
    workers = Workers(count: count, queueLength: 16) { _, next in
      let connection = try database.connect()
      // Where no WAL is written for new tables, small ones are flushed to disk like large ones: their
      // pages in the WAL cost more.
      try connection.execute("SET wal_skip_threshold = 0")
      try connection.share(.writers(of: tables.load))
      return try interruption.cancelling(connection.canceller) {
        if let care {
          let copy = CarefulCopy(
            connection, into: staging, RefusedRows(connection, of: tables),
            mostRefused: care.mostRefused)
          try Self.copy(with: copy, next, atCheckpoint)
          return [:]
        }
        var writer = TableWriter(
          connection: connection, tables: tables, staging: staging, atCheckpoint: atCheckpoint)
        try writer.writeAll(next)
        try writer.addKeys()
        return writer.built
      }
    }
  }

  private static func copy(
    with copy: CarefulCopy, _ next: () throws -> Message?, _ atCheckpoint: CheckpointHook
  ) throws {
    var copy = copy
    while let message = try next() {
      guard case .chunk(let chunk) = message else { continue }
      try atCheckpoint(.beforeCopy)
      try chunk.bytes.withUnsafeBytes { try copy.copy($0) }
      try atCheckpoint(.afterCopy)
    }
  }

  var count: Int { workers.count }

  /// Announces a partition before its first chunk; `kept` is what of it is there already.
  func begin(
    _ build: PartitionBuild, kept: Ledger.FilledTable?, on worker: Int
  ) throws {
    try workers.send(.build(build, kept: kept), to: worker)
  }

  /// Says that most likely no more rows come for a partition, so that it can get its key while others
  /// fill.
  func fill(_ name: TableName, on worker: Int) throws {
    try workers.send(.filled(name), to: worker)
  }

  func send(_ chunk: Chunk, to worker: Int) throws {
    try workers.send(.chunk(chunk), to: worker)
  }

  /// Waits until everything is written and every built partition has its key.
  func finish() throws -> [Built] {
    try workers.finish().flatMap(\.values).sorted { $0.build.name < $1.build.name }
  }

  func abandon() { workers.abandon() }
}
