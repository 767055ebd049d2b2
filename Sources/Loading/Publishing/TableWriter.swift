import Postgres
import Store

/// What one connection writes: rows into the staging table, and partitions that it builds.
struct TableWriter {
  /// How many bytes of staged rows are committed together at the most: so many are written again
  /// when the load is killed. A partition is filled in one go, as only then its rows are frozen.
  private static let stagedBytes = 64 << 20

  let connection: Connection
  let tables: LoadTables
  let staging: StagingTable
  let atCheckpoint: CheckpointHook
  var built: [TableName: TableWriters.Built] = [:]
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

  mutating func writeAll(_ next: () throws -> TableWriters.Message?) throws {
    var message = try next()
    while let current = message {
      switch current {
      case .build(let build, nil):
        announced[build.name] = build
        message = try next()
      case .build(let build, let kept?):
        built[build.name] = TableWriters.Built(
          build: build, rows: kept.rows, duplicates: kept.duplicates ?? 0,
          hasKey: kept.duplicates != nil)
        message = try next()
      case .chunk(let chunk):
        message = try writeRun(from: chunk, next)
      case .filled:
        // Nothing has come since the rows before were committed.
        message = try next()
      }
    }
  }

  /// Writes this chunk and those that follow for the same place with one COPY.
  ///
  /// - Returns: the first message that was not written.
  /// - Throws: `RefusedCopy`.
  private mutating func writeRun(from first: Chunk, _ next: () throws -> TableWriters.Message?)
    throws
    -> TableWriters.Message?
  {
    do {
      return try copyRun(from: first, next)
    } catch let error as PostgresError where error.refusesARow {
      throw RefusedCopy(error: error)
    }
  }

  private mutating func copyRun(
    from first: Chunk, _ next: () throws -> TableWriters.Message?
  ) throws -> TableWriters.Message? {
    var following: TableWriters.Message?
    var hasKey = false
    try atCheckpoint(.beforeCopy)
    let rows = try connection.transaction {
      let statement = try prepare(first.destination)
      let (rows, lastRecord): (Int, Int)
      (rows, lastRecord, following) = try copy(first, next, by: statement)
      if let table = first.destination.table(of: tables) {
        try Ledger(connection).record(rows: rows, upTo: lastRecord, in: table, of: tables.load)
      }
      if case .filled(let name) = following, first.destination == .build(name) {
        hasKey = try addKeyEarly(to: name)
      }
      return rows
    }
    if case .build(let name) = first.destination {
      built[name]?.rows += rows
      built[name]?.hasKey = hasKey
    }
    try atCheckpoint(.afterCopy)
    if hasKey { try atCheckpoint(.afterKey) }
    return following
  }

  /// Copies this chunk and those that follow for the same place.
  ///
  /// - Returns: how many rows, the last one's record, and the first message that was not written.
  private func copy(
    _ first: Chunk, _ next: () throws -> TableWriters.Message?, by statement: SQL
  ) throws -> (rows: Int, lastRecord: Int, following: TableWriters.Message?) {
    var following: TableWriters.Message?
    var (rows, bytes, lastRecord) = (0, 0, 0)
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
    return (rows, lastRecord, following)
  }

  /// Belongs into the transaction of the COPY.
  private mutating func prepare(_ destination: Chunk.Destination) throws -> SQL {
    guard case .build(let name) = destination else { return staging.copyStatement }
    if let build = announced.removeValue(forKey: name) {
      try build.create(connection)
      built[name] = TableWriters.Built(build: build)
      return build.copyStatement(freezing: true)
    }
    guard let partition = built[name] else { return staging.copyStatement }
    if partition.hasKey { try partition.build.dropKey(connection) }
    return partition.build.copyStatement(freezing: false)
  }

  /// Gives a partition its key in the transaction that fills it, which saves a commit; where a key
  /// comes twice, that waits until all rows are there.
  private func addKeyEarly(to name: TableName) throws -> Bool {
    guard let build = built[name]?.build else { return false }
    try atCheckpoint(.beforeKey)
    do {
      try connection.transaction { try build.addKeyOnce(connection) }
    } catch SQLState.uniqueViolation {
      return false
    }
    try Ledger(connection).recordKey(duplicates: 0, of: name, of: tables.load)
    return true
  }

  /// Gives their keys to the partitions that have none yet.
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
