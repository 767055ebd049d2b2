import Layouts
import Postgres
import Store

/// Brings staged rows into a table that has rows already: one look at what differs, then only
/// that is written. All of it is set-based and belongs into the publishing transaction.
struct Merge {
  let connection: Connection
  let target: Target
  let tables: LoadTables
  let policy: ConflictPolicy
  /// Where the versions go that are overwritten; nil where none are kept.
  let versions: VersionTable?
  /// Where it is written down which rows a restore writes, where these do not say so.
  let restored: VersionTable.Journal?
  /// The stale load that this one stands in for: rows that were written after it are newer than
  /// the file's.
  let standsFor: Int64?
  /// The file that the rows come from, for errors.
  let file: String
  let limits: Limits

  /// How long it is looked for rows that the server refuses.
  struct Limits {
    /// After how many it is enough; nil for never.
    let refused: Int?
    /// Throws when nobody wants the result any more.
    let check: () throws -> Void
  }

  /// Why rows are left out here, and nowhere before.
  static let skipReasons: [SkipReason] = [.duplicate, .exists, .older]

  /// What a merge did.
  struct Result {
    var inserted = 0
    var updated = 0
    var unchanged = 0
    var skipped: [String: Int] = [:]
    /// How many staged rows the server refused: they stand in `RefusedRows`.
    var refused = 0
    /// Whether more was refused than was looked for: then nothing of this may be published.
    var isCutShort = false
    /// Where rows changed, by source and partition.
    var dirty: [SourceRange] = []

    static func += (left: inout Result, right: Result) {
      left.inserted += right.inserted
      left.updated += right.updated
      left.unchanged += right.unchanged
      left.skipped.merge(right.skipped, uniquingKeysWith: +)
      left.refused += right.refused
      left.isCutShort = left.isCutShort || right.isCutShort
      left.dirty += right.dirty
    }
  }

  /// The rows to merge.
  struct Input {
    let table: TableName
    let rows: Int
    /// A key may come twice; then the rows are staged.
    let mayRepeatKeys: Bool
    /// The rows carry the number and the line of their record.
    let isStaged: Bool
    /// The least and the greatest moment, where the target is partitioned by time: lets the
    /// server look at these partitions only.
    let moments: ClosedRange<Timestamp>?
  }

  /// - Throws: `LoadError.conflict` under `fail`, and what the server refuses of rows that are not
  ///   staged.
  func run(_ input: Input) throws -> Result {
    var result = try mergeOnce(input)
    if result.refused > 0, input.mayRepeatKeys, target.isKeyed, !result.isCutShort {
      try mergeInstead(of: input, &result)
    }
    return result
  }

  func mergeOnce(_ input: Input) throws -> Result {
    var result = Result()
    guard input.rows > 0 else { return result }
    try connection.execute("ANALYZE \(table: input.table)")
    let mayRepeat = input.mayRepeatKeys && target.isKeyed
    let distinct = mayRepeat ? try distinctRows(of: input) : input.rows
    result.skipped["duplicate"] = input.rows - distinct
    if target.isKeyed { try findChanges(input) } else { try takeAll(input) }
    let changes = try countChanges()
    try resolve(changes, among: distinct, into: &result)
    try write(&result, overwriting: result.updated + changes.own, input)
    if target.sourceIndex != nil, target.timeIndex != nil { result.dirty = try dirtyRanges() }
    try connection.execute("DROP TABLE \(table: tables.changes)")
    return result
  }

  private func distinctRows(of input: Input) throws -> Int {
    try connection.one(
      """
      SELECT count(*) FROM (SELECT DISTINCT \(identifiers: target.table.key)
        FROM \(table: input.table)) AS keys
      """
    ).get(0)
  }

  /// Writes down the staged rows that the target lacks or has with other values.
  private func findChanges(_ input: Input) throws {
    let key = target.table.key
    let columns = target.columns.map(\.name) + (input.isStaged ? StagingTable.origin : [])
    let staged: SQL =
      input.mayRepeatKeys
      ? """
      (SELECT DISTINCT ON (\(identifiers: key)) \(identifiers: columns)
        FROM \(table: input.table)
        ORDER BY \(identifiers: key), \(identifier: StagingTable.origin[0]) DESC)
      """
      : "(SELECT \(identifiers: columns) FROM \(table: input.table))"
    try connection.execute(
      """
      CREATE TEMPORARY TABLE \(table: tables.changes) ON COMMIT DROP AS
      SELECT \(identifiers: columns, of: "s"), t.\(identifier: key[0]) IS NULL AS is_new,
        coalesce(\(sql: isOwn), false) AS is_own, coalesce(\(sql: isOlder), false) AS is_older
      FROM \(sql: staged) AS s
      LEFT JOIN \(table: target.table.name) AS t
        ON \(equal: key, of: "t", and: "s")\(sql: within(input.moments, "t"))\(sql: journaled)
      WHERE t.\(identifier: key[0]) IS NULL OR \(sql: policy == .fail ? "true" : differs)
      """)
    try connection.execute("ANALYZE \(table: tables.changes)")
  }

