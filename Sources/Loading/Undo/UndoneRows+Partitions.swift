import Postgres
import Store

/// The partitions that loads made which were undone: without rows they are dropped.
extension UndoneRows {
  /// The partitions that loads made which were undone, where the load's rows are or were.
  private func madePartitions() throws -> [Partition] {
    guard table.partitionColumn != nil else { return [] }
    let made = try Ledger(connection).partitionsOfUndone(entry.id)
    return try Catalog(connection).partitions(of: table.name).filter { partition in
      made.contains(partition.name)
        && (entry.moments.map { $0.overlaps(partition) } ?? true)
    }
  }

  /// Those that hold the load's rows alone, none of which overwrote another: they are dropped, which
  /// takes no time.
  func wholePartitions() throws -> [Partition] {
    guard versions?.journal == nil, table.column("load_id") != nil else { return [] }
    return try madePartitions().filter { partition in
      let isWhole: Bool = try connection.one(
        """
        SELECT coalesce(bool_and(load_id IS NOT DISTINCT FROM \(entry.id)::bigint), true)
        FROM \(table: partition.name)
        """
      ).get(0)
      return try isWhole && !hasVersions(in: partition)
    }
  }

  private func hasVersions(in partition: Partition) throws -> Bool {
    guard let versions, let time = table.partitionColumn else { return false }
    let from: SQL = partition.from.map { " AND \(identifier: time) >= \($0)" } ?? ""
    let to: SQL = partition.to.map { " AND \(identifier: time) < \($0)" } ?? ""
    return try connection.one(
      """
      SELECT EXISTS (
        SELECT FROM \(table: versions.versions)
        WHERE (
          abs(\(identifier: VersionTable.replacedBy)) = \(entry.id)::bigint
          -- The rows of a load that a restore wrote over others.
          OR \(identifier: VersionTable.replacedBy) IN (
            SELECT load_id FROM retrofill.loads WHERE verb = 'restore'))
          \(sql: from)\(sql: to))
      """
    ).get(0)
  }

  /// - Returns: how many rows went with them.
  func drop(
    _ partitions: [Partition], _ changes: inout UndoReport.Changes
  ) throws -> Int {
    var rows = 0
    for partition in partitions {
      rows += try connection.one("SELECT count(*) FROM \(table: partition.name)").get(
        0, as: Int.self)
      try connection.execute(
        """
        DELETE FROM \(table: own) AS o USING \(table: partition.name) AS t
        WHERE \(equal: key, of: "o", and: "t")
        """)
      try connection.execute("DROP TABLE \(table: partition.name)")
      changes.partitions.append(partition.name.description)
    }
    return rows
  }

  func dropEmptied(_ changes: inout UndoReport.Changes) throws {
    for partition in try madePartitions() {
      let isEmpty: Bool = try connection.one(
        "SELECT NOT EXISTS (SELECT FROM \(table: partition.name))"
      ).get(0)
      guard isEmpty else { continue }
      try connection.execute("DROP TABLE \(table: partition.name)")
      changes.partitions.append(partition.name.description)
    }
  }
}

extension ClosedRange<Timestamp> {
  fileprivate func overlaps(_ partition: Partition) -> Bool {
    partition.overlaps(
      Partition(
        name: partition.name, from: lowerBound,
        to: Timestamp(microseconds: upperBound.microseconds + 1)))
  }
}
