import FlatFiles
import Logging
package import Postgres
package import Store

/// Takes one load back: afterwards the table is as if it had never run.
///
/// Rows that it brought are removed, rows that it overwrote are as they were before. Where a later
/// load wrote over it, only its own version disappears from the chain. Rows that somebody changed
/// by hand since are left, and counted.
package struct Undo: Verb {
  package var load: Int64
  package var atCheckpoint: CheckpointHook = { _ in }

  package init(load: Int64) { self.load = load }

  package func plan(in context: RunContext) throws -> [PlannedAction] {
    let connection = try context.database.connect()
    let entry = try Self.entry(of: load, on: connection)
    if entry.status == "undone" {
      return [PlannedAction(action: "pass over", subject: "load \(load)", detail: "undone before")]
    }
    try Self.refuseImpossible(entry, on: connection)
    let rows =
      entry.isAppended
      ? try AppendedRows(entry, connection).count()
      : try UndoneRows.count(of: entry, on: connection)
    return [
      PlannedAction(
        action: "undo", subject: "load \(load)",
        detail: "of \(entry.file) into \(entry.table)", rows: rows)
    ]
  }

  /// Takes it back, in one transaction.
  ///
  /// - Throws: `UndoError`, `LedgerError.alive`, `PostgresError`; then nothing has changed.
  package func run(in context: RunContext) throws -> UndoReport {
    let start = ContinuousClock.now
    let connection = try context.database.connect()
    var report = UndoReport(load: load)
    try context.interruption.cancelling(connection.canceller) {
      try run(on: connection, in: context, &report)
    }
    report.seconds = start.secondsUntilNow
    return report
  }

  private func run(
    on connection: Connection, in context: RunContext, _ report: inout UndoReport
  ) throws {
    let seen = try Self.entry(of: load, on: connection)
    guard try connection.tryAcquire(.load(load), within: AdvisoryLock.patience) else {
      throw try Ledger(connection).alive(load, file: seen.file, table: seen.table)
    }
    // It may have ended while this waited for its lock.
    let entry = try Self.entry(of: load, on: connection)
    report.file = entry.file
    report.table = entry.table.description
    if entry.status == "undone" {
      report.note = "load \(load) was undone on \(entry.undoneAt.map { "\($0)" } ?? "before")"
      return
    }
    try Self.refuseImpossible(entry, on: connection)
    let retrying = Retrying(attempts: 5, context: context)
    report.changes = try retrying("undoing load \(load)") {
      try connection.transaction {
        try removeEvent(on: connection, context)
        return try takeBack(entry, on: connection)
      }
    }
    try atCheckpoint(.afterCommit)
    try connection.execute("ANALYZE \(table: entry.table)")
  }

  private func removeEvent(on connection: Connection, _ context: RunContext) throws {
    guard let reason = try LoadEvents(connection).remove(of: load) else { return }
    context.logger.info("the event of load \(load) stays in \(LoadEvents.table): \(reason)")
  }

  private func takeBack(
    _ entry: Ledger.Entry, on connection: Connection
  ) throws -> UndoReport.Changes {
    let ledger = Ledger(connection)
    try connection.acquireInTransaction(.merge(into: entry.table))
    try connection.execute("SET LOCAL lock_timeout = '10s'")
    // What comes back is changed by no hand.
    try connection.execute("SET LOCAL retrofill.load = \(literal: "\(load)")")
    try LoadTables(load: load).dropAll(connection)
    var changes: UndoReport.Changes
    switch entry.verb {
    case "ingest": changes = try UndoneLanding(load: load, connection: connection).takeBack()
    case _ where entry.isAppended: changes = try AppendedRows(entry, connection).takeBack()
    default: changes = try UndoneRows(entry, connection).takeBack()
    }
    changes.stale = try ledger.markStale(because: load)
    try ledger.markUndone(load)
    for maker in try ledger.undoneMakersOfParents() {
      try Parents.withdraw(madeBy: maker, on: connection)
    }
    try atCheckpoint(.beforeCommit)
    return changes
  }

  // MARK: - What can be undone

  private static func entry(of load: Int64, on connection: Connection) throws -> Ledger.Entry {
    guard let entry = try Ledger(connection).entry(of: load) else {
      throw UndoError.noSuchLoad(load)
    }
    return entry
  }

  private static func refuseImpossible(
    _ entry: Ledger.Entry, on connection: Connection
  ) throws {
    if entry.verb == "ingest" { return }
    if entry.isAppended {
      if !entry.keepsUndo { throw UndoError.isAppended(load: entry.id, table: entry.table) }
      return
    }
    let versions = VersionTables(connection)
    if entry.verb == "restore" { try refuseUntold(entry, versions) }
    guard try entry.keepsUndo || versions.marksChanges(entry.table) else {
      throw UndoError.keptNoJournal(load: entry.id, table: entry.table)
    }
    let overwritten = entry.updated + entry.takenOut
    guard overwritten > 0 else { return }
    if !entry.keepsUndo { throw UndoError.keptNoVersions(load: entry.id, rows: overwritten) }
    if let pruned = try versions.pruned(since: entry) {
      throw UndoError.versionsPruned(load: entry.id, rows: overwritten, before: pruned)
    }
  }

  /// A restore whose rows say who wrote them before is told by what it wrote down.
  private static func refuseUntold(_ entry: Ledger.Entry, _ versions: VersionTables) throws {
    let rows = entry.inserted + entry.updated
    guard rows > 0, try versions.marksChanges(entry.table) else { return }
    if !entry.keepsUndo { throw UndoError.keptNoKeys(load: entry.id, table: entry.table) }
    if let pruned = try versions.pruned(since: entry) {
      throw UndoError.keysPruned(load: entry.id, table: entry.table, rows: rows, before: pruned)
    }
  }
}

