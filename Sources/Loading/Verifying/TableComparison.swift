import FlatFiles
import Postgres
import Store

/// Compares the rows that a file says with those that its table holds under the same keys.
///
/// Two sums tell whether there is a difference at all: of each side the hashes of all rows, by value
/// and whatever their order. Only where they differ is it looked for the rows, and for why.
struct TableComparison {
  let connection: Connection
  let target: Target
  /// The file's rows.
  let staging: StagingTable
  let read: RowsOnceMore.Outcome
  let load: Ledger.Entry
  let versions: VersionTable?

  /// How many rows are shown for each reason.
  private static let shown = 3
  private let differing = TableName(schema: "pg_temp", name: "differing")

  private var table: TableName { target.table.name }
  private var key: [String] { target.table.key }

  /// Compares them as they are at one moment.
  func run() throws -> Verification {
    try connection.transaction {
      try connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
      try connection.execute("ANALYZE \(table: staging.name)")
      var verification = try sums()
      if verification.rowsInFile != verification.rowsInTable
        || verification.checksumInFile != verification.checksumInTable
      {
        try findDiffering()
        try tell(&verification)
      }
      let orphans = try read.orphans - rejectedOrphans()
      if orphans > 0 {
        verification.rowsInFile += orphans
        verification.differing[.missing, default: 0] += orphans
      }
      return verification
    }
  }

  /// Rows that the load left out for want of a parent.
  private func rejectedOrphans() throws -> Int {
    try connection.one(
      """
      SELECT count(*) FROM retrofill.rejects
      WHERE load_id = \(load.id) AND code = \(RejectCode.noSuchParent.rawValue)
      """
    ).get(0)
  }

  private func sums() throws -> Verification {
    let row = try connection.one(
      """
      SELECT count(*), coalesce(sum(\(sql: hash(of: "s"))), 0)::text, count(t.\(identifier: key[0])),
        coalesce(sum(\(sql: hash(of: "t"))) FILTER (WHERE t.\(identifier: key[0]) IS NOT NULL), 0)::text
      FROM \(sql: claimed) AS s LEFT JOIN \(table: table) AS t ON \(sql: isSame)
      """)
    var verification = Verification()
    verification.rowsInFile = try row.get(0)
    verification.checksumInFile = try row.get(1)
    verification.rowsInTable = try row.get(2)
    verification.checksumInTable = try row.get(3)
    return verification
  }

  /// What the file says: of rows of one key the last one that was not rejected.
  private var claimed: SQL {
    let columns = target.columns.map(\.name) + StagingTable.origin
    let accepted: SQL = """
      NOT EXISTS (
        SELECT FROM retrofill.rejects AS r
        WHERE r.load_id = \(load.id) AND r.record = a.retrofill_record)
      """
    guard read.mayRepeatKeys else {
      return
        "(SELECT \(identifiers: columns) FROM \(table: staging.name) AS a WHERE \(sql: accepted))"
    }
    return """
      (SELECT DISTINCT ON (\(identifiers: key)) \(identifiers: columns)
        FROM \(table: staging.name) AS a WHERE \(sql: accepted)
        ORDER BY \(identifiers: key), \(identifier: StagingTable.origin[0]) DESC)
      """
  }

  private var isSame: SQL {
    "\(equal: key, of: "t", and: "s")\(sql: target.table.within(read.moments, "t"))"
  }

  /// Types whose values are hashed as such, so that 0.1 is 0.10; others are by their texts.
  private static let typesHashedByValue: Set<String> = [
    "bool", "bpchar", "bytea", "date", "float4", "float8", "inet", "int2", "int4", "int8",
    "interval",
    "jsonb", "numeric", "text", "time", "timestamp", "timestamptz", "timetz", "uuid", "varchar",
  ]

  private func hash(of alias: String) -> SQL {
    let columns = target.columns.map { column -> SQL in
      let reference: SQL = "\(sql: SQL(unchecked: alias)).\(identifier: column.name)"
      let type = target.table.column(column.name)?.type ?? ""
      return Self.typesHashedByValue.contains(type) ? reference : reference + "::text"
    }
    return "hash_record_extended(ROW(\(sql: columns.joined())), 0)::numeric"
  }

  // MARK: - Why

