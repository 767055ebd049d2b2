import Postgres
import Store

/// A partition that the target does not have yet, built aside and attached last: invisible until
/// then, without a key while it fills, and frozen, so that no vacuum has to come back to it.
struct PartitionBuild: Sendable {
  let partition: Partition
  let target: Target
  let tables: LoadTables
  private let column: String
  private let from: Timestamp
  private let to: Timestamp

  /// Nil for a partition without two bounds, and for a table that is not partitioned by time.
  init?(_ partition: Partition, of target: Target, tables: LoadTables) {
    guard let from = partition.from, let to = partition.to,
      let column = target.table.partitionColumn
    else { return nil }
    self.partition = partition
    self.target = target
    self.tables = tables
    (self.column, self.from, self.to) = (column, from, to)
  }

  var name: TableName { tables.built(partition) }

  /// Creates the empty table. The check that implies the partition's bounds lets ATTACH skip its
  /// scan (PostgreSQL manual, "ALTER TABLE", ATTACH PARTITION).
  func create(_ connection: Connection) throws {
    try connection.execute(
      """
      CREATE TABLE \(table: name) (
        LIKE \(table: target.table.name)
          INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING STORAGE,
        CONSTRAINT retrofill_bounds
          CHECK (\(identifier: column) >= \(literal: from) AND \(identifier: column) < \(literal: to))
      )
      """)
  }

  /// The statement that fills it. FREEZE needs the table to be made in the same transaction.
  func copyStatement(freezing: Bool) -> SQL {
    target.copyStatement(into: name, freezing: freezing)
  }

  /// Gives the filled table its primary key.
  ///
  /// Where the file has a key twice, the server says so; then the row that came last stays. Rows
  /// of one partition arrive through one connection in the order of the file, and a table that is
  /// only appended to keeps them in that order, so the row's place tells which came last.
  ///
  /// - Returns: how many rows lost to a later one.
  func addKey(_ connection: Connection) throws -> Int {
    do {
      try connection.transaction { try addKeyOnce(connection) }
      return 0
    } catch SQLState.uniqueViolation {
      return try connection.transaction {
        let duplicates = try connection.execute(
          """
          DELETE FROM \(table: name) AS t
          USING (
            SELECT ctid AS place, row_number() OVER (
              PARTITION BY \(identifiers: target.table.key) ORDER BY ctid DESC) AS rank
            FROM \(table: name)) AS ranked
          WHERE t.ctid = ranked.place AND ranked.rank > 1
          """)
        try addKeyOnce(connection)
        return duplicates
      }
    }
  }

  /// Until it is attached, its own: another load may be building the same partition.
  private var key: String { name.name + "_pkey" }

  /// - Throws: `SQLState.uniqueViolation` where a key comes twice.
  func addKeyOnce(_ connection: Connection) throws {
    try connection.execute(
      """
      ALTER TABLE \(table: name)
      ADD CONSTRAINT \(identifier: key)
      PRIMARY KEY (\(identifiers: target.table.key))
      """)
  }

  /// Takes the key away again, for rows that come late.
  func dropKey(_ connection: Connection) throws {
    try connection.execute("ALTER TABLE \(table: name) DROP CONSTRAINT \(identifier: key)")
  }

  /// Makes the partition without rows, which keeps nobody out of the target.
  func make(_ connection: Connection) throws {
    try create(connection)
    try addKeyOnce(connection)
    try attach(connection)
  }

  /// Makes the table a partition of the target, under the partition's own name.
  func attach(_ connection: Connection) throws {
    let moved = TableName(schema: partition.name.schema, name: name.name)
    try connection.execute(
      "ALTER TABLE \(table: name) SET SCHEMA \(identifier: partition.name.schema)")
    try connection.execute(
      "ALTER TABLE \(table: moved) RENAME TO \(identifier: partition.name.name)")
    try connection.execute(
      """
      ALTER TABLE \(table: partition.name)
      RENAME CONSTRAINT \(identifier: key) TO \(identifier: partition.name.name + "_pkey")
      """)
    try connection.execute(
      """
      ALTER TABLE \(table: target.table.name) ATTACH PARTITION \(table: partition.name)
      FOR VALUES FROM (\(literal: from)) TO (\(literal: to))
      """)
    try connection.execute(
      "ALTER TABLE \(table: partition.name) DROP CONSTRAINT retrofill_bounds")
  }
}
