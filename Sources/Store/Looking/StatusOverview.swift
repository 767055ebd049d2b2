package import Postgres

/// How the database stands: what was loaded into each table, what is not yet refined, what was
/// forgotten on purpose.
package struct StatusOverview: Encodable, Sendable {
  package var tables: [Table]
  package var dirty: [Dirty]
  package var removed: [Removed]
  package var unsettled: UnsettledLoads

  private enum CodingKeys: String, CodingKey { case tables, dirty, removed }

  package func encode(to encoder: any Encoder) throws {
    try unsettled.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(tables, forKey: .tables)
    try container.encode(dirty, forKey: .dirty)
    try container.encode(removed, forKey: .removed)
  }

  /// What the ledger says of one table.
  package struct Table: Encodable, Sendable {
    package var table: String
    package var loads: Int
    package var rows: Int
    package var failed: Int
    /// Loads that run now.
    package var running: Int
    /// Loads that were killed and not run again since.
    package var dead: Int
    /// Loads that another one stands in for; that were taken back; that would be loaded again.
    package var replaced: Int
    package var undone: Int
    package var stale: Int
    /// What committed on its own, of all loads that are there.
    package var batches: Int
    /// Rejects but for those that were brought since.
    package var rejected: Int
    package var lastLoadedAt: Timestamp?

    enum CodingKeys: String, CodingKey {
      case table, loads, rows, failed, running, dead, replaced, undone, stale, batches, rejected
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
    let unsettled = try UnsettledLoads(connection)
    self.unsettled = unsettled
    tables = try connection.query(Self.tables).map { row in
      let name: String = try row.get(0)
      return try Table(
        table: name, loads: row.get(1), rows: row.get(2), failed: row.get(3),
        running: unsettled.running.count { $0.table == name },
        dead: unsettled.dead.count { $0.table == name }, replaced: row.get(4),
        undone: row.get(5), stale: row.get(6), batches: row.get(7), rejected: row.get(8),
        lastLoadedAt: row.get(9))
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
      count(*) FILTER (WHERE status = 'failed'), count(*) FILTER (WHERE status = 'replaced'),
      count(*) FILTER (WHERE status = 'undone'),
      count(*) FILTER (WHERE status = 'loaded' AND stale_because IS NOT NULL),
      coalesce(sum((SELECT count(*) FROM retrofill.batches AS b
        WHERE b.load_id = loads.load_id)), 0)::bigint,
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
