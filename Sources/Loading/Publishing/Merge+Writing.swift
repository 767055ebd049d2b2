import Postgres
import Store

/// What a merge writes: old versions, overwritten rows, new rows.
extension Merge {
  /// Writes the changes.
  ///
  /// - Throws: `LoadError.refused` with the line of a row that the server does not take.
  func write(_ result: Result, overwriting overwritten: Int, _ input: Input) throws {
    do {
      try connection.transaction {
        if overwritten > 0 {
          let written = try update(input)
          if let versions = written.versions { try expect(result.updated, "kept", versions) }
          try expect(overwritten, "updated", written.updated)
        }
        if result.inserted > 0 { try expect(result.inserted, "inserted", try insert()) }
        if let journal = versions?.journal { try write(journal, input) }
        // Constraints that would wait for COMMIT are looked at here, where the row can be told.
        try connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
      }
    } catch let error as PostgresError where error.refusesARow {
      let search = RefusedRow(connection: connection, changes: tables.changes) { chosen in
        if overwritten > 0 { try update(input, where: chosen) }
        if result.inserted > 0 { try insert(where: chosen) }
      }
      throw LoadError.refused(
        file: file, table: target.table.name, line: input.isStaged ? try search.line() : nil,
        error)
    }
  }

  /// What was counted must be what is written. Loads wait for each other, so that a difference
  /// comes of rows that somebody changed by hand between the two looks, or of a trigger that leaves
  /// rows out. The first passes when the merge is done again, which the SQLSTATE makes it.
  private func expect(_ expected: Int, _ what: String, _ written: Int) throws {
    guard written != expected else { return }
    throw PostgresError(
      sqlState: .serializationFailure,
      message: """
        \(target.table.name) changed while \(file) was merged: \(expected) rows were to be \
        \(what), and \(written) were
        """,
      hint: """
        Run this again when nobody else writes into the table; if it stays so, look for a trigger \
        that leaves rows out.
        """)
  }

  /// Overwrites the rows that differ, and keeps the versions they had. `chosen` picks some of them
  /// by columns of the changes.
  ///
  /// - Returns: how many versions it kept, nil where the table has none; and how many rows it
  ///   overwrote.
  @discardableResult
  private func update(
    _ input: Input, where chosen: SQL = "true"
  ) throws -> (versions: Int?, updated: Int) {
    let kept = try keepVersions(matching: matches(input, chosen))
    let updated = try connection.execute(
      """
      UPDATE \(table: target.table.name) AS t
      SET \(sql: assignments)
      FROM \(table: tables.changes) AS c
      WHERE \(sql: matches(input, chosen))
      """)
    return (kept, updated)
  }

  /// The rows `t` of the target that the changes `c` overwrite.
  private func matches(_ input: Input, _ chosen: SQL) -> SQL {
    """
    NOT c.is_new AND (c.is_own OR NOT c.is_older) \
    AND \(equal: target.table.key, of: "t", and: "c")\(sql: within(input.moments, "t")) \
    AND \(sql: chosen)
    """
  }

  private func keepVersions(matching matches: SQL) throws -> Int? {
    guard let versions else { return nil }
    let columns = target.table.columns.map(\.name)
    let isJournaled = versions.journal != nil
    let own =
      columns + (isJournaled ? [versions.writerColumn] : [])
      + [VersionTable.replacedBy, VersionTable.replacedAt]
    let writer: SQL = isJournaled ? "\(sql: versions.writer(of: "t")), " : ""
    return try connection.execute(
      """
      INSERT INTO \(table: versions.versions) (\(identifiers: own))
      SELECT \(identifiers: columns, of: "t"), \(sql: writer)\(tables.load)::bigint, now()
      FROM \(table: target.table.name) AS t JOIN \(table: tables.changes) AS c
        ON \(sql: matches) AND NOT c.is_own\(sql: journaled)
      """)
  }

  /// Writes down which rows are this load's, as the table now has them.
  private func write(_ journal: VersionTable.Journal, _ input: Input) throws {
    guard let versions else { return }
    let key = target.table.key
    try connection.execute(
      """
      INSERT INTO \(table: journal.name)
        (\(identifiers: key + [versions.writerColumn, VersionTable.hashColumn]))
      SELECT \(identifiers: key, of: "t"), \(tables.load)::bigint, \(sql: versions.hash(of: "t"))
      FROM \(table: target.table.name) AS t JOIN \(table: tables.changes) AS c
        ON \(equal: key, of: "t", and: "c")\(sql: within(input.moments, "t"))
      WHERE c.is_new OR c.is_own OR NOT c.is_older
      ON CONFLICT (\(identifiers: key)) DO UPDATE
      SET \(identifier: versions.writerColumn) = excluded.\(identifier: versions.writerColumn),
        \(identifier: VersionTable.hashColumn) = excluded.\(identifier: VersionTable.hashColumn)
      """)
  }

  private var assignments: SQL {
    var parts: [SQL] = target.payload.map { "\(identifier: $0) = c.\(identifier: $0)" }
    if target.recordsLoad { parts.append("load_id = \(tables.load)::bigint") }
    parts += target.verdicts.map { "\(identifier: $0) = DEFAULT" }
    return parts.joined()
  }

  /// - Returns: how many rows it inserted.
  @discardableResult
  private func insert(where chosen: SQL = "true") throws -> Int {
    let columns = target.columns.map(\.name)
    let loadColumn: SQL = target.recordsLoad ? ", load_id" : ""
    let loadValue: SQL = target.recordsLoad ? ", \(tables.load)::bigint" : ""
    return try connection.execute(
      """
      INSERT INTO \(table: target.table.name) (\(identifiers: columns)\(sql: loadColumn))
      SELECT \(identifiers: columns)\(sql: loadValue)
      FROM \(table: tables.changes) AS c
      WHERE is_new AND \(sql: chosen)
      ORDER BY \(identifiers: target.table.key)
      """)
  }
}
