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

  /// Where the rows of a table lie that a condition picks: one range per source and month, so that a
  /// change here and one ten years later do not make everything between them dirty.
  package func byMonth(
    of table: TableName, source: String, time: String, where condition: SQL
  ) throws -> [SourceRange] {
    try connection.query(
      """
      SELECT \(identifier: source), min(\(identifier: time)), max(\(identifier: time)), count(*)
      FROM \(table: table)
      WHERE \(sql: condition)
      GROUP BY 1, date_trunc('month', \(identifier: time), 'UTC')
      ORDER BY 1, 2
      """
    ).map { row in
      try SourceRange(source: row.get(0), from: row.get(1), to: row.get(2), rows: row.get(3))
    }
  }
}
