import Postgres
import Store

/// What a merge writes: old versions, overwritten rows, new rows.
extension Merge {
  /// How many rows were written.
  struct Written {
    var inserted = 0
    var updated = 0
    /// How many versions were kept; nil where the table has none.
    var versions: Int?

    static func += (left: inout Written, right: Written) {
      left.inserted += right.inserted
      left.updated += right.updated
      if let versions = right.versions { left.versions = (left.versions ?? 0) + versions }
    }
  }

  /// Writes the changes, and takes those out of the result that the server refuses.
  ///
  /// - Throws: `LoadError.refused` where refused rows cannot be told, because they are not staged.
  func write(_ result: inout Result, overwriting overwritten: Int, _ input: Input) throws {
    let (inserts, overwrites) = (result.inserted > 0, overwritten > 0)
    let write = { (chosen: SQL) in
      var written = overwrites ? try update(input, where: chosen) : Written()
      if inserts { written.inserted = try insert(where: chosen) }
      return written
    }
    var overwritten = overwritten
    var written: Written
    do {
      written = try connection.transaction {
        let written = try write("true")
        // Constraints that would wait for COMMIT are looked at here, where the row can be told.
        try connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return written
      }
    } catch let error as PostgresError where error.refusesARow {
      guard input.isStaged else {
        throw LoadError.lacksPartition(file: file, table: target.table.name, error)
      }
      var isolation = Isolation(
        self, RefusedRows(connection, of: tables), write: write)
      try isolation.run()
      written = isolation.written
      overwritten -= try takeOutRefused(of: &result)
      result.isCutShort = isolation.isCutShort
      if result.isCutShort { return }
    }
    if let journal = versions?.journal { try self.write(journal, input) }
    if let restored { try self.note(restored, input) }
    if let versions = written.versions { try expect(result.updated, "kept", versions) }
    if overwrites { try expect(overwritten, "updated", written.updated) }
    if inserts { try expect(result.inserted, "inserted", written.inserted) }
  }

  /// Takes the refused rows out of the changes, and out of what was counted of these.
  ///
  /// - Returns: how many of them were to overwrite rows.
  private func takeOutRefused(of result: inout Result) throws -> Int {
    let row = try connection.one(
      """
      WITH refused AS (
        DELETE FROM \(table: tables.changes) AS c
        USING \(table: tables.refused) AS r
        WHERE c.retrofill_record = r.retrofill_record
        RETURNING c.is_new, c.is_own)
      SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE is_own),
        count(*) FILTER (WHERE NOT is_new AND NOT is_own)
      FROM refused
      """)
    let (new, own, differing): (Int, Int, Int) = try (row.get(0), row.get(1), row.get(2))
    result.inserted -= new
    result.updated -= differing
    result.skipped["duplicate", default: 0] -= own
    result.refused = new + own + differing
    return own + differing
  }

  /// A row whose key is there by now although it was not when it was looked for is no reject: somebody
  /// else has written it, and the merge passes when it is done again.
  func refuseKeyOfAnother(_ error: PostgresError) throws {
    guard error.sqlState == .uniqueViolation, let constraint = error.constraint,
      let schema = error.schema, let table = error.table
    else { return }
    let isKey: Bool = try connection.one(
      """
      SELECT EXISTS (
        SELECT FROM pg_index AS i
        JOIN pg_class AS k ON k.oid = i.indexrelid JOIN pg_class AS c ON c.oid = i.indrelid
        WHERE k.relname = \(constraint) AND c.relname = \(table)
          AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = \(schema))
          AND \(target.table.key)::text[] = ARRAY(
            SELECT a.attname::text
            FROM unnest(i.indkey::smallint[]) WITH ORDINALITY AS u (attnum, position)
            JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = u.attnum
            WHERE u.position <= i.indnkeyatts ORDER BY u.position))
      """
    ).get(0)
    if isKey { try expect(0, "there", 1) }
  }

  private func expect(_ expected: Int, _ what: String, _ written: Int) throws {
    try target.table.expect(expected, what, written, while: "\(file) was merged")
  }

  /// Overwrites the rows that differ, and keeps the versions they had. `chosen` picks some of them
  /// by columns of the changes.
  private func update(_ input: Input, where chosen: SQL) throws -> Written {
    let kept = try keepVersions(matching: matches(input, chosen))
    let updated = try connection.execute(
      """
      UPDATE \(table: target.table.name) AS t
      SET \(sql: assignments)
      FROM \(table: tables.changes) AS c
      WHERE \(sql: matches(input, chosen))
      """)
    return Written(updated: updated, versions: kept)
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

  /// Writes down which rows this restore wrote, as the table now has them. What an earlier one had
  /// brought of a row that was new now is no longer there.
  private func note(_ restored: VersionTable.Journal, _ input: Input) throws {
    let key = target.table.key
    try connection.execute(
      """
      DELETE FROM \(table: restored.name) AS r USING \(table: tables.changes) AS c
      WHERE c.is_new AND \(equal: key, of: "r", and: "c")
      """)
    try connection.execute(
      """
      INSERT INTO \(table: restored.name)
        (\(identifiers: key + [VersionTable.restoredBy, VersionTable.hashColumn]))
      SELECT \(identifiers: key, of: "t"), \(tables.load)::bigint, \(sql: restored.hash(of: "t"))
      FROM \(table: target.table.name) AS t JOIN \(table: tables.changes) AS c
        ON \(equal: key, of: "t", and: "c")\(sql: within(input.moments, "t"))
      WHERE c.is_new OR NOT c.is_older
      """)
  }

  private var assignments: SQL {
    var parts: [SQL] = target.payload.map { "\(identifier: $0) = c.\(identifier: $0)" }
    if target.recordsLoad { parts.append("load_id = \(tables.load)::bigint") }
    parts += target.verdicts.map { "\(identifier: $0) = DEFAULT" }
    return parts.joined()
  }

  /// - Returns: how many rows it inserted.
  private func insert(where chosen: SQL) throws -> Int {
    let columns = target.columns.map(\.name)
    let loadColumn: SQL = target.recordsLoad ? ", load_id" : ""
    let loadValue: SQL = target.recordsLoad ? ", \(tables.load)::bigint" : ""
    let order = target.isKeyed ? target.table.key : [StagingTable.origin[0]]
    return try connection.execute(
      """
      INSERT INTO \(table: target.table.name) (\(identifiers: columns)\(sql: loadColumn))
      SELECT \(identifiers: columns)\(sql: loadValue)
      FROM \(table: tables.changes) AS c
      WHERE is_new AND \(sql: chosen)
      ORDER BY \(identifiers: order)
      """)
  }
}
