import Postgres
import Store

/// Rows on their way into partitions that exist: unlogged, without key or checks, each with the
/// number and the line of its record, which says who comes last and where a refused row stands.
struct StagingTable: Sendable {
  let name: TableName
  let target: Target

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
      "CREATE UNLOGGED TABLE \(table: name) (\(sql: (columns + origin).joined()))")
  }

  func truncate(_ connection: Connection) throws {
    try connection.execute("TRUNCATE \(table: name)")
  }

  var copyStatement: SQL {
    let columns = target.columns.map(\.name) + Self.origin
    return "COPY \(table: name) (\(identifiers: columns)) FROM STDIN (FORMAT binary)"
  }
}
