import Postgres
import Store

/// Rows that one load had brought and another, which is undone, took out of the table: how they find
/// their places in the chain again.
struct ParkedRows {
  /// The load that had brought them.
  private let writer: Int64
  private let versions: VersionTable
  private let undone: UndoneRows

  init(of writer: Int64, in versions: VersionTable, undone: UndoneRows) {
    self.writer = writer
    self.versions = versions
    self.undone = undone
  }

  private var connection: Connection { undone.connection }
  private var table: TableDescription { undone.table }
  private var key: [String] { undone.key }
  /// The load that took them out.
  private var remover: Int64 { undone.entry.id }

  /// Their keys, whether the table has a row of the key, whether that was changed by hand, and
  /// whether a later load wrote it.
  private var parked: TableName { LoadTables(load: remover).parked }

  /// The versions `v` that they are.
  private var aside: SQL {
    """
    v.\(identifier: VersionTable.replacedBy) = \(-remover)::bigint
      AND v.\(identifier: versions.writerColumn) = \(writer)::bigint
    """
  }

  private var journaled: SQL {
    guard let journal = versions.journal else { return "" }
    return "\nLEFT JOIN \(table: journal.name) AS j ON \(equal: key, of: "j", and: "t")"
  }

  func bringBack(_ changes: inout UndoReport.Changes) throws {
    try connection.execute(
      """
      CREATE TEMPORARY TABLE \(table: parked) ON COMMIT DROP AS
      SELECT \(identifiers: undone.rows.described, of: "v"),
        t.\(identifier: key[0]) IS NOT NULL AS is_there,
        coalesce(\(sql: versions.writer(of: "t")) < 0, false) AS is_left,
        coalesce(\(sql: versions.writer(of: "t")) > \(remover)::bigint, false) AS is_beneath
      FROM \(table: versions.versions) AS v
      LEFT JOIN \(table: table.name) AS t ON \(equal: key, of: "t", and: "v")\(sql: journaled)
      WHERE \(sql: aside)
      """)
    try connection.execute("ANALYZE \(table: parked)")
    try undone.rows.recordDirty(parked, load: remover)
    changes.left += try leaveChanged()
    try putBeneath()
    changes.restored += try putOnTop()
    try connection.execute("DROP TABLE \(table: parked)")
  }

  private func leaveChanged() throws -> Int {
    try connection.execute(
      """
      DELETE FROM \(table: versions.versions) AS v USING \(table: parked) AS p
      WHERE \(sql: aside) AND \(equal: key, of: "p", and: "v") AND p.is_left
      """)
  }

  // MARK: - Beneath later loads

  /// Where later loads wrote, the row becomes the version that the first of them wrote over.
  private func putBeneath() throws {
    let by = VersionTable.replacedBy
    try connection.execute(
      """
      UPDATE \(table: versions.versions) AS x SET \(identifier: by) = \(writer)::bigint
      FROM \(sql: firstLater)
      WHERE \(equal: key, of: "x", and: "f") AND x.\(identifier: by) = f.later
      """)
    try connection.execute(
      """
      UPDATE \(table: versions.versions) AS v SET \(identifier: by) = f.later
      FROM \(sql: firstLater)
      WHERE \(equal: key, of: "v", and: "f") AND \(sql: aside)
      """)
  }

  /// The first load `f.later` behind the one that is undone which wrote a row of the key.
  private var firstLater: SQL {
    """
    (
      SELECT \(identifiers: key), min(later) AS later
      FROM (
        SELECT \(identifiers: key, of: "x"), abs(x.\(identifier: versions.writerColumn)) AS later
        FROM \(table: versions.versions) AS x WHERE x.\(identifier: VersionTable.replacedBy) > 0
        UNION ALL
        SELECT \(identifiers: key, of: "t"), abs(\(sql: versions.writer(of: "t")))
        FROM \(table: table.name) AS t JOIN \(table: parked) AS p
          ON \(equal: key, of: "p", and: "t")\(sql: journaled)
        WHERE p.is_beneath) AS links
      WHERE later > \(remover)::bigint
      GROUP BY \(identifiers: key)) AS f
    JOIN \(table: parked) AS p ON \(equal: key, of: "p", and: "f") AND p.is_beneath
    """
  }

  // MARK: - On top

  /// Where none did, the row is in the table again, and what is there now is its former version.
  ///
  /// - Returns: how many rows are.
  private func putOnTop() throws -> Int {
    try keepFormer()
    let back = try overwrite() + insert()
    if let journal = versions.journal { try write(journal) }
    let put = try connection.execute(
      """
      DELETE FROM \(table: versions.versions) AS v USING \(table: parked) AS p
      WHERE \(sql: aside) AND \(sql: isOnTop)
      """)
    try table.expect(put, "brought back", back, while: "load \(remover) was undone")
    return put
  }

  private var isOnTop: SQL {
    "\(equal: key, of: "p", and: "v") AND NOT p.is_left AND NOT p.is_beneath"
  }

  /// `FROM …`: the versions `v` that come into the table.
  private var fromOnTop: SQL {
    "FROM \(table: versions.versions) AS v JOIN \(table: parked) AS p ON \(sql: isOnTop)"
  }

  private func keepFormer() throws {
    let columns = table.columns.map(\.name)
    let isJournaled = versions.journal != nil
    let own = columns + (isJournaled ? [versions.writerColumn] : []) + [VersionTable.replacedBy]
    let top: SQL = isJournaled ? ", \(sql: versions.writer(of: "t"))" : ""
    try connection.execute(
      """
      INSERT INTO \(table: versions.versions) (\(identifiers: own))
      SELECT \(identifiers: columns, of: "t")\(sql: top), \(writer)::bigint
      FROM \(table: table.name) AS t JOIN \(table: parked) AS p
        ON \(equal: key, of: "p", and: "t")\(sql: journaled)
      WHERE NOT p.is_left AND NOT p.is_beneath
      """)
  }

  private func overwrite() throws -> Int {
    let columns = table.columns.filter { !$0.isGenerated && !key.contains($0.name) }.map(\.name)
    if columns.isEmpty {
      return try connection.one(
        "SELECT count(*) \(sql: fromOnTop) WHERE \(sql: aside) AND p.is_there"
      ).get(0)
    }
    let assignments = columns.map { "\(identifier: $0) = v.\(identifier: $0)" as SQL }
    return try connection.execute(
      """
      UPDATE \(table: table.name) AS t SET \(sql: assignments.joined())
      \(sql: fromOnTop)
      WHERE \(sql: aside) AND \(equal: key, of: "t", and: "v")
      """)
  }

  private func insert() throws -> Int {
    let filled = try insertable()
    return try connection.execute(
      """
      INSERT INTO \(table: table.name) (\(identifiers: filled)) OVERRIDING SYSTEM VALUE
      SELECT \(identifiers: filled, of: "v") \(sql: fromOnTop)
      WHERE \(sql: aside) AND NOT p.is_there
      """)
  }

  private func write(_ journal: VersionTable.Journal) throws {
    try connection.execute(
      """
      INSERT INTO \(table: journal.name)
        (\(identifiers: key + [versions.writerColumn, VersionTable.hashColumn]))
      SELECT \(identifiers: key, of: "v"), \(writer)::bigint, \(sql: versions.hash(of: "v"))
      \(sql: fromOnTop) WHERE \(sql: aside)
      ON CONFLICT (\(identifiers: key)) DO UPDATE
      SET \(identifier: versions.writerColumn) = excluded.\(identifier: versions.writerColumn),
        \(identifier: VersionTable.hashColumn) = excluded.\(identifier: VersionTable.hashColumn)
      """)
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
