package import Postgres

/// The moments of one source that something is about, both ends included.
package struct SourceRange: Sendable, Hashable {
  package var source: Int32
  package var from: Timestamp
  package var to: Timestamp
  package var rows: Int

  package init(source: Int32, from: Timestamp, to: Timestamp, rows: Int) {
    self.source = source
    self.from = from
    self.to = to
    self.rows = rows
  }
}

extension Ledger {
  /// Records where a load's rows lie, so that a later look can tell whether the table still has
  /// them.
  package func record(_ ranges: [SourceRange], of load: Int64) throws {
    for range in ranges {
      try connection.execute(
        """
        INSERT INTO retrofill.load_ranges (load_id, source_id, range_from, range_to, row_count)
        VALUES (\(load), \(range.source), \(range.from), \(range.to), \(range.rows))
        ON CONFLICT (load_id, source_id) DO UPDATE
        SET range_from = least(load_ranges.range_from, excluded.range_from),
          range_to = greatest(load_ranges.range_to, excluded.range_to),
          row_count = load_ranges.row_count + excluded.row_count
        """)
    }
  }

  /// Where a load's rows lie, as far as that is recorded.
  package func ranges(of load: Int64) throws -> [SourceRange] {
    try connection.query(
      """
      SELECT source_id, range_from, range_to, row_count
      FROM retrofill.load_ranges WHERE load_id = \(load) ORDER BY source_id
      """
    ).map { row in
      try SourceRange(source: row.get(0), from: row.get(1), to: row.get(2), rows: row.get(3))
    }
  }

  /// Whether a load's rows are gone from the table although nothing was forgotten on purpose: the
  /// first or the last moment of a source is missing and lies in no removed range.
  package func isStale(_ load: Int64, table: TableName, timeColumn: String) throws -> Bool {
    try connection.one(
      """
      SELECT EXISTS (
        SELECT FROM retrofill.load_ranges AS r
        CROSS JOIN LATERAL (VALUES (r.range_from), (r.range_to)) AS edge (moment)
        WHERE r.load_id = \(load)
          AND NOT EXISTS (
            SELECT FROM \(table: table) AS t
            WHERE t.source_id = r.source_id AND t.\(identifier: timeColumn) = edge.moment)
          AND NOT EXISTS (
            SELECT FROM retrofill.removed_ranges AS gone
            WHERE gone.table_name = \(table.description) AND gone.source_id = r.source_id
              AND gone.range_from <= edge.moment AND edge.moment < gone.range_to))
      """
    ).get(0)
  }

  /// Whether a load brought rows into a table that now holds none, although nothing was forgotten
  /// on purpose: all that can be told where rows have no source or no moment.
  package func isEmptied(_ load: Int64, table: TableName) throws -> Bool {
    let isBrought: SQL =
      LoadEvents.isEvent("t", of: table).map { "WHERE NOT \(sql: $0)" } ?? ""
    return try connection.one(
      """
      SELECT EXISTS (
        SELECT FROM retrofill.loads
        WHERE load_id = \(load) AND inserted + updated + unchanged > 0)
        AND NOT EXISTS (SELECT FROM \(table: table) AS t \(sql: isBrought))
        AND NOT EXISTS (
          SELECT FROM retrofill.removed_ranges WHERE table_name = \(table.description))
      """
    ).get(0)
  }
}
