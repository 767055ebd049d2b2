import FlatFiles
import Logging
import Postgres
import Store

extension Connection {
  /// Waits until no other load merges into the table, and from then on no longer than ten seconds
  /// for any lock, or than the user says: what others hold is better waited for from the beginning.
  /// Where another client is in the way, `waiting` is told which.
  func takeTurn(
    in table: TableName, of load: Int64, waiting: (_ holder: String) -> Void = { _ in }
  ) throws {
    let lock = AdvisoryLock.merge(into: table)
    if try !tryAcquireInTransaction(lock) {
      if let holder = try holderElsewhere(of: lock) { waiting(holder) }
      try acquireInTransaction(lock)
    }
    try prepareForTurn(of: load)
  }

  /// Waits until no other load merges into the table, and keeps merges waiting; others may append.
  func shareTurn(
    in table: TableName, of load: Int64, waiting: (_ holder: String) -> Void = { _ in }
  ) throws {
    let lock = AdvisoryLock.merge(into: table)
    if try !tryShareInTransaction(lock) {
      if let holder = try holderElsewhere(of: lock) { waiting(holder) }
      try shareInTransaction(lock)
    }
    try prepareForTurn(of: load)
  }

  private func prepareForTurn(of load: Int64) throws {
    try execute(
      """
      SELECT set_config('lock_timeout', least(nullif(setting::int, 0), 10000)::text, true)
      FROM pg_settings WHERE name = 'lock_timeout'
      """)
    // Says whose rows these are to the trigger that looks for changes by others.
    try execute("SET LOCAL retrofill.load = \(literal: "\(load)")")
  }
}

/// The steps that every way of publishing takes.
extension LoadAttempt {
  /// Says that the load waits for one of another client. Loads of this process follow one another all
  /// the time.
  var sayWaiting: @Sendable (_ holder: String) -> Void {
    { [request, logger = context.logger] holder in
      logger.info(
        "\(request.file): waiting for another load into \(request.table) to publish (\(holder))")
    }
  }

  /// Runs a transaction that makes rows visible.
  func publishing<Value>(_ body: () throws -> Value) throws -> Value {
    let value = try connection.transaction {
      let value = try body()
      try atCheckpoint(.beforeCommit)
      return value
    } commitSent: {
      try atCheckpoint(.commitSent)
    }
    try atCheckpoint(.commitAnswered)
    return value
  }

  /// Where the versions go that the load overwrites, made where it is not there; nil where none are
  /// to be kept, or rows are appended only.
  func prepareVersions(of table: TableDescription) throws -> VersionTable? {
    guard request.keepsUndo, !table.key.isEmpty else { return nil }
    let tables = VersionTables(connection)
    return try request.verb == .restore
      ? tables.prepareRestoring(into: table) : tables.prepare(for: table)
  }

  /// Merges rows that are on the server into the target.
  ///
  /// What the server refuses of staged rows stands in `RefusedRows` afterwards, at most about so many
  /// as `mostRefused` says.
  func merge(
    _ input: Merge.Input, into target: Target, keeping versions: VersionTable?,
    since earlier: LoadIdentity.Earlier = .nothing, mostRefused: Int? = nil
  ) throws -> Merge.Result {
    try atCheckpoint(.beforeMerge)
    let merge = Merge(
      connection: connection, target: target, tables: tables, policy: request.onConflict,
      versions: versions, restored: request.verb == .restore ? versions?.restored : nil,
      standsFor: earlier.staleLoad, file: "\(request.file)",
      limits: Merge.Limits(refused: mostRefused, check: context.interruption.check))
    do {
      let result = try merge.run(input)
      try atCheckpoint(.afterMerge)
      return result
    } catch let error as PostgresError where error.lacksAPartition {
      throw LoadError.lacksPartition(file: "\(request.file)", table: target.table.name, error)
    }
  }

  /// Moves the sequences behind the columns that the load fills past what it brought.
  func advanceSequences(of target: Target) throws {
    let behind = try Catalog(connection).advanceSequences(
      of: target.table.name, columns: target.columns.map(\.name))
    for sequence in behind {
      context.logger.warning(
        """
        \(request.file): the sequence \(sequence) may give numbers that \(target.table.name) has \
        now; this role may not set it. Its owner can: SELECT setval('\(sequence)', max(…)) FROM \
        \(target.table.name)
        """)
    }
  }

  /// Records where rows changed.
  func recordDirty(_ ranges: [SourceRange], of table: TableName) throws {
    try DirtyRanges(connection).record(ranges, of: table, load: load)
  }
}

extension LoadCounts {
  /// Counts in what a merge did.
  mutating func add(_ merged: Merge.Result) {
    inserted += merged.inserted
    updated += merged.updated
    unchanged += merged.unchanged
    for (reason, count) in merged.skipped { skip(reason, count) }
  }
}
