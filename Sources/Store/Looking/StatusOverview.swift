package import Postgres

/// How the database stands: what was loaded into each table, what is not yet refined, what was
/// forgotten on purpose.
package struct StatusOverview: Encodable, Sendable {
  package var tables: [Table]
  package var dirty: [Dirty]
  package var removed: [Removed]
  package var incomplete: [Incomplete]

  /// What the ledger says of one table.
  package struct Table: Encodable, Sendable {
    package var table: String
    package var loads: Int
    package var rows: Int
    /// Loads that failed, or were killed and not run again since.
    package var failed: Int
    package var unfinished: Int
    package var rejected: Int
    package var lastLoadedAt: Timestamp?

    enum CodingKeys: String, CodingKey {
      case table, loads, rows, failed, unfinished, rejected
      case lastLoadedAt = "last_loaded_at"
    }
  }

  /// Rows of one source whose derived rows are not yet recomputed.
  package struct Dirty: Encodable, Sendable {
    package var table: String
    package var source: String
    package var from: Timestamp
    /// The last moment, itself included.
    package var to: Timestamp
    package var needsScore: Bool
    package var needsAggregate: Bool

    enum CodingKeys: String, CodingKey {
      case table, source, from, to
      case needsScore = "needs_score"
      case needsAggregate = "needs_aggregate"
    }
  }

  /// Rows of one source that were archived away or expired.
  package struct Removed: Encodable, Sendable {
    package var table: String
    package var source: String
    package var from: Timestamp
    /// The first moment behind the range.
    package var to: Timestamp
    package var reason: String
    package var rows: Int
    /// Where the archive lies that holds them.
    package var archive: String?
  }

  /// A bucket of a roll-up that lacks some of its rows, and so is kept as it is.
  package struct Incomplete: Encodable, Sendable {
    package var table: String
    package var source: String
    package var bucket: Timestamp
  }

  package init(_ connection: Connection) throws {
    tables = try connection.query(Self.tables).map { row in
      try Table(
        table: row.get(0), loads: row.get(1), rows: row.get(2), failed: row.get(3),
        unfinished: row.get(4), rejected: row.get(5), lastLoadedAt: row.get(6))
    }
    dirty = try connection.query(Self.dirty).map { row in
      try Dirty(
        table: row.get(0), source: row.get(1), from: row.get(2), to: row.get(3),
        needsScore: row.get(4), needsAggregate: row.get(5))
    }
    removed = try connection.query(Self.removed).map { row in
      try Removed(
        table: row.get(0), source: row.get(1), from: row.get(2), to: row.get(3),
        reason: row.get(4), rows: row.get(5), archive: row.get(6))
    }
    incomplete = try Self.rollUps.flatMap { table, width in
      try connection.query(Self.incomplete(table, width)).map { row in
        try Incomplete(table: table, source: row.get(0), bucket: row.get(1))
      }
    }
  }

  private static let tables: SQL = """
    SELECT table_name, count(*) FILTER (WHERE status = 'loaded'),
      coalesce(sum(inserted + updated) FILTER (WHERE status = 'loaded'), 0)::bigint,
      count(*) FILTER (WHERE status = 'failed'), count(*) FILTER (WHERE status = 'running'),
      coalesce(sum(rejected), 0)::bigint,
      max(finished_at) FILTER (WHERE status = 'loaded')
    FROM retrofill.loads
    GROUP BY table_name
    ORDER BY table_name
    """

  private static let dirty: SQL = """
    SELECT d.table_name, coalesce(s.name, d.source_id::text), min(d.range_from), max(d.range_to),
      bool_or(d.needs_score), bool_or(d.needs_aggregate)
    FROM retrofill.dirty_ranges AS d
    LEFT JOIN sources AS s USING (source_id)
    GROUP BY d.table_name, d.source_id, s.name
    ORDER BY 1, 2
    """

  private static let removed: SQL = """
    SELECT r.table_name, coalesce(s.name, r.source_id::text), r.range_from, r.range_to, r.reason,
      r.row_count, a.directory
    FROM retrofill.removed_ranges AS r
    LEFT JOIN sources AS s USING (source_id)
    LEFT JOIN retrofill.archives AS a USING (archive_id)
    ORDER BY 1, 2, r.range_from
    """

  private static let rollUps = [
    ("hourly_stats", "1 hour"), ("daily_stats", "1 day"), ("weekly_stats", "1 week"),
    ("monthly_stats", "1 month"),
  ]

  /// The buckets of a roll-up that reach into a removed range and still have rows. One whose rows
  /// have all gone is not among them: it stands for what the archive holds.
  private static func incomplete(_ table: String, _ width: String) -> SQL {
    """
    SELECT DISTINCT coalesce(s.name, r.source_id::text), b.bucket
    FROM retrofill.removed_ranges AS r
    JOIN \(identifier: table) AS b ON b.source_id = r.source_id AND b.bucket < r.range_to
      AND b.bucket > r.range_from - \(width)::interval
    LEFT JOIN sources AS s ON s.source_id = r.source_id
    WHERE r.table_name = 'timeseries_data'
      AND EXISTS (
        SELECT FROM timeseries_data AS t
        WHERE t.source_id = b.source_id AND t."timestamp" >= b.bucket
          AND t."timestamp" < b.bucket + \(width)::interval)
    ORDER BY 1, 2
    """
  }
}