  private func findDiffering() throws {
    let journal: SQL =
      versions?.journal.map {
        "LEFT JOIN \(table: $0.name) AS j ON \(equal: key, of: "j", and: "t")"
      } ?? ""
    try connection.execute(
      """
      CREATE TEMPORARY TABLE \(table: differing) ON COMMIT DROP AS
      SELECT \(identifiers: key, of: "s"), s.retrofill_record, s.retrofill_line,
        t.\(identifier: key[0]) IS NULL AS is_missing, \(sql: writer) AS writer
      FROM \(sql: claimed) AS s
      LEFT JOIN \(table: table) AS t ON \(sql: isSame)
      \(sql: journal)
      WHERE t.\(identifier: key[0]) IS NULL OR \(sql: hash(of: "s")) <> \(sql: hash(of: "t"))
      """)
  }

  private var writer: SQL {
    if let versions, versions.journal != nil { return versions.writer(of: "t") }
    return target.table.column("load_id") == nil ? "NULL::bigint" : "t.load_id"
  }

  private func tell(_ verification: inout Verification) throws {
    let reasons: SQL = """
      (SELECT d.*, \(sql: reason) AS reason
        FROM \(table: differing) AS d
        JOIN retrofill.loads AS mine ON mine.load_id = \(load.id)
        LEFT JOIN retrofill.loads AS w ON w.load_id = abs(d.writer)) AS d
      """
    try connection.forEachRow("SELECT reason, count(*) FROM \(sql: reasons) GROUP BY 1") { row in
      guard let reason = Verification.Reason(rawValue: try row.get(0)) else { return }
      verification.differing[reason] = try row.get(1)
    }
    try connection.forEachRow(
      """
      SELECT reason, retrofill_record, retrofill_line, abs(writer), k.name, k.value
      FROM (
        SELECT *, row_number() OVER (PARTITION BY reason ORDER BY retrofill_record) AS place
        FROM \(sql: reasons)) AS d
      CROSS JOIN LATERAL (
        SELECT key AS name, value FROM jsonb_each_text(to_jsonb(
          (SELECT r FROM (SELECT \(identifiers: key, of: "d")) AS r)))) AS k
      WHERE place <= \(Self.shown)
      ORDER BY retrofill_record, k.name
      """
    ) { row in
      guard let reason = Verification.Reason(rawValue: try row.get(0)) else { return }
      let record: Int = try row.get(1)
      if verification.examples.last?.record != record {
        let line: Int = try row.get(2)
        verification.examples.append(
          Verification.Example(
            reason: reason, key: [:], record: record, line: line > 0 ? line : nil,
            load: try row.get(3)))
      }
      let name: String = try row.get(4)
      verification.examples[verification.examples.count - 1].key[name] = try row.get(5)
    }
  }

  /// Why the row `d` differs, which the load `w` wrote last, from what the load `mine` brought.
  private var reason: SQL {
    """
    CASE
      WHEN d.is_missing AND \(sql: wasRemoved) THEN 'archived'
      WHEN d.is_missing AND \(sql: hasVersion("v.retrofill_replaced_by < 0")) THEN 'replaced'
      WHEN d.is_missing THEN 'missing'
      WHEN abs(d.writer) <> mine.load_id AND (w.finished_at > mine.finished_at
        OR \(sql: hasVersion(isMine))) THEN 'overwritten'
      WHEN d.writer < 0 THEN 'changed-by-hand'
      WHEN d.writer = mine.load_id THEN 'different'
      WHEN mine.on_conflict = 'keep' THEN 'kept'
      WHEN mine.skipped ? 'older' THEN 'older'
      ELSE 'different'
    END
    """
  }

  private var isMine: SQL {
    versions.map { "v.\(identifier: $0.writerColumn) = mine.load_id" } ?? "false"
  }

  private func hasVersion(_ condition: SQL) -> SQL {
    guard let versions else { return "false" }
    return """
      EXISTS (
        SELECT FROM \(table: versions.versions) AS v
        WHERE \(equal: key, of: "v", and: "d") AND \(sql: condition))
      """
  }

  private var wasRemoved: SQL {
    guard let time = target.table.partitionColumn, let index = target.sourceIndex,
      target.isKeyedBySourceAndTime
    else { return "false" }
    return """
      EXISTS (
        SELECT FROM retrofill.removed_ranges AS gone
        WHERE gone.table_name = \(table.description)
          AND gone.source_id = d.\(identifier: target.columns[index].name)
          AND gone.range_from <= d.\(identifier: time) AND d.\(identifier: time) < gone.range_to)
      """
  }
}