  /// Into a table without a key all staged rows are new.
  private func takeAll(_ input: Input) throws {
    let columns = target.columns.map(\.name) + StagingTable.origin
    try connection.execute(
      """
      CREATE TEMPORARY TABLE \(table: tables.changes) ON COMMIT DROP AS
      SELECT \(identifiers: columns), true AS is_new, false AS is_own, false AS is_older
      FROM \(table: input.table)
      """)
  }

  private var differs: SQL {
    target.payload.isEmpty
      ? "false" : "ROW(\(sql: compared("s"))) IS DISTINCT FROM ROW(\(sql: compared("t")))"
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

  /// An earlier batch of this load wrote the row: the file has its key twice, and the last wins
  /// whatever the policy says of rows that were there before.
  private var isOwn: SQL {
    if let versions, versions.journal != nil {
      return "j.\(identifier: versions.writerColumn) = \(tables.load)::bigint"
    }
    return target.recordsLoad ? "t.load_id = \(tables.load)::bigint" : "false"
  }

  /// The lines `j` of the journal that are about the rows `t`, where there is one.
  var journaled: SQL {
    guard let journal = versions?.journal else { return "" }
    return """

      LEFT JOIN \(table: journal.name) AS j ON \(equal: target.table.key, of: "j", and: "t")
      """
  }

  private var isOlder: SQL {
    var ways: [SQL] = []
    if case .newest(let column) = policy {
      ways.append("s.\(identifier: column) < t.\(identifier: column)")
    }
    if let standsFor, let isLater = wasWrittenAfter(standsFor) { ways.append(isLater) }
    return ways.isEmpty ? "false" : ways.joined(separator: " OR ")
  }

  /// Whether a row was written, or changed by hand, after a load. One that the load had found
  /// changed by hand it would have overwritten.
  private func wasWrittenAfter(_ load: Int64) -> SQL? {
    guard versions?.journal != nil || target.recordsLoad else { return nil }
    let writer = versions?.writer(of: "t") ?? "t.load_id"
    return "(\(sql: writer)) < 0 OR (\(sql: writer)) > \(load)"
  }

  /// Keeps the server to the partitions that the staged rows lie in.
  func within(_ moments: ClosedRange<Timestamp>?, _ alias: String) -> SQL {
    target.table.within(moments, alias)
  }

  private struct Changes {
    var new = 0
    var own = 0
    var differing = 0
    var older = 0
  }

  private func countChanges() throws -> Changes {
    let row = try connection.one(
      """
      SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE is_own),
        count(*) FILTER (WHERE NOT is_new AND NOT is_own AND NOT is_older),
        count(*) FILTER (WHERE NOT is_new AND NOT is_own AND is_older)
      FROM \(table: tables.changes)
      """)
    return try Changes(
      new: row.get(0), own: row.get(1), differing: row.get(2), older: row.get(3))
  }

  /// Decides by the policy what becomes of the rows that differ.
  private func resolve(
    _ changes: Changes, among distinct: Int, into result: inout Result
  ) throws {
    result.inserted = changes.new
    result.skipped["duplicate", default: 0] += changes.own
    let present = distinct - changes.new - changes.own
    switch policy {
    case .update, .newest:
      result.updated = changes.differing
      result.skipped["older"] = changes.older
      result.unchanged = present - changes.differing - changes.older
    case .keep:
      result.skipped["exists"] = changes.differing
      result.unchanged = present - changes.differing
      try connection.execute("DELETE FROM \(table: tables.changes) WHERE NOT is_new AND NOT is_own")
    case .fail:
      if present > 0 { throw try conflict(rows: present) }
    }
  }

  private func conflict(rows: Int) throws -> LoadError {
    let key = target.table.key
    let row = try connection.one(
      """
      SELECT row_to_json(k)::text
      FROM (SELECT \(identifiers: key)
        FROM \(table: tables.changes)
        WHERE NOT is_new AND NOT is_own
        ORDER BY \(identifiers: key) LIMIT 1) AS k
      """)
    return .conflict(table: target.table.name, key: try row.get(0), rows: rows)
  }

  private func dirtyRanges() throws -> [SourceRange] {
    guard let time = target.table.partitionColumn, let source = target.sourceIndex else {
      return []
    }
    return try DirtyRanges(connection).byMonth(
      of: tables.changes, source: target.columns[source].name, time: time,
      where: "is_own OR NOT is_older")
  }
}
