package import Postgres

extension Ledger {
  /// What the ledger knows of a load, for taking it back.
  package struct Entry: Sendable {
    package let id: Int64
    package let verb: String
    package let table: TableName
    package let status: String
    package let file: String
    package let sha256: String?
    package let inserted: Int
    package let updated: Int
    /// Rows of the loads that it stands in for, which it took out of the table.
    package let takenOut: Int
    package let keepsUndo: Bool
    /// Its rows were appended to a table without a key.
    package let isAppended: Bool
    package let finishedAt: Timestamp?
    package let undoneAt: Timestamp?
    /// The load that stands in for it.
    package let replacedBy: Int64?
    /// From the first to the last moment of its rows; nil where they have no source or no moment.
    package let moments: ClosedRange<Timestamp>?
  }

  package func entry(of load: Int64) throws -> Entry? {
    try connection.first(
      """
      SELECT verb, table_name, status, file || coalesce('/' || member, ''), inserted, updated,
        keeps_undo, finished_at, undone_at,
        (SELECT min(range_from) FROM retrofill.load_ranges AS r WHERE r.load_id = l.load_id),
        (SELECT max(range_to) FROM retrofill.load_ranges AS r WHERE r.load_id = l.load_id),
        removed + reverted, replaced_by, sha256, on_conflict = \(Self.appendPolicy)
      FROM retrofill.loads AS l WHERE load_id = \(load)
      """
    ).map { row in
      let from: Timestamp? = try row.get(9)
      let to: Timestamp? = try row.get(10)
      return try Entry(
        id: load, verb: row.get(0), table: TableName(row.get(1, as: String.self)),
        status: row.get(2), file: row.get(3), sha256: row.get(13), inserted: row.get(4),
        updated: row.get(5),
        takenOut: row.get(11), keepsUndo: row.get(6), isAppended: row.get(14),
        finishedAt: row.get(7),
        undoneAt: row.get(8), replacedBy: row.get(12),
        moments: from.flatMap { from in to.map { from...$0 } })
    }
  }

  /// Records a partition that a load made.
  package func record(_ partitions: [TableName], madeBy load: Int64) throws {
    guard !partitions.isEmpty else { return }
    try connection.execute(
      """
      INSERT INTO retrofill.load_partitions (load_id, partition_name)
      SELECT \(load), unnest(\(partitions.map(\.description))::text[])
      ON CONFLICT DO NOTHING
      """)
  }

  /// The partitions that loads made which were taken back, this one among them.
  package func partitionsOfUndone(_ load: Int64) throws -> Set<TableName> {
    let names = try connection.query(
      """
      SELECT DISTINCT p.partition_name
      FROM retrofill.load_partitions AS p JOIN retrofill.loads AS l USING (load_id)
      WHERE l.status = 'undone' OR l.load_id = \(load)
      """)
    return Set(try names.map { TableName(try $0.get(0, as: String.self)) })
  }

  /// A load that found rows of another one and left them as they were.
  package struct Stale: Sendable, Hashable, Encodable {
    package let load: Int64
    package let file: String

    private enum CodingKeys: String, CodingKey {
      case load = "load_id"
      case file
    }
  }

  /// Marks the later loads that found rows which may be this one's and left them: had it never run,
  /// they would have brought these rows themselves. Where rows have sources and moments, only loads
  /// that lie across its own are meant.
  ///
  /// - Returns: the loads that were marked.
  package func markStale(because load: Int64) throws -> [Stale] {
    try connection.query(
      """
      UPDATE retrofill.loads AS later
      SET stale_because = \(load)
      FROM retrofill.loads AS undone
      WHERE undone.load_id = \(load) AND later.load_id <> undone.load_id
        AND later.table_name = undone.table_name AND later.status = 'loaded'
        AND later.finished_at >= coalesce(undone.finished_at, undone.started_at)
        AND (later.unchanged > 0 OR later.skipped ?| ARRAY['exists', 'older'])
        AND (
          NOT EXISTS (SELECT FROM retrofill.load_ranges WHERE load_id = \(load))
          OR NOT EXISTS (SELECT FROM retrofill.load_ranges AS r WHERE r.load_id = later.load_id)
          OR EXISTS (
            SELECT FROM retrofill.load_ranges AS a JOIN retrofill.load_ranges AS b
              ON a.source_id = b.source_id
                AND a.range_from <= b.range_to AND b.range_from <= a.range_to
            WHERE a.load_id = \(load) AND b.load_id = later.load_id))
      RETURNING later.load_id, later.file || coalesce('/' || later.member, '')
      """
    ).map { try Stale(load: $0.get(0), file: $0.get(1)) }.sorted { $0.load < $1.load }
  }

  /// The loads that were taken back and made parents which are still there, because other loads
  /// refer to them or did then.
  package func undoneMakersOfParents() throws -> [Int64] {
    let made = ParentTable.all.map { parent in
      "EXISTS (SELECT FROM \(identifier: parent.name) AS p WHERE p.load_id = l.load_id)" as SQL
    }
    return try connection.query(
      """
      SELECT l.load_id FROM retrofill.loads AS l
      WHERE l.status = 'undone' AND (\(sql: made.joined(separator: " OR "))
        OR EXISTS (SELECT FROM sources AS s WHERE s.created_by = 'load ' || l.load_id))
      ORDER BY 1
      """
    ).map { try $0.get(0) }
  }

  /// Writes down that a load was taken back: what it had stood in for counts again, unless another
  /// load stands in for both, and rejects that it had brought after all are open again. Belongs into
  /// the transaction that takes its rows back.
  package func markUndone(_ load: Int64) throws {
    try connection.execute(
      """
      UPDATE retrofill.loads AS earlier
      SET status = CASE WHEN undone.replaced_by IS NULL THEN 'loaded' ELSE 'replaced' END,
        replaced_by = undone.replaced_by
      FROM retrofill.loads AS undone
      WHERE undone.load_id = \(load) AND earlier.replaced_by = undone.load_id
      """)
    try connection.execute(
      """
      UPDATE retrofill.loads
      SET status = 'undone', undone_at = clock_timestamp(), replaced_by = NULL,
        stale_because = NULL, finished_at = coalesce(finished_at, clock_timestamp())
      WHERE load_id = \(load)
      """)
    try connection.execute(
      "UPDATE retrofill.rejects SET replayed_by = NULL WHERE replayed_by = \(load)")
    try connection.execute("DELETE FROM retrofill.load_ranges WHERE load_id = \(load)")
    try connection.execute("DELETE FROM retrofill.batches WHERE load_id = \(load)")
  }
}
