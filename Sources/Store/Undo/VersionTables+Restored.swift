import Postgres

/// The rows that restores wrote, where the table itself says which load wrote a row: restored rows say
/// who had written them before they were archived. A line is about one row: its key, the restore, and
/// a hash of the row, by which it is known as long as nobody changes it.
extension VersionTables {
  /// The version table of a table that archived rows are restored into, made where there is none.
  package func prepareRestoring(into table: TableDescription) throws -> VersionTable {
    let prepared = try prepare(for: table)
    if prepared.journal != nil || prepared.restored != nil { return prepared }
    return try connection.transaction {
      try connection.acquireInTransaction(AdvisoryLock(name: "version tables"))
      if let found = try find(of: table.name), found.restored != nil { return found }
      try makeRestored(for: table, besides: prepared)
      return try find(of: table.name) ?? prepared
    }
  }

  private func makeRestored(for table: TableDescription, besides prepared: VersionTable) throws {
    let stem = prepared.versions.name.dropLast("_versions".count)
    let name = Self.named(stem + "_restored")
    let key = table.columns.filter { table.key.contains($0.name) }.map {
      "\(identifier: $0.name) \(sql: SQL(unchecked: $0.storedType)) NOT NULL" as SQL
    }
    // Nothing looks a row up here: it is added to, and read as a whole.
    try connection.execute(
      """
      CREATE TABLE \(table: name) (
        \(sql: key.joined()),
        \(identifier: VersionTable.restoredBy) bigint NOT NULL,
        \(identifier: VersionTable.hashColumn) bigint NOT NULL,
        \(identifier: VersionTable.restoredAt) timestamptz NOT NULL DEFAULT now())
      """)
    // Score, mark and times are said of a row, and change without its being another.
    let said: Set = ["quality_score", "is_anomaly", "ingestion_timestamp"]
    let columns = table.columns.filter { !$0.isGenerated && !said.contains($0.name) }.map(\.name)
    try connection.execute(
      """
      UPDATE retrofill.version_tables
      SET restored = \(name.name), restored_columns = \(columns)::text[]
      WHERE table_name = \(table.name.description)
      """)
  }
}
