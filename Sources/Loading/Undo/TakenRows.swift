import Postgres
import Store

/// Rows of a table that loads wrote last, and how they are taken out of it: the version before comes
/// back, or the row goes. All of it is set-based, inside one transaction.
struct TakenRows {
  let connection: Connection
  let table: TableDescription
  let versions: VersionTable?
  /// Their keys, with their sources and moments, and the load that wrote each.
  let own: TableName
  /// Where they lie, where that is known.
  let moments: ClosedRange<Timestamp>?
  /// Whether loads into the table say where their rows lie.
  let isRanged: Bool
  /// What is done, for errors: `load 3 was undone`.
  let doing: String

  /// The column of `own` that names the load.
  static let writer = "retrofill_writer"

  var key: [String] { table.key }

  // MARK: - Which they are

  /// `FROM … WHERE …`: the rows `t` that these loads wrote; with a negative number those that were
  /// changed by hand since.
  func from(writers: [Int64]) -> SQL {
    guard let versions, let journal = versions.journal else {
      return """
        FROM \(table: table.name) AS t
        WHERE t.load_id = ANY (\(writers)::bigint[])\(sql: within("t"))\(sql: isBrought)
        """
    }
    let line: SQL = "j.\(identifier: versions.writerColumn)"
    return """
      FROM \(table: table.name) AS t
      JOIN \(table: journal.name) AS j ON \(equal: key, of: "j", and: "t")
      WHERE \(sql: line) = ANY (\(writers.map(abs))::bigint[])
        AND \(sql: versions.writer(of: "t")) = ANY (\(writers)::bigint[])\(sql: within("t"))
      """
  }

  /// What a load wrote of itself is none of its rows.
  private var isBrought: SQL {
    LoadEvents.isEvent("t", of: table.name).map { " AND NOT \(sql: $0)" } ?? ""
  }

  func within(_ alias: String) -> SQL { table.within(moments, alias) }

  func count(of writers: [Int64]) throws -> Int {
    try connection.one("SELECT count(*) \(sql: from(writers: writers))").get(0)
  }

  /// Writes down the rows of loads, but for those whose keys are in some tables.
  ///
  /// - Returns: how many there are.
  func find(of loads: [Int64], besides brought: [TableName] = []) throws -> Int {
    let others = brought.map { name in
      " AND NOT EXISTS (SELECT FROM \(table: name) AS b WHERE \(equal: key, of: "b", and: "t"))"
        as SQL
    }
    try connection.execute(
      """
      CREATE TEMPORARY TABLE \(table: own) ON COMMIT DROP AS
      SELECT \(identifiers: described, of: "t"), \(sql: writerColumn) AS \(identifier: Self.writer)
      \(sql: from(writers: loads))\(sql: others.joined(separator: ""))
      """)
    try connection.execute("ANALYZE \(table: own)")
    return try connection.one("SELECT count(*) FROM \(table: own)").get(0)
  }

  private var writerColumn: SQL {
    guard let versions, versions.journal != nil else { return "t.load_id" }
    return "j.\(identifier: versions.writerColumn)"
  }

  /// Whether the rows belong to sources: then what derives from them is recomputed.
  var hasSources: Bool {
    isRanged && table.partitionColumn != nil && table.column("source_id") != nil
  }

  /// The key, and beside it the source and the moment, where there are any.
  var described: [String] {
    guard hasSources, let time = table.partitionColumn else { return key }
    return key + ["source_id", time].filter { !key.contains($0) }
  }

  /// Records where rows lie whose keys are in a table that has the columns `described`.
  func recordDirty(_ keys: TableName, load: Int64) throws {
    guard hasSources, let time = table.partitionColumn else { return }
    let dirty = DirtyRanges(connection)
    let ranges = try dirty.byMonth(of: keys, source: "source_id", time: time, where: "true")
    try dirty.record(ranges, of: table.name, load: load)
  }

  // MARK: - Taking them out

  /// Takes them out. Afterwards `own` has the keys of those that are removed.
  func takeOut() throws -> (restored: Int, removed: Int) {
    try forgetJournal()
    guard let versions, let lines = versions.restored else { return try (restore(), remove()) }
    try followRestores(lines, versions)
    var restored = try restore()
    if try handToRestores(lines) > 0 { restored += try restore() }
    return try (restored, remove())
  }

  /// Takes out rows that a restore had brought, whoever had written them before.
  func takeOutRestored() throws -> (restored: Int, removed: Int) { try (restore(), remove()) }

  /// Where the version that the load overwrote is there, it comes back.
  private func restore() throws -> Int {
    guard let versions else { return 0 }
    let columns = table.columns.filter { !$0.isGenerated && !key.contains($0.name) }.map(\.name)
    let before: SQL = """
      \(table: versions.versions) AS v
      JOIN \(table: own) AS o ON \(equal: key, of: "o", and: "v")
        AND v.\(identifier: VersionTable.replacedBy) = o.\(identifier: Self.writer)
      """
    var restored = 0
    if !columns.isEmpty {
      let assignments = columns.map { "\(identifier: $0) = v.\(identifier: $0)" as SQL }
      restored = try connection.execute(
        """
        UPDATE \(table: table.name) AS t
        SET \(sql: assignments.joined())
        FROM \(sql: before)
        WHERE \(equal: key, of: "t", and: "v")\(sql: within("t"))
        """)
    }
    if let journal = versions.journal {
      // The rows that came back are again those of the load that had written them.
      try connection.execute(
        """
        INSERT INTO \(table: journal.name)
          (\(identifiers: key + [versions.writerColumn, VersionTable.hashColumn]))
        SELECT \(identifiers: key, of: "v"), v.\(identifier: versions.writerColumn),
          \(sql: versions.hash(of: "v"))
        FROM \(sql: before)
        WHERE v.\(identifier: versions.writerColumn) > 0
        """)
    }
    // What came back is no old version any more, and no row of the load.
    let back = try connection.query(
      """
      WITH back AS (
        DELETE FROM \(table: versions.versions) AS v
        USING \(table: own) AS o
        WHERE v.\(identifier: VersionTable.replacedBy) = o.\(identifier: Self.writer)
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

  /// What is left of the rows was new with its load.
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

  /// The rows are no longer those of their loads.
  private func forgetJournal() throws {
    guard let journal = versions?.journal else { return }
    try connection.execute(
      """
      DELETE FROM \(table: journal.name) AS j USING \(table: own) AS o
      WHERE \(equal: key, of: "j", and: "o")
      """)
  }

  private func expect(_ expected: Int, _ what: String, _ done: Int) throws {
    try table.expect(expected, what, done, while: doing)
  }
}
