import Postgres
import Store

/// Rows that are taken out and that a restore had brought back: had their load never run, the restore
/// would have brought what that one had overwritten, and where it had overwritten nothing, would have
/// left what it found.
extension TakenRows {
  /// The line `r` of the restore that brought the row `t`, of the rows `o` that are taken out.
  private func isLine(of lines: VersionTable.Journal) -> SQL {
    """
    \(equal: key, of: "r", and: "o") AND \(equal: key, of: "t", and: "o")\(sql: within("t"))
      AND r.\(identifier: VersionTable.hashColumn) = \(sql: lines.hash(of: "t"))
      AND NOT EXISTS (
        SELECT FROM \(table: lines.name) AS later
        WHERE \(equal: key, of: "later", and: "r")
          AND later.\(identifier: VersionTable.restoredBy) > r.\(identifier: VersionTable.restoredBy))
    """
  }

  /// What comes back in the place of such a row, the restore has brought.
  func followRestores(_ lines: VersionTable.Journal, _ versions: VersionTable) throws {
    try connection.execute(
      """
      UPDATE \(table: lines.name) AS r
      SET \(identifier: VersionTable.hashColumn) = \(sql: lines.hash(of: "v"))
      FROM \(table: own) AS o, \(table: table.name) AS t, \(table: versions.versions) AS v
      WHERE \(equal: key, of: "v", and: "o")
        AND v.\(identifier: VersionTable.replacedBy) = o.\(identifier: Self.writer)
        AND \(sql: isLine(of: lines))
      """)
  }

  /// Makes the other rows those of the restores that had brought them, which now have not.
  ///
  /// - Returns: how many there are.
  func handToRestores(_ lines: VersionTable.Journal) throws -> Int {
    let keys = key + [Self.writer]
    return try connection.one(
      """
      WITH handed AS (
        UPDATE \(table: own) AS o
        SET \(identifier: Self.writer) = r.\(identifier: VersionTable.restoredBy)
        FROM \(table: lines.name) AS r, \(table: table.name) AS t
        WHERE \(sql: isLine(of: lines))
        RETURNING \(identifiers: keys, of: "o")),
      forgotten AS (
        DELETE FROM \(table: lines.name) AS r USING handed AS h
        WHERE \(equal: key, of: "r", and: "h")
          AND r.\(identifier: VersionTable.restoredBy) = h.\(identifier: Self.writer))
      SELECT count(*) FROM handed
      """
    ).get(0)
  }
}
