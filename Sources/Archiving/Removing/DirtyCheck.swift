import Postgres

extension HistoryTable {
  /// Makes sure that everything derived from a range's rows is up to date, because it cannot be
  /// brought up to date without them.
  ///
  /// A month that the range only begins or ends in is derived from its rows too, and so is a week:
  /// what is dirty there counts.
  ///
  /// - Throws: `ArchivingError.dirty`.
  func checkRefined(_ range: TimeRange, on connection: Connection) throws {
    let ofSource: SQL = source.map { " AND d.source_id = \($0.id)" } ?? ""
    let row = try connection.first(
      """
      WITH edges AS (
        SELECT \(range.from)::timestamptz AS first,
          \(range.to)::timestamptz - interval '1 microsecond' AS last)
      SELECT count(*), min(d.range_from), max(d.range_to), min(coalesce(s.name, d.source_id::text))
      FROM edges AS e
      JOIN retrofill.dirty_ranges AS d
        ON d.range_to >= least(date_trunc('week', e.first), date_trunc('month', e.first))
          AND d.range_from < greatest(date_trunc('week', e.last) + interval '1 week',
            date_trunc('month', e.last) + interval '1 month')
      LEFT JOIN sources AS s ON s.source_id = d.source_id
      WHERE d.table_name = \(name.description)\(sql: ofSource)
      """)
    guard let row, try row.get(0, as: Int.self) > 0 else { return }
    throw ArchivingError.dirty(
      name, ranges: try row.get(0), from: try row.get(1), to: try row.get(2),
      source: try row.get(3))
  }
}
