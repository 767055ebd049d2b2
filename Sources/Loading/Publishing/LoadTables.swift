import Postgres
import Store

/// The tables that a load works in before anything is published: all named after the load, those
/// that outlive a transaction in schema `retrofill`, so that what a dead load left behind can be
/// told and dropped.
///
/// Those that live in a transaction are temporary. They must not be unlogged, and no unlogged table
/// may be made or emptied in a transaction that may be rolled back: a server that is stopped hard
/// within a moment of the rollback does not start again (PostgreSQL 15: "could not create file …:
/// File exists", when recovery makes empty tables of what it has not heard to be gone).
struct LoadTables: Sendable {
  let load: Int64

  var staging: TableName { named("staging") }
  /// The rows that the server refused.
  var refused: TableName { named("refused") }
  /// The keys of the rows that a load has brought which stands in for another, batch by batch.
  var brought: TableName { named("brought") }

  // Temporary.
  var changes: TableName { temporary("changes") }
  /// The keys of the rows that an undo takes back, or that a load takes out which stands in for
  /// another one.
  var own: TableName { temporary("own") }
  /// The versions of a restore's rows that later loads wrote over, when it is undone.
  var links: TableName { temporary("links") }
  /// The keys of the rows that an undo brings back.
  var parked: TableName { temporary("parked") }
  /// Rows that lost to a later one of their key, which was refused.
  var earlier: TableName { temporary("earlier") }
  /// Those of them that are merged instead.
  var instead: TableName { temporary("instead") }

  /// Where a partition is built aside until it is attached.
  func built(_ partition: Partition) -> TableName { named(partition.name.name) }

  private func temporary(_ name: String) -> TableName {
    TableName(schema: "pg_temp", name: named(name).name)
  }

  private func named(_ name: String) -> TableName {
    TableName(schema: "retrofill", name: "load_\(load)_\(name)")
  }

  /// Drops everything that the load left, but for some.
  func dropAll(_ connection: Connection, but kept: [TableName] = []) throws {
    let kept = Set(kept.map(\.name))
    for name in try Self.names(connection) where Self.load(of: name) == load {
      if !kept.contains(name) { try Self.drop(name, connection) }
    }
  }

  /// Drops what loads left whose process is gone: their locks are free. What a load had written that
  /// was killed within a day is kept for the next try of its file.
  static func dropOrphans(_ connection: Connection) throws {
    let names = try names(connection)
    let resumable = Set(
      try connection.query(
        """
        SELECT DISTINCT load_id
        FROM retrofill.loads JOIN retrofill.load_tables USING (load_id)
        WHERE status = 'running' AND started_at > now() - interval '1 day'
        """
      ).map { try $0.get(0, as: Int64.self) })
    for id in Set(names.compactMap(load(of:))).subtracting(resumable) {
      guard try connection.tryAcquire(.load(id)) else { continue }
      let brought = LoadTables(load: id).brought.name
      let isOfBatches = try names.contains(brought) && goesOn(id, connection)
      for name in names where load(of: name) == id && !(isOfBatches && name == brought) {
        try drop(name, connection)
      }
      try connection.release(.load(id))
    }
  }

  /// Whether a load that was killed within a day has batches that are committed.
  private static func goesOn(_ load: Int64, _ connection: Connection) throws -> Bool {
    try connection.first(
      """
      SELECT FROM retrofill.loads JOIN retrofill.batches USING (load_id)
      WHERE load_id = \(load) AND status = 'running' AND publish = 'batch'
        AND started_at > now() - interval '1 day' LIMIT 1
      """) != nil
  }

  private static func drop(_ name: String, _ connection: Connection) throws {
    try connection.execute(
      "DROP TABLE IF EXISTS \(table: TableName(schema: "retrofill", name: name))")
  }

  private static func names(_ connection: Connection) throws -> [String] {
    try connection.query(
      """
      SELECT c.relname
      FROM pg_class AS c
      WHERE c.relnamespace = 'retrofill'::regnamespace AND c.relkind = 'r'
        AND c.relname ~ '^load_[0-9]+_'
      """
    ).map { try $0.get(0) }
  }

  private static func load(of name: String) -> Int64? {
    let parts = name.split(separator: "_", maxSplits: 2)
    return parts.count == 3 && parts[0] == "load" ? Int64(parts[1]) : nil
  }
}
