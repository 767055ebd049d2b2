import Postgres
import Store

/// Rows on their way into partitions that exist: unlogged, without key or checks, each with the
/// number of its record, which says who comes last and where a refused row stands.
struct StagingTable: Sendable {
  let name: TableName
  let target: Target

  func create(_ connection: Connection) throws {
    try connection.execute(
      """
      CREATE UNLOGGED TABLE IF NOT EXISTS \(table: name) AS
      SELECT \(identifiers: target.columns.map(\.name)), 0::bigint AS record, 0::bigint AS line
      FROM \(table: target.table.name)
      WITH NO DATA
      """)
  }

  func truncate(_ connection: Connection) throws {
    try connection.execute("TRUNCATE \(table: name)")
  }

  var copyStatement: SQL {
    "COPY \(table: name) (\(identifiers: target.columns.map(\.name)), record, line) FROM STDIN (FORMAT binary)"
  }
}
