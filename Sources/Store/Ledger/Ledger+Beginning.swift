package import Postgres

extension Ledger {
  /// Begins a load, or takes over the row of one that died on the same file; either way this
  /// session holds the load's lock afterwards. One that died before the file changed is closed as
  /// failed instead: `clear` then removes what it left, in the same transaction.
  ///
  /// The server may take a moment to notice that a process was killed, so a lock that is held is
  /// looked at for a while before it is taken for a sign of life.
  ///
  /// - Throws: `LedgerError.alive` when another process is at it, `LedgerError.partlyAppended`.
  package func begin(
    _ load: NewLoad, toolVersion: String, clear: (_ dead: Dead) throws -> Void = { _ in }
  ) throws -> Int64 {
    guard load.appends, let content = load.content else {
      return try beginAlone(load, toolVersion: toolVersion, clear: clear)
    }
    let lock = AdvisoryLock.appending(
      content, to: load.table, layoutFingerprint: load.layoutFingerprint)
    return try connection.withAdvisoryLock(lock) {
      try beginAlone(load, toolVersion: toolVersion, clear: clear)
    }
  }

  private func beginAlone(
    _ load: NewLoad, toolVersion: String, clear: (_ dead: Dead) throws -> Void
  ) throws -> Int64 {
    for dead in try unfinished(load) {
      let id = dead.id
      guard try connection.tryAcquire(.load(id), within: AdvisoryLock.patience) else {
        throw try alive(id, file: load.file.spelling, table: load.table)
      }
      if load.appends { try refuseToAppendTwice(load, dead) }
      if dead.isOfTheSameFile {
        if try takeOver(id, load) { return id }
        // It was alive after all, and has ended meanwhile.
      } else {
        try close(dead, clear)
      }
      try connection.release(.load(id))
    }
    // Nobody may see the entry before its lock is held, or would take it for a dead load's.
    return try connection.transaction {
      let id = try insert(load, toolVersion: toolVersion)
      guard try connection.tryAcquire(.load(id)) else {
        throw try alive(id, file: load.file.spelling, table: load.table)
      }
      return id
    }
  }

  /// What is said of a load that another process is at.
  package func alive(_ load: Int64, file: String, table: TableName) throws -> LedgerError {
    let process: String? = try connection.first(
      """
      SELECT format('process %s on %s', process_id, host) FROM retrofill.loads
      WHERE load_id = \(load) AND process_id IS NOT NULL
      """)?.get(0)
    return .alive(load: load, file: file, table: table.description, process: process)
  }

  private func insert(_ load: NewLoad, toolVersion: String) throws -> Int64 {
    try connection.one(
      """
      INSERT INTO retrofill.loads (verb, table_name, layout, layout_fingerprint, file, member,
        file_size, file_modified_us, file_inode, on_conflict, publish, keeps_undo, tool_version,
        host, process_id, options, sha256)
      VALUES (\(load.verb), \(load.table.description), \(load.layout),
        \(load.layoutFingerprint), \(load.file.path), \(load.file.member), \(load.file.size),
        \(load.file.modifiedMicroseconds), \(load.file.inode), \(load.onConflict),
        \(load.publish), \(load.keepsUndo), \(toolVersion), \(OwnProcess.host), \(OwnProcess.id),
        \(sql: load.options.jsonObject), \(load.content))
      RETURNING load_id
      """
    ).get(0)
  }

  /// A load whose process died.
  package struct Dead: Sendable {
    package let id: Int64
    let isOfTheSameFile: Bool

    /// What the ledger says of it when it cannot be taken over.
    package var error: String { "the process died; the file has changed since" }
  }

  private func unfinished(_ load: NewLoad) throws -> [Dead] {
    try connection.query(
      """
      SELECT load_id,
        CASE WHEN \(load.content)::text IS NULL
          THEN file_inode <> 0 AND file_inode = \(load.file.inode)
            AND file_size = \(load.file.size)
            AND file_modified_us = \(load.file.modifiedMicroseconds)
          ELSE sha256 IS NOT DISTINCT FROM \(load.content) END
      FROM retrofill.loads
      WHERE status = 'running' AND verb = \(load.verb)
        AND (sha256 = \(load.content) OR file = \(load.file.path)
          AND member IS NOT DISTINCT FROM \(load.file.member))
        AND table_name = \(load.table.description)
        AND layout_fingerprint = \(load.layoutFingerprint)
      ORDER BY load_id
      """
    ).map { try Dead(id: $0.get(0), isOfTheSameFile: $0.get(1)) }
  }

  private func close(_ dead: Dead, _ clear: (Dead) throws -> Void) throws {
    try connection.transaction {
      // How far it had read is known only of what it committed.
      let counts = try committedCounts(of: dead.id)
      if try fail(dead.id, counts: counts, error: dead.error) {
        try clear(dead)
        // Where it cannot be written, the load that begins here will say so.
        _ = try LoadEvents(connection).write(of: dead.id)
      }
    }
  }

  /// A load that commits in batches goes on behind its last one. Any other starts over: what it had
  /// counted is counted again. Its ranges stay, because rows that it committed do, and hold them.
  private func takeOver(_ id: Int64, _ load: NewLoad) throws -> Bool {
    let publish: String? = try connection.first(
      "SELECT publish FROM retrofill.loads WHERE load_id = \(id)")?.get(0)
    let isOpen =
      try connection.execute(
        """
        UPDATE retrofill.loads
        SET on_conflict = \(load.onConflict), publish = \(load.publish),
          keeps_undo = keeps_undo AND \(load.keepsUndo), started_at = now(),
          host = \(OwnProcess.host), process_id = \(OwnProcess.id)
        WHERE load_id = \(id) AND status = 'running'
        """) > 0
    // Batches that are committed stay, and the load goes on behind them.
    if isOpen, publish != "batch" || load.publish != "batch" {
      try forgetBatches(of: id)
    }
    return isOpen
  }
}
