import Postgres
import Store

/// The rows of a load in a typed table, and how they are taken back: all of it set-based, inside
/// the transaction of the undo.
///
/// How it works. What the load wrote is, for each key, one link in a chain of versions. Where it is
/// the last one, the row in the table, the version before it comes back, or the row goes. Where
/// another load wrote over it, the version before it becomes the one which that load wrote over.
struct UndoneRows {
  let entry: Ledger.Entry
  let connection: Connection
  let table: TableDescription
  let versions: VersionTable?
  private let tables: LoadTables

  var key: [String] { table.key }
  /// The keys of the table's rows that are the load's, with their sources and moments.
  var own: TableName { tables.own }

  init(_ entry: Ledger.Entry, _ connection: Connection) throws {
    self.entry = entry
    self.connection = connection
    table = try Catalog(connection).describe(entry.table)
    versions = try VersionTables(connection).find(of: entry.table)
    tables = LoadTables(load: entry.id)
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
    let rows = try UndoneRows(entry, connection)
    return try connection.one("SELECT count(*) \(sql: rows.fromOwn)").get(0)
  }

  func takeBack() throws -> UndoReport.Changes {
    var changes = UndoReport.Changes()
    changes.left = try countChangedByHand()
    try findOwn()
    try recordDirty()
    let partitions = try wholePartitions()
    let dropped = try drop(partitions, &changes)
    changes.restored = try restore()
    changes.removed = dropped + (try remove())
    changes.overwritten = try unlink()
    try forgetJournal()
    try dropEmptied(&changes)
    try connection.execute("DROP TABLE \(table: own)")
    let written = entry.inserted + entry.updated
    changes.gone = max(
      0, written - changes.removed - changes.restored - changes.overwritten - changes.left)
    return changes
  }

  // MARK: - The load's rows

  /// `FROM … WHERE …`: the rows `t` that are the load's.
  private var fromOwn: SQL {
    from(writer: entry.id)
  }

  /// The rows `t` of which the load is told in this way: by its number, or by its negative where
  /// they were changed by hand since.
  private func from(writer: Int64) -> SQL {
    guard let versions, let journal = versions.journal else {
      return """
        FROM \(table: table.name) AS t
        WHERE t.load_id = \(writer)::bigint\(sql: within("t"))
        """
    }
    let line: SQL = "j.\(identifier: versions.writerColumn)"
    return """
      FROM \(table: table.name) AS t
      JOIN \(table: journal.name) AS j ON \(equal: key, of: "j", and: "t")
      WHERE \(sql: line) = \(entry.id)::bigint
        AND \(sql: versions.writer(of: "t")) = \(writer)::bigint\(sql: within("t"))
      """
  }

  private func within(_ alias: String) -> SQL { table.within(entry.moments, alias) }

  private func countChangedByHand() throws -> Int {
    try connection.one("SELECT count(*) \(sql: from(writer: -entry.id))").get(0)
  }

  /// Whether the rows belong to sources: then what derives from them is recomputed.
  private var hasSources: Bool {
    entry.moments != nil && table.partitionColumn != nil && table.column("source_id") != nil
  }

  private func findOwn() throws {
    var columns = key
    if hasSources, let time = table.partitionColumn {
      columns += ["source_id", time].filter { !columns.contains($0) }
    }
    try connection.execute(
      """
      CREATE TEMPORARY TABLE \(table: own) ON COMMIT DROP AS
      SELECT \(identifiers: columns, of: "t") \(sql: fromOwn)
      """)
    try connection.execute("ANALYZE \(table: own)")
  }

  private func recordDirty() throws {
    guard hasSources, let time = table.partitionColumn else { return }
    let dirty = DirtyRanges(connection)
    let ranges = try dirty.byMonth(of: own, source: "source_id", time: time, where: "true")
    try dirty.record(ranges, of: table.name, load: entry.id)
  }

  // MARK: - The table's rows

  /// Where the version that the load overwrote is there, it comes back.
  private func restore() throws -> Int {
    guard let versions else { return 0 }
    let columns = table.columns.filter { !$0.isGenerated && !key.contains($0.name) }.map(\.name)
    var restored = 0
    if !columns.isEmpty {
      let assignments = columns.map { "\(identifier: $0) = v.\(identifier: $0)" as SQL }
      restored = try connection.execute(
        """
        UPDATE \(table: table.name) AS t
        SET \(sql: assignments.joined())
        FROM \(table: versions.versions) AS v
        JOIN \(table: own) AS o ON \(equal: key, of: "o", and: "v")
        WHERE v.\(identifier: VersionTable.replacedBy) = \(entry.id)::bigint
          AND \(equal: key, of: "t", and: "v")\(sql: within("t"))
        """)
    }
    if let journal = versions.journal { try journalRestored(journal, versions) }
    // What came back is no old version any more, and no row of the load.
    let back = try connection.query(
      """
      WITH back AS (
        DELETE FROM \(table: versions.versions) AS v
        USING \(table: own) AS o
        WHERE v.\(identifier: VersionTable.replacedBy) = \(entry.id)::bigint
          AND \(equal: key, of: "o", and: "v")
        RETURNING \(identifiers: key, of: "v")),
      done AS (
        DELETE FROM \(table: own) AS o USING back AS b WHERE \(equal: key, of: "o", and: "b")
        RETURNING 1)
      SELECT count(*) FROM done
      """)
    try expect(try back.first?.get(0, as: Int.self) ?? 0, "restored", restored)
    return restored
  }

  /// The rows that came back are again those of the load that had written them.
  private func journalRestored(
    _ journal: VersionTable.Journal, _ versions: VersionTable
  ) throws {
    try connection.execute(
      """
      UPDATE \(table: journal.name) AS j
      SET \(identifier: versions.writerColumn) = v.\(identifier: versions.writerColumn),
        \(identifier: VersionTable.hashColumn) = \(sql: versions.hash(of: "v"))
      FROM \(table: versions.versions) AS v
      JOIN \(table: own) AS o ON \(equal: key, of: "o", and: "v")
      WHERE v.\(identifier: VersionTable.replacedBy) = \(entry.id)::bigint
        AND v.\(identifier: versions.writerColumn) > 0 AND \(equal: key, of: "j", and: "v")
      """)
  }

  /// What is left of the load's rows was new with it.
  private func remove() throws -> Int {
    let removed = try connection.execute(
      """
      DELETE FROM \(table: table.name) AS t USING \(table: own) AS o
      WHERE \(equal: key, of: "t", and: "o")\(sql: within("t"))
      """)
    let expected: Int = try connection.one("SELECT count(*) FROM \(table: own)").get(0)
    try expect(expected, "removed", removed)
    return removed
  }

  private func expect(_ expected: Int, _ what: String, _ done: Int) throws {
    try table.expect(expected, what, done, while: "load \(entry.id) was undone")
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
      FROM \(table: versions.versions) AS mine
      WHERE mine.\(identifier: versions.writerColumn) = \(entry.id)::bigint
        AND before.\(identifier: by) = \(entry.id)::bigint
        AND \(equal: key, of: "before", and: "mine")
      """)
    return try connection.execute(
      """
      DELETE FROM \(table: versions.versions)
      WHERE \(identifier: versions.writerColumn) = \(entry.id)::bigint
      """)
  }

  /// No row is the load's any more.
  private func forgetJournal() throws {
    guard let versions, let journal = versions.journal else { return }
    try connection.execute(
      """
      DELETE FROM \(table: journal.name)
      WHERE \(identifier: versions.writerColumn) = \(entry.id)::bigint
      """)
  }
}
