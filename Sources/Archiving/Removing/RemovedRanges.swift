import Postgres
import Store

/// What was forgotten on purpose: `retrofill.removed_ranges`. What derives from such rows is kept
/// as it is and never recomputed from what is left.
struct RemovedRanges {
  let table: HistoryTable
  let connection: Connection

  /// Where rows of one source lie.
  private struct Extent {
    let source: Int32
    let range: TimeRange
    let rows: Int
  }

  /// Records rows that are about to be removed because an archive holds them: one range per source
  /// and run of months, from its first row to its last, so that a gap is not mistaken for rows
  /// that are gone.
  func recordArchived(_ ranges: [TimeRange], archive: Int64) throws {
    for range in TimeRange.joined(ranges) {
      for extent in try extents(where: table.isWithin(range)) {
        try insert(extent, reason: "archived", archive: archive)
      }
    }
  }

  /// Records rows that are about to be removed because they are too old. A source has one such
  /// range, which grows from run to run: nothing before its end is expected to come back.
  func recordExpired(where condition: SQL) throws {
    for extent in try extents(where: condition) {
      let grown = try connection.execute(
        """
        UPDATE retrofill.removed_ranges
        SET range_from = least(range_from, \(extent.range.from)),
          range_to = greatest(range_to, \(extent.range.to)),
          row_count = row_count + \(extent.rows), recorded_at = now()
        WHERE table_name = \(table.name.description) AND source_id = \(extent.source)
          AND reason = 'expired'
        """)
      if grown == 0 { try insert(extent, reason: "expired", archive: nil) }
    }
  }

  /// Forgets what an archive's removal recorded, because the rows are back. What of it the part of each
  /// restore covers is kept, for its undo.
  ///
  /// - Returns: where they are, both ends included.
  func withdraw(archive: Int64, parts: [Manifest.Part]) throws -> [SourceRange] {
    try connection.query(
      """
      WITH gone AS (
        DELETE FROM retrofill.removed_ranges
        WHERE table_name = \(table.name.description) AND archive_id = \(archive)
        RETURNING *),
      kept AS (
        INSERT INTO retrofill.withdrawn_ranges (load_id, archive_id, source_id, range_from, range_to)
        SELECT l.load_id, g.archive_id, g.source_id, greatest(g.range_from, p.first),
          least(g.range_to, p.last + interval '1 microsecond')
        FROM gone AS g
        JOIN unnest(\(parts.map(\.contentSHA256))::text[],
            \(parts.map { "\($0.minTime)" })::timestamptz[],
            \(parts.map { "\($0.maxTime)" })::timestamptz[]) AS p (sha256, first, last)
          ON p.first < g.range_to AND p.last >= g.range_from
        JOIN retrofill.loads AS l
          ON l.sha256 = p.sha256 AND l.table_name = g.table_name
            AND l.verb = 'restore' AND l.status IN ('loaded', 'replaced'))
      SELECT source_id, range_from, range_to - interval '1 microsecond', row_count FROM gone
      """
    ).map { row in
      try SourceRange(source: row.get(0), from: row.get(1), to: row.get(2), rows: row.get(3))
    }
  }

  private func extents(where condition: SQL) throws -> [Extent] {
    guard table.hasSources else { return [] }
    return try connection.query(
      """
      SELECT source_id, min(\(identifier: table.timeColumn)),
        max(\(identifier: table.timeColumn)) + interval '1 microsecond', count(*)
      FROM \(table: table.name)
      WHERE \(sql: condition)
      GROUP BY source_id
      ORDER BY source_id
      """
    ).map { row in
      try Extent(
        source: row.get(0), range: TimeRange(from: row.get(1), to: row.get(2)), rows: row.get(3))
    }
  }

  private func insert(_ extent: Extent, reason: String, archive: Int64?) throws {
    try connection.execute(
      """
      INSERT INTO retrofill.removed_ranges
        (table_name, source_id, range_from, range_to, reason, archive_id, row_count)
      VALUES (\(table.name.description), \(extent.source), \(extent.range.from),
        \(extent.range.to), \(reason), \(archive), \(extent.rows))
      """)
  }
}
