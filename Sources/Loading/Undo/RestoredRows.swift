import Postgres
import Store

/// The rows that a restore wrote into a table that says which load wrote a row, and how they are taken
/// back. They say who had written them before they were archived; the restore wrote down their keys,
/// and a hash of each, by which it is told whether they are still what it brought.
struct RestoredRows {
  let undone: UndoneRows
  let versions: VersionTable
  let lines: VersionTable.Journal

  private var connection: Connection { undone.connection }
  private var table: TableDescription { undone.table }
  private var key: [String] { undone.key }
  private var load: Int64 { undone.entry.id }
  /// The versions of its rows that later loads wrote over.
  private var links: TableName { LoadTables(load: load).links }

  func count() throws -> Int { try connection.one("SELECT count(*) \(sql: fromOwn)").get(0) }

  func takeBack() throws -> UndoReport.Changes {
    var changes = UndoReport.Changes()
    try findOwn()
    try findLinks()
    changes.left = try countLeft()
    try undone.rows.recordDirty(undone.own, load: load)
    let taken = try undone.rows.takeOutRestored()
    changes.restored = taken.restored
    changes.removed = taken.removed
    changes.overwritten = try unlink()
    changes.gone = max(
      0,
      undone.entry.inserted + undone.entry.updated - changes.removed - changes.restored
        - changes.overwritten - changes.left)
    try connection.execute(
      "DELETE FROM \(table: lines.name) WHERE \(identifier: VersionTable.restoredBy) = \(load)")
    return changes
  }

  // MARK: - Which they are

  /// The lines `l` of the restore, but for rows that a later restore wrote over.
  private var isLast: SQL {
    """
    l.\(identifier: VersionTable.restoredBy) = \(load)::bigint AND NOT EXISTS (
      SELECT FROM \(table: lines.name) AS later
      WHERE \(equal: key, of: "later", and: "l")
        AND later.\(identifier: VersionTable.restoredBy) > \(load)::bigint)
    """
  }

  private func isAsRestored(_ alias: String) -> SQL {
    "l.\(identifier: VersionTable.hashColumn) = \(sql: lines.hash(of: alias))"
  }

  /// The rows `t` of the table that are as the restore wrote them.
  private var fromOwn: SQL {
    """
    FROM \(table: table.name) AS t JOIN \(table: lines.name) AS l ON \(equal: key, of: "l", and: "t")
    WHERE \(sql: isLast) AND \(sql: isAsRestored("t"))\(sql: undone.rows.within("t"))
    """
  }

  private func findOwn() throws {
    try connection.execute(
      """
      CREATE TEMPORARY TABLE \(table: undone.own) ON COMMIT DROP AS
      SELECT \(identifiers: undone.rows.described, of: "t"),
        \(load)::bigint AS \(identifier: TakenRows.writer)
      \(sql: fromOwn)
      """)
    try connection.execute("ANALYZE \(table: undone.own)")
  }

  /// Where the row is not in the table any more, the first version since that is as it was restored.
  private func findLinks() throws {
    let (by, at) = (VersionTable.replacedBy, VersionTable.replacedAt)
    try connection.execute(
      """
      CREATE TEMPORARY TABLE \(table: links) ON COMMIT DROP AS
      SELECT DISTINCT ON (\(identifiers: key, of: "v")) \(identifiers: key + [by, at], of: "v"),
        v.ctid AS retrofill_place
      FROM \(table: versions.versions) AS v
      JOIN \(table: lines.name) AS l ON \(equal: key, of: "l", and: "v")
      WHERE l.\(identifier: VersionTable.restoredBy) = \(load)::bigint
        AND \(sql: isAsRestored("v")) AND v.\(identifier: by) > 0
        AND v.\(identifier: at) >= l.\(identifier: VersionTable.restoredAt)
        AND NOT EXISTS (
          SELECT FROM \(table: undone.own) AS o WHERE \(equal: key, of: "o", and: "v"))
      ORDER BY \(identifiers: key, of: "v"), v.\(identifier: at)
      """)
  }

  /// - Returns: how many rows are in the table that somebody changed since.
  private func countLeft() throws -> Int {
    try connection.one(
      """
      SELECT count(*)
      FROM \(table: table.name) AS t JOIN \(table: lines.name) AS l ON \(equal: key, of: "l", and: "t")
      WHERE \(sql: isLast) AND NOT (\(sql: isAsRestored("t")))\(sql: undone.rows.within("t"))
        AND NOT EXISTS (SELECT FROM \(table: links) AS k WHERE \(equal: key, of: "k", and: "t"))
      """
    ).get(0)
  }

  // MARK: - The chain

  /// Takes the restored versions out of the chain where later loads wrote over them.
  private func unlink() throws -> Int {
    let (by, at) = (VersionTable.replacedBy, VersionTable.replacedAt)
    try connection.execute(
      """
      UPDATE \(table: versions.versions) AS before
      SET \(identifier: by) = k.\(identifier: by), \(identifier: at) = k.\(identifier: at)
      FROM \(table: links) AS k
      WHERE before.\(identifier: by) = \(load)::bigint AND \(equal: key, of: "before", and: "k")
      """)
    let unlinked = try connection.execute(
      """
      DELETE FROM \(table: versions.versions) AS v USING \(table: links) AS k
      WHERE v.ctid = k.retrofill_place
      """)
    try connection.execute("DROP TABLE \(table: links)")
    return unlinked
  }
}
