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

    func table(of tables: LoadTables) -> TableName {
      switch self {
      case .staging: tables.staging
      case .build(let name): name
      }
    }
  }
}

/// Writes chunks over several connections: into the staging table, and into partitions that are
/// built aside. Each partition belongs to one connection, so that its rows keep their order.
final class TableWriters: Sendable {
  private let workers: Workers<Message, [TableName: Built]>

  private enum Message: Sendable {
    case build(PartitionBuild, kept: Ledger.FilledTable?)
    case chunk(Chunk)
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
    workers = Workers(count: count, queueLength: 4) { _, next in
      let connection = try database.connect()
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

  func send(_ chunk: Chunk, to worker: Int) throws {
    try workers.send(.chunk(chunk), to: worker)
  }

  /// Waits until everything is written and every built partition has its key.
  func finish() throws -> [Built] {
    try workers.finish().flatMap(\.values).sorted { $0.build.name < $1.build.name }
  }

  func abandon() { workers.abandon() }

  /// What one connection does.
  private struct TableWriter {
    /// How many bytes of staged rows are committed together at the most: so many are written again
    /// when the load is killed. A partition is filled in one go, as only then its rows are frozen.
    private static let stagedBytes = 64 << 20

    let connection: Connection
    let tables: LoadTables
    let staging: StagingTable
    let atCheckpoint: CheckpointHook
    var built: [TableName: Built] = [:]
    /// Announced, and not yet created on the server.
    private var announced: [TableName: PartitionBuild] = [:]

    init(
      connection: Connection, tables: LoadTables, staging: StagingTable,
      atCheckpoint: @escaping CheckpointHook
    ) {
      self.connection = connection
      self.tables = tables
      self.staging = staging
      self.atCheckpoint = atCheckpoint
    }

    mutating func writeAll(_ next: () throws -> Message?) throws {
      var message = try next()
      while let current = message {
        switch current {
        case .build(let build, nil):
          announced[build.name] = build
          message = try next()
        case .build(let build, let kept?):
          built[build.name] = Built(
            build: build, rows: kept.rows, duplicates: kept.duplicates ?? 0,
            hasKey: kept.duplicates != nil)
          message = try next()
        case .chunk(let chunk):
          message = try writeRun(from: chunk, next)
        }
      }
    }

    /// Writes this chunk and those that follow for the same place with one COPY.
    ///
    /// - Returns: the first message that was not written.
    /// - Throws: `RefusedCopy`.
    private mutating func writeRun(from first: Chunk, _ next: () throws -> Message?) throws
      -> Message?
    {
      do {
        return try copyRun(from: first, next)
      } catch let error as PostgresError where error.refusesARow {
        throw RefusedCopy(error: error)
      }
    }

    private mutating func copyRun(from first: Chunk, _ next: () throws -> Message?) throws
      -> Message?
    {
      var following: Message?
      var (rows, bytes, lastRecord) = (0, 0, 0)
      try atCheckpoint(.beforeCopy)
      try connection.transaction {
        let statement = try prepare(first.destination)
        try connection.copyIn(statement) { writer in
          try BinaryCopy.header.withUnsafeBytes { try writer.write($0) }
          var chunk: Chunk? = first
          while let current = chunk {
            try current.bytes.withUnsafeBytes { try writer.write($0) }
            rows += current.rows
            bytes += current.bytes.count
            lastRecord = current.lastRecord
            following = try next()
            let isFull = first.destination == .staging && bytes >= Self.stagedBytes
            if case .chunk(let same) = following, same.destination == first.destination, !isFull {
              chunk = same
            } else {
              chunk = nil
            }
          }
          try BinaryCopy.trailer.withUnsafeBytes { try writer.write($0) }
        }
        try Ledger(connection).record(
          rows: rows, upTo: lastRecord, in: first.destination.table(of: tables), of: tables.load)
      }
      try atCheckpoint(.afterCopy)
      if case .build(let name) = first.destination { built[name]?.rows += rows }
      return following
    }

    private mutating func prepare(_ destination: Chunk.Destination) throws -> SQL {
      guard case .build(let name) = destination else { return staging.copyStatement }
      if let build = announced.removeValue(forKey: name) {
        try build.create(connection)
        built[name] = Built(build: build)
        return build.copyStatement(freezing: true)
      }
      return built[name]?.build.copyStatement(freezing: false) ?? staging.copyStatement
    }

    mutating func addKeys() throws {
      for var partition in built.values where !partition.hasKey {
        try atCheckpoint(.beforeKey)
        do {
          try connection.transaction {
            partition.duplicates = try partition.build.addKey(connection)
            try Ledger(connection).recordKey(
              duplicates: partition.duplicates, of: partition.build.name, of: tables.load)
          }
        } catch let error as PostgresError where error.refusesARow {
          throw RefusedCopy(error: error)
        }
        partition.hasKey = true
        built[partition.build.name] = partition
        try atCheckpoint(.afterKey)
      }
    }
  }
}
