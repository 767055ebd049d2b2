import Postgres
import Store

/// What a load took out of the table because it stood in for the one that had brought it: with the
/// load undone it comes back, each row at its place in the chain.
///
/// Nothing of the load was written in its place, so that the place has to be told: above all that
/// was there before the load, beneath what later loads wrote. The numbers of loads tell which is which.
extension UndoneRows {
  /// The rows at hand: their keys, whether the table has a row of the key, whether that was changed
  /// by hand, and whether a later load wrote it.
  private var parked: TableName { LoadTables(load: entry.id).parked }

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
    for writer in writers { try bringBack(rowsOf: writer, versions, &changes) }
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

  private func bringBack(
    rowsOf writer: Int64, _ versions: VersionTable, _ changes: inout UndoReport.Changes
  ) throws {
    let aside: SQL = """
      v.\(identifier: VersionTable.replacedBy) = \(-entry.id)::bigint
        AND v.\(identifier: versions.writerColumn) = \(writer)::bigint
      """
    try connection.execute(
      """
      CREATE TEMPORARY TABLE \(table: parked) ON COMMIT DROP AS
      SELECT \(identifiers: rows.described, of: "v"), t.\(identifier: key[0]) IS NOT NULL AS is_there,
        coalesce(\(sql: versions.writer(of: "t")) < 0, false) AS is_left,
        coalesce(\(sql: versions.writer(of: "t")) > \(entry.id)::bigint, false) AS is_beneath
      FROM \(table: versions.versions) AS v
      LEFT JOIN \(table: table.name) AS t ON \(equal: key, of: "t", and: "v")\(sql: journaled(versions))
      WHERE \(sql: aside)
      """)
    try connection.execute("ANALYZE \(table: parked)")
    try rows.recordDirty(parked, load: entry.id)
    changes.left += try leaveChanged(aside, versions)
    try putBeneath(writer, aside, versions)
    changes.restored += try putOnTop(writer, aside, versions)
    try connection.execute("DROP TABLE \(table: parked)")
  }

  private func journaled(_ versions: VersionTable) -> SQL {
    guard let journal = versions.journal else { return "" }
    return "\nLEFT JOIN \(table: journal.name) AS j ON \(equal: key, of: "j", and: "t")"
  }

  private func leaveChanged(_ aside: SQL, _ versions: VersionTable) throws -> Int {
    try connection.execute(
      """
      DELETE FROM \(table: versions.versions) AS v USING \(table: parked) AS p
      WHERE \(sql: aside) AND \(equal: key, of: "p", and: "v") AND p.is_left
      """)
  }

  /// Where later loads wrote, the row becomes the version that the first of them wrote over.
  private func putBeneath(_ writer: Int64, _ aside: SQL, _ versions: VersionTable) throws {
    let (by, written) = (VersionTable.replacedBy, versions.writerColumn)
    let first: SQL = """
      (
        SELECT \(identifiers: key), min(later) AS later
        FROM (
          SELECT \(identifiers: key, of: "x"), abs(x.\(identifier: written)) AS later
          FROM \(table: versions.versions) AS x WHERE x.\(identifier: by) > 0
          UNION ALL
          SELECT \(identifiers: key, of: "t"), abs(\(sql: versions.writer(of: "t")))
          FROM \(table: table.name) AS t JOIN \(table: parked) AS p
            ON \(equal: key, of: "p", and: "t")\(sql: journaled(versions))
          WHERE p.is_beneath) AS links
        WHERE later > \(entry.id)::bigint
        GROUP BY \(identifiers: key)) AS f
      JOIN \(table: parked) AS p ON \(equal: key, of: "p", and: "f") AND p.is_beneath
      """
    try connection.execute(
      """
      UPDATE \(table: versions.versions) AS x SET \(identifier: by) = \(writer)::bigint
      FROM \(sql: first)
      WHERE \(equal: key, of: "x", and: "f") AND x.\(identifier: by) = f.later
      """)
    try connection.execute(
      """
      UPDATE \(table: versions.versions) AS v SET \(identifier: by) = f.later
      FROM \(sql: first)
      WHERE \(equal: key, of: "v", and: "f") AND \(sql: aside)
      """)
  }

  /// Where none did, the row is in the table again, and what is there now is its former version.
  ///
  /// - Returns: how many rows are.
  private func putOnTop(_ writer: Int64, _ aside: SQL, _ versions: VersionTable) throws -> Int {
    let columns = table.columns.map(\.name)
    let isJournaled = versions.journal != nil
    let own =
      columns + (isJournaled ? [versions.writerColumn] : []) + [VersionTable.replacedBy]
    let top: SQL = isJournaled ? ", \(sql: versions.writer(of: "t"))" : ""
    let isOnTop: SQL = "\(equal: key, of: "p", and: "v") AND NOT p.is_left AND NOT p.is_beneath"
    try connection.execute(
      """
      INSERT INTO \(table: versions.versions) (\(identifiers: own))
      SELECT \(identifiers: columns, of: "t")\(sql: top), \(writer)::bigint
      FROM \(table: table.name) AS t JOIN \(table: parked) AS p
        ON \(equal: key, of: "p", and: "t")\(sql: journaled(versions))
      WHERE NOT p.is_left AND NOT p.is_beneath
      """)
    let payload = table.columns.filter { !$0.isGenerated && !key.contains($0.name) }.map(\.name)
    let assignments = payload.map { "\(identifier: $0) = v.\(identifier: $0)" as SQL }
    let from: SQL = """
      FROM \(table: versions.versions) AS v JOIN \(table: parked) AS p ON \(sql: isOnTop)
      """
    var back = 0
    if !assignments.isEmpty {
      back = try connection.execute(
        """
        UPDATE \(table: table.name) AS t SET \(sql: assignments.joined())
        \(sql: from)
        WHERE \(sql: aside) AND \(equal: key, of: "t", and: "v")
        """)
    }
    let filled = try insertable()
    back += try connection.execute(
      """
      INSERT INTO \(table: table.name) (\(identifiers: filled)) OVERRIDING SYSTEM VALUE
      SELECT \(identifiers: filled, of: "v") \(sql: from)
      WHERE \(sql: aside) AND NOT p.is_there
      """)
    if let journal = versions.journal {
      try connection.execute(
        """
        INSERT INTO \(table: journal.name)
          (\(identifiers: key + [versions.writerColumn, VersionTable.hashColumn]))
        SELECT \(identifiers: key, of: "v"), \(writer)::bigint, \(sql: versions.hash(of: "v"))
        \(sql: from) WHERE \(sql: aside)
        ON CONFLICT (\(identifiers: key)) DO UPDATE
        SET \(identifier: versions.writerColumn) = excluded.\(identifier: versions.writerColumn),
          \(identifier: VersionTable.hashColumn) = excluded.\(identifier: VersionTable.hashColumn)
        """)
    }
    let put = try connection.execute(
      """
      DELETE FROM \(table: versions.versions) AS v USING \(table: parked) AS p
      WHERE \(sql: aside) AND \(sql: isOnTop)
      """)
    try table.expect(put, "brought back", back, while: "load \(entry.id) was undone")
    return put
  }

  /// The columns that a row can be given: all that the server does not compute.
  private func insertable() throws -> [String] {
    try connection.query(
      """
      SELECT a.attname
      FROM pg_attribute AS a
      JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
      WHERE n.nspname = \(table.name.schema) AND c.relname = \(table.name.name)
        AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      ORDER BY a.attnum
      """
    ).map { try $0.get(0) }
  }
}
