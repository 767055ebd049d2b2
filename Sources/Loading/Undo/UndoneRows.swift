import Postgres
import Store

/// The rows of a load in a typed table, and how they are taken back: all of it set-based, inside
/// the transaction of the undo.
///
/// How it works. What the load wrote is, for each key, one link in a chain of versions. Where it is
/// the last one, the row in the table, the version before it comes back, or the row goes. Where
/// another load wrote over it, the version before it becomes the one which that load wrote over. What
/// it took out of the table because it stood in for another load comes back.
struct UndoneRows {
  let entry: Ledger.Entry
  let connection: Connection
  let table: TableDescription
  let versions: VersionTable?
  /// The rows of the table that are the load's.
  let rows: TakenRows

  var key: [String] { table.key }
  var own: TableName { rows.own }

  init(_ entry: Ledger.Entry, _ connection: Connection) throws {
    self.entry = entry
    self.connection = connection
    table = try Catalog(connection).describe(entry.table)
    versions = try VersionTables(connection).find(of: entry.table)
    rows = TakenRows(
      connection: connection, table: table, versions: versions,
      own: LoadTables(load: entry.id).own, moments: entry.moments,
      isRanged: entry.moments != nil || entry.takenOut > 0,
      doing: "load \(entry.id) was undone")
    if table.key.isEmpty { throw UndoError.noKey(load: entry.id, table: entry.table) }
  }

  /// How many rows of the table are the load's.
  static func count(of entry: Ledger.Entry, on connection: Connection) throws -> Int {
    guard entry.verb != "ingest" else {
      return try connection.one(
        """
        SELECT count(*) FROM file_data
        WHERE file_id IN (SELECT id FROM files WHERE load_id = \(entry.id))
        """
      ).get(0)
    }
    let undone = try UndoneRows(entry, connection)
    return try undone.restored?.count() ?? undone.rows.count(of: [entry.id])
  }

  /// What it wrote if it is a restore whose rows say who had written them before.
  private var restored: RestoredRows? {
    guard entry.verb == "restore", let versions, let lines = versions.restored else { return nil }
    return RestoredRows(undone: self, versions: versions, lines: lines)
  }

  func takeBack() throws -> UndoReport.Changes {
    var changes = try restored?.takeBack() ?? takeBackWritten()
    if entry.verb == "restore" { try forgetAgain() }
    if entry.takenOut > 0 { try bringBack(&changes) }
    try dropEmptied(&changes)
    try connection.execute("DROP TABLE \(table: own)")
    return changes
  }

  /// Takes back the rows that say that the load wrote them.
  private func takeBackWritten() throws -> UndoReport.Changes {
    var changes = UndoReport.Changes()
    changes.left = try rows.count(of: [-entry.id])
    _ = try rows.find(of: [entry.id])
    try rows.recordDirty(own, load: entry.id)
    let partitions = try wholePartitions()
    let dropped = try drop(partitions, &changes)
    let taken = try rows.takeOut()
    changes.restored = taken.restored
    changes.removed = dropped + taken.removed
    changes.overwritten = try unlink()
    try forgetJournal()
    let written = entry.inserted + entry.updated
    changes.gone = max(
      0, written - changes.removed - changes.restored - changes.overwritten - changes.left)
    return changes
  }

  /// What a restore had brought back is forgotten once more, and not unsaid: what derives from it is
  /// kept.
  private func forgetAgain() throws {
    let bySource =
      rows.described.contains("source_id") && table.column("source_id")?.type == "int4"
    try Ledger(connection).forgetAgain(entry.id, removed: own, bySource: bySource)
  }

  // MARK: - The chain

  /// Takes the load's versions out of the chain where other loads wrote over them.
  private func unlink() throws -> Int {
    guard let versions else { return 0 }
    let (by, at) = (VersionTable.replacedBy, VersionTable.replacedAt)
    try connection.execute(
      """
      UPDATE \(table: versions.versions) AS before
      SET \(identifier: by) = mine.\(identifier: by), \(identifier: at) = mine.\(identifier: at)
      FROM (
        -- A version that an undone load wrote over waits for a restore, which may have brought the
        -- row back since: then the link is the other one.
        SELECT DISTINCT ON (\(identifiers: key)) \(identifiers: key + [by, at])
        FROM \(table: versions.versions) AS v
        WHERE v.\(identifier: versions.writerColumn) = \(entry.id)::bigint
        ORDER BY \(identifiers: key), EXISTS (
          SELECT FROM retrofill.loads AS l
          WHERE l.load_id = v.\(identifier: by) AND l.status = 'undone')) AS mine
      WHERE before.\(identifier: by) = \(entry.id)::bigint
        AND \(equal: key, of: "before", and: "mine")
      """)
    return try connection.execute(
      """
      DELETE FROM \(table: versions.versions)
      WHERE \(identifier: versions.writerColumn) = \(entry.id)::bigint
      """)
  }

  /// No row is the load's any more, nor one that was changed by hand.
  private func forgetJournal() throws {
    guard let versions, let journal = versions.journal else { return }
    try connection.execute(
      """
      DELETE FROM \(table: journal.name)
      WHERE \(identifier: versions.writerColumn) = \(entry.id)::bigint
      """)
  }
}
