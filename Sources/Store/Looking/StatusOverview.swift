package import Postgres

/// How the database stands: what was loaded into each table, what is not yet refined, what was
/// forgotten on purpose.
package struct StatusOverview: Encodable, Sendable {
  package var tables: [Table]
  package var dirty: [Dirty]
  package var removed: [Removed]

  /// What the ledger says of one table.
  package struct Table: Encodable, Sendable {
    package var table: String
    package var loads: Int
    package var rows: Int
    package var failed: Int
    /// Loads that run now, or were killed and not run again since.
    package var running: Int
    /// Rejects but for those that were brought since.
    package var rejected: Int
    package var lastLoadedAt: Timestamp?

    enum CodingKeys: String, CodingKey {
      case table, loads, rows, failed, running, rejected
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

  package init(_ connection: Connection) throws {
    tables = try connection.query(Self.tables).map { row in
      try Table(
        table: row.get(0), loads: row.get(1), rows: row.get(2), failed: row.get(3),
        running: row.get(4), rejected: row.get(5), lastLoadedAt: row.get(6))
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
  }

  /// Whether a load's rejects are its own: not those of one that another stands in for, nor what was
  /// rejected once more when it was replayed.
  private static let isOpen: SQL = "status <> 'replaced' AND replays IS NULL"

  private static let tables: SQL = """
    SELECT table_name, count(*) FILTER (WHERE status = 'loaded'),
      coalesce(sum(inserted + updated) FILTER (WHERE status = 'loaded'), 0)::bigint,
      count(*) FILTER (WHERE status = 'failed'), count(*) FILTER (WHERE status = 'running'),
      coalesce(sum(rejected) FILTER (WHERE \(sql: isOpen)), 0)::bigint - (
        SELECT count(*) FROM retrofill.rejects AS r
        JOIN retrofill.loads AS o USING (load_id)
        WHERE o.table_name = loads.table_name AND o.status <> 'replaced'
          AND r.replayed_by IS NOT NULL),
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
}
