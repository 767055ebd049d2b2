package import Postgres

/// Rows that changed and whose derived rows are not yet refined: `retrofill.dirty_ranges`.
package struct DirtyRanges {
  private let connection: Connection

  package init(_ connection: Connection) { self.connection = connection }

  /// Records ranges. Belongs into the transaction that changes the rows.
  package func record(_ ranges: [SourceRange], of table: TableName, load: Int64?) throws {
    for range in ranges {
      try connection.execute(
        """
        INSERT INTO retrofill.dirty_ranges (table_name, source_id, range_from, range_to, load_id)
        VALUES (\(table.description), \(range.source), \(range.from), \(range.to), \(load))
        """)
    }
  }
}
