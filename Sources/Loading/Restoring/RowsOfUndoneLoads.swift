import Postgres
import Store

/// Rows of an archive that say of a load which was taken back that it had written them: they are not
/// restored.
///
/// Where that load had overwritten a row, and its own was out of the table when it was undone, the
/// version before it is kept still, as the one that the load wrote over: this comes instead. So the
/// staged rows are afterwards what the archive would hold if the load had never run.
///
/// Of a load that another stands in for the rows come back: the other one left those that it would
/// have brought as they were, under the number of the first. Only what it took out, and set aside
/// for its own undo, it did not bring.
struct RowsOfUndoneLoads {
  let connection: Connection
  let target: Target
  /// The rows that are to be restored.
  let staging: TableName
  /// The table that they were archived from, where the numbers of loads in them are the ledger's.
  let origin: TableName

  /// Takes them out. Belongs into the transaction that publishes the others.
  ///
  /// - Returns: how many there were without an earlier version.
  func takeOut() throws -> Int {
    guard target.fills("load_id") else { return 0 }
    let tables = VersionTables(connection)
    let versions = try tables.find(of: origin)
    // Elsewhere rows do not say whether somebody changed them since, nor is a load_id ours for sure.
    guard try tables.marksChanges(origin) else { return 0 }
    let undone = try writersUndone()
    if let versions, !undone.isEmpty { try putEarlier(versions, for: undone) }
    var taken = undone.isEmpty ? 0 : try remove(undone)
    if let versions { taken += try removeTakenOut(versions) }
    return taken
  }

  private var writer: SQL { "s.load_id::bigint" }

  private func writersUndone() throws -> [Int64] {
    try connection.query(
      """
      SELECT l.load_id FROM retrofill.loads AS l
      WHERE l.status = 'undone' AND l.table_name = \(origin.description)
        AND l.load_id IN (SELECT \(sql: writer) FROM \(table: staging) AS s)
      """
    ).map { try $0.get(0) }
  }

  /// Puts the versions that undone loads had overwritten in the places of their rows.
  private func putEarlier(_ versions: VersionTable, for undone: [Int64]) throws {
    let kept = try Catalog(connection).describe(versions.versions)
    let assignments = target.payload.map { column -> SQL in
      kept.column(column) == nil
        ? "\(identifier: column) = NULL" : "\(identifier: column) = v.\(identifier: column)"
    }
    try connection.execute(
      """
      UPDATE \(table: staging) AS s SET \(sql: assignments.joined())
      FROM \(table: versions.versions) AS v
      WHERE \(sql: writer) = ANY (\(undone)::bigint[])
        AND v.\(identifier: VersionTable.replacedBy) = \(sql: writer)
        AND \(equal: target.table.key, of: "v", and: "s")
      """)
  }

  private func remove(_ undone: [Int64]) throws -> Int {
    try connection.execute(
      "DELETE FROM \(table: staging) AS s WHERE \(sql: writer) = ANY (\(undone)::bigint[])")
  }

  /// What a load took out of the table because it stands in for the one that had brought it.
  private func removeTakenOut(_ versions: VersionTable) throws -> Int {
    try connection.execute(
      """
      DELETE FROM \(table: staging) AS s USING \(table: versions.versions) AS v
      WHERE v.\(identifier: VersionTable.replacedBy) < 0
        AND v.\(identifier: versions.writerColumn) = \(sql: writer)
        AND \(equal: target.table.key, of: "v", and: "s")
      """)
  }
}
