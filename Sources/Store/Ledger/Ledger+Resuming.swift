package import Postgres

extension Ledger {
  /// A table that a load fills aside, and how far it is.
  package struct FilledTable: Sendable, Hashable {
    package let name: TableName
    package let rows: Int
    /// Every row for this table whose record has this number or a lower one is in it.
    package let lastRecord: Int
    /// How many rows lost to a later one of the same key; nil until the table has its key.
    package let duplicates: Int?
  }

  /// Records rows that were copied into a table, which has no key now. Belongs into the transaction
  /// of the COPY.
  package func record(rows: Int, upTo record: Int, in table: TableName, of load: Int64) throws {
    try connection.execute(
      """
      INSERT INTO retrofill.load_tables (load_id, table_name, row_count, last_record)
      VALUES (\(load), \(table.name), \(rows), \(record))
      ON CONFLICT (load_id, table_name) DO UPDATE
      SET row_count = load_tables.row_count + excluded.row_count,
        last_record = excluded.last_record, duplicates = NULL
      """)
  }

  /// Records that a table has its key. Belongs into the transaction that gives it.
  package func recordKey(duplicates: Int, of table: TableName, of load: Int64) throws {
    try connection.execute(
      """
      UPDATE retrofill.load_tables SET duplicates = \(duplicates)
      WHERE load_id = \(load) AND table_name = \(table.name)
      """)
  }

  /// The tables that a load was filling when it died, as far as they still hold what was recorded:
  /// a table that is not logged is empty after the server was stopped hard.
  package func filledTables(of load: Int64) throws -> [FilledTable] {
    let catalog = Catalog(connection)
    return try connection.query(
      """
      SELECT table_name, row_count, last_record, duplicates
      FROM retrofill.load_tables WHERE load_id = \(load) ORDER BY table_name
      """
    ).map { row in
      try FilledTable(
        name: TableName(schema: "retrofill", name: row.get(0)), rows: row.get(1),
        lastRecord: row.get(2), duplicates: row.get(3))
    }.filter { table in
      guard try catalog.exists(table.name) else { return false }
      let found: Int = try connection.one("SELECT count(*) FROM \(table: table.name)").get(0)
      return found == table.rows - (table.duplicates ?? 0)
    }
  }

  /// Forgets the tables that a load filled, but for some.
  package func forgetTables(of load: Int64, keeping kept: [TableName] = []) throws {
    try connection.execute(
      """
      DELETE FROM retrofill.load_tables
      WHERE load_id = \(load) AND table_name <> ALL (\(kept.map(\.name))::text[])
      """)
  }

  /// Forgets the batches of a load, so that all of it is counted again. Its ranges stay, because
  /// rows that it committed do, and hold them.
  package func forgetBatches(of load: Int64) throws {
    try connection.execute("DELETE FROM retrofill.batches WHERE load_id = \(load)")
    try connection.execute(
      "UPDATE retrofill.load_ranges SET row_count = 0 WHERE load_id = \(load)")
  }

  /// Where the batches of a load end that are committed: the number of the last batch and of its
  /// last record, and what became of all records up to there; nil where there are none.
  package func committed(
    of load: Int64
  ) throws -> (batch: Int, lastRecord: Int, counts: LoadCounts)? {
    let last = try connection.first(
      """
      SELECT batch, last_record FROM retrofill.batches
      WHERE load_id = \(load) ORDER BY batch DESC LIMIT 1
      """)
    guard let last else { return nil }
    return try (last.get(0), last.get(1), committedCounts(of: load))
  }
}
