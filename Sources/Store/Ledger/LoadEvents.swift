package import Postgres

/// The events that loads write into `ingest_events` as they end, among those of collectors: which
/// load, what came of it, when.
///
/// The table may be gone, altered or another role's. Then the load is done without, and whoever asked
/// for the event is given the reason.
package struct LoadEvents {
  package static let table: TableName = "ingest_events"

  private let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  /// Writes that a load has ended, as the ledger has it. Belongs into the transaction that concludes it.
  ///
  /// - Returns: why the event is not there; nil where it is.
  package func write(of load: Int64) throws -> String? {
    try connection.one("SELECT retrofill.write_event(\(load))").get(0)
  }

  /// Takes the event of a load back, also where a load into the table has written over it.
  ///
  /// - Returns: why it could not be.
  package func remove(of load: Int64) throws -> String? {
    if let versions = try VersionTables(connection).find(of: Self.table) {
      try connection.execute(
        """
        DELETE FROM \(table: versions.versions) AS v USING retrofill.loads AS l
        WHERE l.load_id = \(load) AND v.\(identifier: versions.writerColumn) = l.load_id
          AND v.ts = l.finished_at
        """)
    }
    return try connection.one("SELECT retrofill.remove_event(\(load))").get(0)
  }

  /// Whether a row of a table is such an event, and not what a load brought from a file; nil for all
  /// tables but this one.
  package static func isEvent(_ alias: String, of table: TableName) -> SQL? {
    guard table == Self.table else { return nil }
    let row = SQL(unchecked: alias)
    return """
      EXISTS (
        SELECT FROM retrofill.loads AS ended
        WHERE ended.load_id = abs(\(sql: row).load_id) AND ended.finished_at = \(sql: row).ts)
      """
  }
}
