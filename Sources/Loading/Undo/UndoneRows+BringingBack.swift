import Postgres
import Store

/// What a load took out of the table because it stood in for the one that had brought it: with the
/// load undone it comes back, each row at its place in the chain.
///
/// Nothing of the load was written in its place, so that the place has to be told: above all that
/// was there before the load, beneath what later loads wrote. The numbers of loads tell which is which.
extension UndoneRows {
  func bringBack(_ changes: inout UndoReport.Changes) throws {
    guard let versions else { return }
    let mine: SQL = "\(identifier: VersionTable.replacedBy) = \(-entry.id)::bigint"
    if let replacing = entry.replacedBy {
      // That load does not bring them either, and its undo is what brings them back.
      try connection.execute(
        """
        UPDATE \(table: versions.versions)
        SET \(identifier: VersionTable.replacedBy) = \(-replacing)::bigint WHERE \(sql: mine)
        """)
      try connection.execute(
        """
        UPDATE retrofill.loads AS replacing
        SET removed = replacing.removed + undone.removed,
          reverted = replacing.reverted + undone.reverted
        FROM retrofill.loads AS undone
        WHERE replacing.load_id = \(replacing) AND undone.load_id = \(entry.id)
        """)
      return
    }
    try leaveForgotten(mine, versions)
    // Of two versions of one key that stand aside, the lower one comes first.
    let writers: [Int64] = try connection.query(
      """
      SELECT DISTINCT \(identifier: versions.writerColumn) FROM \(table: versions.versions)
      WHERE \(sql: mine) ORDER BY 1
      """
    ).map { try $0.get(0) }
    for writer in writers {
      try ParkedRows(of: writer, in: versions, undone: self).bringBack(&changes)
    }
  }

  /// Rows of partitions that are there no more were archived away or expired since: they stay so.
  private func leaveForgotten(_ mine: SQL, _ versions: VersionTable) throws {
    guard let time = table.partitionColumn,
      try !Catalog(connection).hasDefaultPartition(table.name)
    else { return }
    let column: SQL = "\(identifier: time)"
    let places = try Catalog(connection).partitions(of: table.name).map { partition -> SQL in
      let from: SQL = partition.from.map { "\(sql: column) >= \(literal: $0)" } ?? "true"
      let to: SQL = partition.to.map { "\(sql: column) < \(literal: $0)" } ?? "true"
      return "\(sql: from) AND \(sql: to)"
    }
    let isThere: SQL = places.isEmpty ? "false" : places.joined(separator: " OR ")
    try connection.execute(
      "DELETE FROM \(table: versions.versions) WHERE \(sql: mine) AND NOT (\(sql: isThere))")
  }
}
