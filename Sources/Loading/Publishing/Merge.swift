import Postgres
import Store

/// Brings staged rows into a table that has rows already: one look at what differs, then only
/// that is written. All of it is set-based and belongs into the publishing transaction.
struct Merge {
  let connection: Connection
  let target: Target
  let tables: LoadTables
  let policy: ConflictPolicy

  /// What a merge did.
  struct Result {
    var inserted = 0
    var updated = 0
    var unchanged = 0
    var skipped: [String: Int] = [:]
    /// Where rows changed, by source and partition.
    var dirty: [SourceRange] = []
  }

  /// The rows to merge.
  struct Input {
    let table: TableName
    let rows: Int
    /// The rows carry the number of their record, and a key may come twice.
    let mayRepeatKeys: Bool
    /// The least and the greatest moment, where the target is partitioned by time: lets the
    /// server look at these partitions only.
    let moments: ClosedRange<Timestamp>?
  }

  /// - Throws: `LoadError.conflict` under `fail`, and what the server refuses.
  func run(_ input: Input) throws -> Result {
    var result = Result()
    guard input.rows > 0 else { return result }
    try connection.execute("ANALYZE \(table: input.table)")
    let distinct = input.mayRepeatKeys ? try distinctRows(of: input) : input.rows
    result.skipped["duplicate"] = input.rows - distinct
    try findChanges(input)
    let changes = try countChanges()
    try resolve(changes, among: distinct, into: &result)
    if result.updated > 0 { try update(input) }
    if result.inserted > 0 { try insert() }
    if target.sourceIndex != nil, target.timeIndex != nil { result.dirty = try dirtyRanges() }
    try connection.execute("DROP TABLE \(table: tables.changes)")
    return result
  }

  private func distinctRows(of input: Input) throws -> Int {
    try connection.first(
      """
      SELECT count(*) FROM (SELECT DISTINCT \(identifiers: target.table.key)
        FROM \(table: input.table)) AS keys
      """)?.get(0) ?? 0
  }

  /// Writes down the staged rows that the target lacks or has with other values.
  private func findChanges(_ input: Input) throws {
    let key = target.table.key
    let columns = target.columns.map(\.name)
    let staged: SQL =
      input.mayRepeatKeys
      ? """
      (SELECT DISTINCT ON (\(identifiers: key)) \(identifiers: columns)
        FROM \(table: input.table) ORDER BY \(identifiers: key), record DESC)
      """
      : "(SELECT \(identifiers: columns) FROM \(table: input.table))"
    let differs: SQL =
      target.payload.isEmpty
      ? "false"
      : "(\(sql: compared("s"))) IS DISTINCT FROM (\(sql: compared("t")))"
    try connection.execute(
      """
      CREATE UNLOGGED TABLE \(table: tables.changes) AS
      SELECT \(identifiers: columns, of: "s"), t.\(identifier: key[0]) IS NULL AS is_new,
        coalesce(\(sql: isOlder), false) AS is_older
      FROM \(sql: staged) AS s
      LEFT JOIN \(table: target.table.name) AS t
        ON \(equal: key, of: "t", and: "s")\(sql: within(input.moments, "t"))
      WHERE t.\(identifier: key[0]) IS NULL OR \(sql: differs)
      """)
    try connection.execute("ANALYZE \(table: tables.changes)")
  }

  /// Types without an equality, or with one that compares areas or counts points: two values of
  /// them are equal when their texts are.
  private static let typesComparedAsText: Set<String> = [
    "json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle",
  ]

  /// The columns that tell whether a row differs.
  private func compared(_ alias: String) -> SQL {
    target.payload.map { column -> SQL in
      let reference = "\(sql: SQL(unchecked: alias)).\(identifier: column)" as SQL
      let type = target.table.column(column)?.type ?? ""
      return Self.typesComparedAsText.contains(type) ? reference + "::text" : reference
    }.joined()
  }

  private var isOlder: SQL {
    guard case .newest(let column) = policy else { return "false" }
    return "s.\(identifier: column) < t.\(identifier: column)"
  }

  /// Keeps the server to the partitions that the staged rows lie in.
  private func within(_ moments: ClosedRange<Timestamp>?, _ alias: String) -> SQL {
    guard let moments, let column = target.table.partitionColumn else { return "" }
    let time: SQL = "\(sql: SQL(unchecked: alias)).\(identifier: column)"
    return """
       AND \(sql: time) >= \(literal: moments.lowerBound)
       AND \(sql: time) <= \(literal: moments.upperBound)
      """
  }

