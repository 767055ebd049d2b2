package import Postgres

/// The loads that are not settled: those under way, those whose process is gone, and those that no
/// longer hold what they brought.
package struct UnsettledLoads: Encodable, Sendable {
  package var running: [Open] = []
  package var dead: [Open] = []
  package var stale: [Stale] = []

  /// A load that has begun and not ended.
  package struct Open: Encodable, Sendable {
    package var load: Int64
    package var file: String
    package var table: String
    package var begunAt: Timestamp
    /// The process that does it, or did, and the session of the server that it holds.
    package var host: String?
    package var process: Int64?
    package var serverProcess: Int64?
    /// What is committed of it: batches, and up to which record.
    package var batches: Int
    package var lastRecord: Int
    /// What it has written aside.
    package var tables: Int
    package var rowsAside: Int
    /// Whether what was written aside is still kept.
    package var isKept: Bool
    /// What loads the file, or goes on with it; nil for a verb that was no load of files.
    package var command: String?

    private enum CodingKeys: String, CodingKey {
      case load = "load_id"
      case begunAt = "begun_at"
      case process = "process_id"
      case serverProcess = "server_process_id"
      case lastRecord = "last_record"
      case tables = "tables_aside"
      case rowsAside = "rows_aside"
      case isKept = "is_kept"
      case file, table, host, batches, command
    }
  }

  /// A load that had left rows of another one as they were, which were taken back since.
  package struct Stale: Encodable, Sendable {
    package var load: Int64
    package var file: String
    package var table: String
    package var because: Int64
    package var command: String?

    private enum CodingKeys: String, CodingKey {
      case load = "load_id"
      case file, table, because, command
    }
  }

  package init(_ connection: Connection) throws {
    for row in try connection.query(Self.open) {
      let load = try Open(
        load: row.get(0), file: row.get(1), table: row.get(2), begunAt: row.get(3),
        host: row.get(4), process: row.get(5), serverProcess: row.get(6), batches: row.get(7),
        lastRecord: row.get(8), tables: row.get(9), rowsAside: row.get(10), isKept: row.get(11),
        command: LoadCommand(connection, of: row.get(0))?.text)
      if load.serverProcess == nil { dead.append(load) } else { running.append(load) }
    }
    let rows = try connection.query(
      """
      SELECT load_id, concat_ws('/', file, member), table_name, stale_because
      FROM retrofill.loads
      WHERE stale_because IS NOT NULL AND status = 'loaded' ORDER BY load_id
      """)
    for row in rows {
      stale.append(
        try Stale(
          load: row.get(0), file: row.get(1), table: row.get(2), because: row.get(3),
          command: LoadCommand(connection, of: row.get(0))?.text))
    }
  }

  /// A load is alive while a session holds its lock (`AdvisoryLock.load`).
  private static let open: SQL = """
    SELECT d.load_id, concat_ws('/', d.file, d.member), d.table_name, d.started_at, d.host,
      d.process_id, held.pid::bigint, done.batches, done.last_record, aside.tables, aside.rows,
      d.started_at > now() - interval '1 day'
    FROM retrofill.loads AS d
    CROSS JOIN LATERAL (
      SELECT count(*) AS batches, coalesce(max(last_record), 0) AS last_record
      FROM retrofill.batches AS b WHERE b.load_id = d.load_id) AS done
    CROSS JOIN LATERAL (
      SELECT count(*) AS tables, coalesce(sum(row_count), 0)::bigint AS rows
      FROM retrofill.load_tables AS t WHERE t.load_id = d.load_id) AS aside
    LEFT JOIN LATERAL (
      SELECT l.pid FROM pg_locks AS l
      WHERE \(sql: AdvisoryLock.isHeld(AdvisoryLock.key(ofLoad: "d.load_id"))) LIMIT 1
    ) AS held ON true
    WHERE d.status = 'running'
    ORDER BY d.load_id
    """
}
