import Postgres
import Store

/// Rows on their way into partitions that exist: unlogged, without key or checks, each with the
/// number and the line of its record, which says who comes last and where a refused row stands.
struct StagingTable: Sendable {
  let name: TableName
  let target: Target

  /// A temporary one goes with its session.
  private var isTemporary: Bool { name.schema == "pg_temp" }

  /// The columns behind the target's own: the number and the line of a row's record.
  static let origin = ["retrofill_record", "retrofill_line"]

  /// Creates the empty table. Its columns are of the types beneath the target's domains, so that
  /// what a domain refuses comes to light where the row can be told: in the merge.
  func create(_ connection: Connection) throws {
    let columns = target.columns.compactMap { target.table.column($0.name) }.map {
      "\(identifier: $0.name) \(sql: SQL(unchecked: $0.storedType))" as SQL
    }
    let origin = Self.origin.map { "\(identifier: $0) bigint" as SQL }
    try connection.execute(
      "CREATE \(sql: isTemporary ? "TEMPORARY" : "UNLOGGED") TABLE \(table: name) (\(sql: (columns + origin).joined()))"
    )
  }

  /// Empties the table, also where rows of a try that failed fill the disk: TRUNCATE would want
  /// room before it gives any back.
  func renew(_ connection: Connection) throws {
    try connection.execute("DROP TABLE IF EXISTS \(table: name)")
    try create(connection)
  }

  var copyStatement: SQL {
    let columns = target.columns.map(\.name) + Self.origin
    return "COPY \(table: name) (\(identifiers: columns)) FROM STDIN (FORMAT binary)"
  }

  /// Creates a table for the keys of rows.
  func createKeys(named keys: TableName, _ connection: Connection) throws {
    let columns = target.table.key.compactMap(target.table.column).map {
      "\(identifier: $0.name) \(sql: SQL(unchecked: $0.storedType))" as SQL
    }
    try connection.execute("CREATE TABLE \(table: keys) (\(sql: columns.joined()))")
  }

  /// Adds the keys of the staged rows to such a table.
  func addKeys(to keys: TableName, _ connection: Connection) throws {
    let key = target.table.key
    try connection.execute(
      """
      INSERT INTO \(table: keys) (\(identifiers: key))
      SELECT DISTINCT \(identifiers: key) FROM \(table: name)
      """)
  }

  /// Removes the rows that were refused.
  func remove(_ refused: TableName, _ connection: Connection) throws {
    try connection.execute(
      """
      DELETE FROM \(table: name) AS s USING \(table: refused) AS r
      WHERE r.retrofill_record = s.retrofill_record
      """)
  }

  /// Where the staged rows lie, by source, but for those that were refused; for a target whose rows
  /// have a source and a moment.
  func ranges(_ connection: Connection, without refused: TableName? = nil) throws -> [SourceRange] {
    guard let source = target.sourceIndex, let time = target.table.partitionColumn else {
      return []
    }
    let taken: SQL =
      refused.map { table in
        """
        WHERE NOT EXISTS (
          SELECT FROM \(table: table) AS r WHERE r.retrofill_record = s.retrofill_record)
        """
      } ?? ""
    return try connection.query(
      """
      SELECT \(identifier: target.columns[source].name), min(\(identifier: time)),
        max(\(identifier: time)), count(*)
      FROM \(table: name) AS s \(sql: taken) GROUP BY 1 ORDER BY 1
      """
    ).map { row in
      try SourceRange(source: row.get(0), from: row.get(1), to: row.get(2), rows: row.get(3))
    }
  }
}