  private struct Changes {
    var new = 0
    var differing = 0
    var older = 0
  }

  private func countChanges() throws -> Changes {
    let row = try connection.first(
      """
      SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new AND NOT is_older),
        count(*) FILTER (WHERE NOT is_new AND is_older)
      FROM \(table: tables.changes)
      """)
    guard let row else { return Changes() }
    return try Changes(new: row.get(0), differing: row.get(1), older: row.get(2))
  }

  /// Decides by the policy what becomes of the rows that differ.
  private func resolve(
    _ changes: Changes, among distinct: Int, into result: inout Result
  ) throws {
    result.inserted = changes.new
    let present = distinct - changes.new
    switch policy {
    case .update, .newest:
      result.updated = changes.differing
      result.skipped["older"] = changes.older
      result.unchanged = present - changes.differing - changes.older
    case .keep:
      result.skipped["exists"] = changes.differing
      result.unchanged = present - changes.differing
      try connection.execute("DELETE FROM \(table: tables.changes) WHERE NOT is_new")
    case .fail:
      if present > 0 { throw try conflict(rows: present) }
    }
  }

  private func conflict(rows: Int) throws -> LoadError {
    let key = target.table.key
    let row = try connection.first(
      """
      SELECT row_to_json(k)::text
      FROM (SELECT \(identifiers: key, of: "t")
        FROM \(table: target.table.name) AS t
        JOIN \(table: tables.staging) AS s ON \(equal: key, of: "t", and: "s")
        ORDER BY \(identifiers: key, of: "t") LIMIT 1) AS k
      """)
    return .conflict(table: target.table.name, key: try row?.get(0) ?? "", rows: rows)
  }

  /// Overwrites the rows that differ, and keeps the versions they had.
  private func update(_ input: Input) throws {
    let key = target.table.key
    let matches: SQL =
      """
      NOT c.is_new AND NOT c.is_older AND \(equal: key, of: "t", and: "c")\
      \(sql: within(input.moments, "t"))
      """
    if let versions = target.versions {
      try connection.execute(
        """
        INSERT INTO \(table: versions)
        SELECT t.*, \(tables.load)::bigint, now()
        FROM \(table: target.table.name) AS t JOIN \(table: tables.changes) AS c
          ON \(sql: matches)
        """)
    }
    try connection.execute(
      """
      UPDATE \(table: target.table.name) AS t
      SET \(sql: assignments)
      FROM \(table: tables.changes) AS c
      WHERE \(sql: matches)
      """)
  }

  private var assignments: SQL {
    var parts: [SQL] = target.payload.map { "\(identifier: $0) = c.\(identifier: $0)" }
    if target.recordsLoad { parts.append("load_id = \(tables.load)::bigint") }
    parts += target.verdicts.map { "\(identifier: $0) = DEFAULT" }
    var joined: SQL = ""
    for (index, part) in parts.enumerated() {
      joined = index == 0 ? part : "\(sql: joined), \(sql: part)"
    }
    return joined
  }

  private func insert() throws {
    let columns = target.columns.map(\.name)
    let loadColumn: SQL = target.recordsLoad ? ", load_id" : ""
    let loadValue: SQL = target.recordsLoad ? ", \(tables.load)::bigint" : ""
    try connection.execute(
      """
      INSERT INTO \(table: target.table.name) (\(identifiers: columns)\(sql: loadColumn))
      SELECT \(identifiers: columns)\(sql: loadValue)
      FROM \(table: tables.changes)
      WHERE is_new
      ORDER BY \(identifiers: target.table.key)
      """)
  }

  /// One range per source and month, so that a change here and one ten years later do not make
  /// everything between them dirty.
  private func dirtyRanges() throws -> [SourceRange] {
    guard let time = target.table.partitionColumn, let source = target.sourceIndex else {
      return []
    }
    let sourceColumn = target.columns[source].name
    return try connection.query(
      """
      SELECT \(identifier: sourceColumn), min(\(identifier: time)), max(\(identifier: time)), count(*)
      FROM \(table: tables.changes)
      WHERE NOT is_older
      GROUP BY 1, date_trunc('month', \(identifier: time), 'UTC')
      ORDER BY 1, 2
      """
    ).map { row in
      try SourceRange(source: row.get(0), from: row.get(1), to: row.get(2), rows: row.get(3))
    }
  }
}