/// Why a load cannot be taken back.
package enum UndoError: Error, CustomStringConvertible {
  case noSuchLoad(Int64)
  case keptNoKeys(load: Int64, table: TableName)
  case keysPruned(load: Int64, table: TableName, rows: Int, before: Timestamp)
  case keptNoVersions(load: Int64, rows: Int)
  case keptNoJournal(load: Int64, table: TableName)
  case versionsPruned(load: Int64, rows: Int, before: Timestamp)
  case noKey(load: Int64, table: TableName)
  case isAppended(load: Int64, table: TableName)

  package var description: String {
    switch self {
    case .noSuchLoad(let load):
      "There is no load \(load) in the ledger. The column LOAD of a load's report says its number."
    case .keptNoKeys(let load, let table):
      """
      Load \(load) restored an archive into \(table) and did not write down which rows it brought \
      (it is from before that was done): it cannot be undone. Nothing was changed. What it brought \
      back is forgotten again by 'retrofill archive \(table) … --remove', which also remembers that \
      it was archived.
      """
    case .keysPruned(let load, let table, let rows, let before):
      """
      Load \(load) restored \(rows) rows, and which rows were restored before \(before) is not known \
      any more: it cannot be undone. Nothing was changed. How long that is kept is undo_days of \
      'retain'. The rows are forgotten again by 'retrofill archive \(table) … --remove'.
      """
    case .keptNoVersions(let load, let rows):
      """
      Load \(load) overwrote \(rows) rows and kept no versions of them (it was told --no-undo, or is \
      from before there were any): it cannot be undone. Nothing was changed.
      """
    case .keptNoJournal(let load, let table):
      """
      Load \(load) kept no journal of the rows that it wrote into \(table) (it was told --no-undo, or \
      is from before there were any), and the table does not say which they are: it cannot be \
      undone. Nothing was changed.
      """
    case .versionsPruned(let load, let rows, let before):
      """
      Load \(load) overwrote \(rows) rows, and the versions of rows that were overwritten before \
      \(before) have been pruned: it cannot be undone. Nothing was changed. How long they are \
      kept is undo_days of 'retain'.
      """
    case .noKey(let load, let table):
      """
      \(table) has no primary key any more, by which the rows of load \(load) were told. Give it \
      the one it had, and run this again.
      """
    case .isAppended(let load, let table):
      """
      Load \(load) appended its rows to \(table), which had neither a key nor a column load_id that it \
      could fill: nothing tells them from other rows, and it cannot be undone. Nothing was changed. \
      Remove them by hand; loads after 'ALTER TABLE \(table) ADD COLUMN load_id bigint' can be undone.
      """
    }
  }
}

extension VersionTables {
  /// Up to which moment versions are gone, where that is later than a load.
  fileprivate func pruned(since entry: Ledger.Entry) throws -> Timestamp? {
    guard let pruned = try prunedBefore(entry.table), let finished = entry.finishedAt,
      finished < pruned
    else { return nil }
    return pruned
  }
}
